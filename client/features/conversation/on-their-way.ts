import type { OutboxItem, Parley } from '../../sdk/types.ts';
import type { Observable } from '../../store/observable.ts';
import { inTurn } from '../app/pace.ts';

/**
 * Messages on their way. One that comes is there at once; one that left stays until the turn in which its message is drawn, so that it is never in
 * neither place. For one who listens.
 */
export function onTheirWay({ outbox }: Parley): Observable<readonly OutboxItem[]> {
  let shown = outbox.items;
  const leaving = () => shown.filter(({ clientKey }) => !outbox.items.some((item) => item.clientKey === clientKey));
  return {
    get: () => shown,
    subscribe(listener) {
      shown = outbox.items;
      const show = (items: readonly OutboxItem[]) => {
        shown = items;
        listener();
      };
      return outbox.subscribe(() => {
        const left = leaving();
        if (left.length > 0) inTurn(() => show(outbox.items));
        show([...left, ...outbox.items]);
      });
    },
  };
}
