import { lazy, Suspense } from 'react';
import { classes } from '../classes.ts';
import css from './math-view.module.css';

/** Comes when the first formula is to be drawn. Pure: what the server draws with has none, and leaves it out. */
const Formula = /* @__PURE__ */ lazy(async () => ({ default: (await import('./formula.tsx')).Formula }));

/** A long formula within a line would be wider than the line, so it stands apart. */
const MAX_INLINE_CHARS = 80;

/** TeX as a formula; as it was written until that is drawn. */
export function MathView({ tex, apart }: { tex: string; apart: boolean }) {
  const alone = apart || tex.length > MAX_INLINE_CHARS;
  const written = <code className={css.tex}>{tex}</code>;
  return (
    <span
      className={classes(css.math, alone && css.apart)}
      // What scrolls sideways must be reachable by keyboard.
      {...(alone && { tabIndex: 0, role: 'region', 'aria-label': 'Formula' })}
    >
      {/* The server draws none: what one costs is for whoever wrote it to say. */}
      {typeof document === 'undefined' ? (
        written
      ) : (
        <Suspense fallback={written}>
          <Formula tex={tex} apart={apart} />
        </Suspense>
      )}
    </span>
  );
}
