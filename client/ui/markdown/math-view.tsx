import { lazy, Suspense } from 'react';
import { classes } from '../classes.ts';
import css from './math-view.module.css';

/** Comes when the first formula is to be drawn. */
const Formula = lazy(async () => ({ default: (await import('./formula.tsx')).Formula }));

/** A long formula within a line would be wider than the line, so it stands apart. */
const MAX_INLINE_CHARS = 80;

/** TeX as a formula; as it was written until that is drawn. */
export function MathView({ tex, apart }: { tex: string; apart: boolean }) {
  const alone = apart || tex.length > MAX_INLINE_CHARS;
  return (
    <span
      className={classes(css.math, alone && css.apart)}
      // What scrolls sideways must be reachable by keyboard.
      {...(alone && { tabIndex: 0, role: 'region', 'aria-label': 'Formula' })}
    >
      <Suspense fallback={<code className={css.tex}>{tex}</code>}>
        <Formula tex={tex} apart={apart} />
      </Suspense>
    </span>
  );
}
