import type { ComponentProps, ReactNode } from 'react';
import { classes } from './classes.ts';
import css from './button.module.css';

interface ButtonProps extends ComponentProps<'button'> {
  kind?: 'primary' | 'plain' | 'quiet' | 'danger';
  size?: 'normal' | 'small';
  /** Under way: cannot be pressed again, keeps its size. */
  busy?: boolean;
  icon?: ReactNode;
}

export function Button({ kind = 'plain', size = 'normal', busy = false, icon, className, children, disabled, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      className={classes(css.button, css[kind], size === 'small' && css.small, busy && css.busy, className)}
      disabled={disabled === true || busy}
      aria-busy={busy || undefined}
      {...rest}
    >
      {icon}
      <span className={css.label}>{children}</span>
    </button>
  );
}
