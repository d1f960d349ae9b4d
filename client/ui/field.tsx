import { useId, type ComponentProps, type ReactNode } from 'react';
import { classes } from './classes.ts';
import css from './field.module.css';

interface FieldProps extends Omit<ComponentProps<'input'>, 'id'> {
  label: string;
  hint?: ReactNode;
  /** What is wrong with it; read out with the field. */
  error?: string | undefined;
}

/** A labelled line of text. */
export function Field({ label, hint, error, className, ...rest }: FieldProps) {
  const id = useId();
  const described = [error === undefined ? '' : `${id}-error`, hint === undefined ? '' : `${id}-hint`].filter(Boolean).join(' ');
  return (
    <div className={classes(css.field, className)}>
      <label className={css.label} htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        className={css.input}
        aria-invalid={error === undefined ? undefined : true}
        aria-describedby={described || undefined}
        {...rest}
      />
      {error !== undefined && (
        <p id={`${id}-error`} className={css.error}>
          {error}
        </p>
      )}
      {hint !== undefined && (
        <p id={`${id}-hint`} className={css.hint}>
          {hint}
        </p>
      )}
    </div>
  );
}
