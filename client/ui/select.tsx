import ChevronDown from 'lucide-react/icons/chevron-down';
import { useId, type ReactNode } from 'react';
import { classes } from './classes.ts';
import css from './select.module.css';

interface SelectProps<Value extends string> {
  label: string;
  /** The label is read out and not drawn: what it is about stands beside it. */
  bare?: boolean;
  hint?: ReactNode;
  value: Value;
  options: readonly { value: Value; label: string }[];
  disabled?: boolean;
  className?: string | undefined;
  onChange(value: NoInfer<Value>): void;
}

/** One of several, by the control of the system: the best there is on a phone and for a screen reader. */
export function Select<Value extends string>({
  label,
  bare = false,
  hint,
  value,
  options,
  disabled = false,
  className,
  onChange,
}: SelectProps<Value>) {
  const id = useId();
  const choose = (picked: string) => {
    const option = options.find((each) => each.value === picked);
    if (option !== undefined) onChange(option.value);
  };
  return (
    <div className={classes(css.field, className)}>
      <label className={bare ? 'said' : css.label} htmlFor={id}>
        {label}
      </label>
      <span className={classes(css.room, bare && css.bare)}>
        <select
          id={id}
          className={css.select}
          value={value}
          onChange={(event) => choose(event.target.value)}
          aria-describedby={hint === undefined ? undefined : `${id}-hint`}
          disabled={disabled}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
        <ChevronDown size={14} className={css.arrow} aria-hidden="true" />
      </span>
      {hint !== undefined && (
        <p id={`${id}-hint`} className={css.hint}>
          {hint}
        </p>
      )}
    </div>
  );
}
