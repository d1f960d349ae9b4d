import type { ComponentProps, ReactNode } from 'react';
import { classes } from './classes.ts';
import { Tip } from './tip.tsx';
import css from './icon-button.module.css';

interface IconButtonProps extends ComponentProps<'button'> {
  /** What it does: the accessible name and the tooltip. */
  label: string;
  /** The key that does the same, shown in the tooltip. */
  keys?: string;
  size?: 'normal' | 'small';
  tone?: 'quiet' | 'danger' | 'accent';
  pressed?: boolean;
  /** Off where the focus lands by itself: a tip nobody asked for would cover what matters. */
  tipped?: boolean;
  children: ReactNode;
}

export function IconButton({
  label,
  keys,
  size = 'normal',
  tone = 'quiet',
  pressed,
  tipped = true,
  className,
  children,
  ...rest
}: IconButtonProps) {
  const button = (
    <button
      type="button"
      aria-label={label}
      aria-pressed={pressed}
      className={classes(css.button, size === 'small' && css.small, css[tone], className)}
      {...rest}
    >
      {children}
    </button>
  );
  return tipped ? (
    <Tip label={label} keys={keys}>
      {button}
    </Tip>
  ) : (
    button
  );
}
