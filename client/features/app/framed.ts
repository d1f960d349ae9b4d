import type { Observable } from '../../store/observable.ts';

const SLOW_COMMIT_MS = 8;
const SLOW_PAUSE_MS = 66;
const HIDDEN_PAUSE_MS = 200;

/**
 * The same state, told at most once per animation frame: a burst of events costs one drawing. When drawing takes long, frames are left out so
 * that typing and scrolling keep their turn; in a hidden page nothing is drawn at the pace of frames at all.
 */
export function framed<State>(source: Observable<State>): Observable<State> {
  const listeners = new Set<() => void>();
  let shown = source.get();
  let due = false;
  let slow = false;
  let stop: (() => void) | undefined;

  const draw = () => {
    due = false;
    shown = source.get();
    const began = performance.now();
    for (const listener of listeners) listener();
    // React commits in a microtask that was queued by the listeners.
    queueMicrotask(() => {
      slow = performance.now() - began > SLOW_COMMIT_MS;
    });
  };
  const schedule = () => {
    if (due) return;
    due = true;
    if (document.hidden) setTimeout(draw, HIDDEN_PAUSE_MS);
    else if (slow) setTimeout(() => requestAnimationFrame(draw), SLOW_PAUSE_MS);
    else requestAnimationFrame(draw);
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
