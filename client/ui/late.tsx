import type { ReactNode } from 'react';
import { useWaiting } from './first-sight.ts';
import css from './late.module.css';

/** Shows only what takes longer than 300 ms, so that quick loads do not flicker. */
export function Late({ children }: { children: ReactNode }) {
  return <div className={css.late}>{children}</div>;
}

/** Grey lines where text will be. */
export function Skeleton({ lines = 3 }: { lines?: number }) {
  useWaiting();
  return (
    <Late>
      <div className={css.skeleton} aria-hidden="true">
        {Array.from({ length: lines }, (_, line) => (
          <span key={line} className={css.line} style={{ width: `${92 - ((line * 37) % 45)}%` }} />
        ))}
      </div>
      <span className="said" role="status">
        Loading
      </span>
    </Late>
  );
}
