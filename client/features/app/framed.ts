import type { Observable } from '../../store/observable.ts';
import { inTurn } from './pace.ts';

/** What is drawn of a state now; with `more` of it to come even if nothing happens. */
type Looks<State> = (state: State) => { shown: State; more: boolean };

/** The same state, told at most once per frame and no oftener than the page can draw: a burst of events costs one drawing. */
export function framed<State>(
  source: Observable<State>,
  looks: Looks<State> = (state) => ({ shown: state, more: false }),
): Observable<State> {
  const listeners = new Set<() => void>();
  let shown = source.get();
  let due = false;
  let stop: (() => void) | undefined;

  const draw = () => {
    due = false;
    const look = looks(source.get());
    shown = look.shown;
    for (const listener of listeners) listener();
    if (look.more) schedule();
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
