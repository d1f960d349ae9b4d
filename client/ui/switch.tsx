import css from './switch.module.css';

/** A button of two states, which is all of it: no form hears of it. */
export function Switch({ label, checked, onChange }: { label: string; checked: boolean; onChange(checked: boolean): void }) {
  return (
    <button type="button" role="switch" className={css.switch} aria-label={label} aria-checked={checked} onClick={() => onChange(!checked)}>
      <span className={css.thumb} />
    </button>
  );
}
