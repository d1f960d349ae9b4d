import css from './progress.module.css';

/** How far something is, 0 to 1; without a value it is only known to run. */
export function Progress({ label, value }: { label: string; value?: number }) {
  const percent = value === undefined ? undefined : Math.round(Math.min(1, Math.max(0, value)) * 100);
  return (
    <div className={css.track} role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={100} aria-valuenow={percent}>
      <div className={percent === undefined ? css.unknown : css.bar} style={percent === undefined ? undefined : { width: `${percent}%` }} />
    </div>
  );
}
