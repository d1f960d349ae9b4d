import type { Observable } from '../../store/observable.ts';
import { inTurn } from './pace.ts';

/** The same state, told at most once per frame and no oftener than the page can draw: a burst of events costs one drawing. */
export function framed<State>(source: Observable<State>): Observable<State> {
  const listeners = new Set<() => void>();
  let shown = source.get();
  let due = false;
  let stop: (() => void) | undefined;

  const draw = () => {
    due = false;
    shown = source.get();
    for (const listener of listeners) listener();
  };
  const schedule = () => {
    if (due) return;
    due = true;
    inTurn(draw);
  };
  return {
    get: () => shown,
    subscribe(listener) {
      const own = () => listener();
      listeners.add(own);
      stop ??= source.subscribe(schedule);
      if (shown !== source.get()) schedule();
      return () => {
        listeners.delete(own);
        if (listeners.size > 0) return;
        stop?.();
        stop = undefined;
      };
    },
  };
}
