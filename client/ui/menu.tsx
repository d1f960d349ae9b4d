import Check from 'lucide-react/icons/check';
import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { classes } from './classes.ts';
import { useOver } from './over.ts';
import css from './menu.module.css';

interface MenuProps {
  trigger: ReactNode;
  align?: 'start' | 'end';
  label?: string;
  wide?: boolean;
  onOpenChange?(open: boolean): void;
  children: ReactNode;
}

/** A menu under its trigger: arrows, type-ahead and Esc come from the primitive. */
export function Menu({ trigger, align = 'end', label, wide = false, onOpenChange, children }: MenuProps) {
  const over = useOver();
  return (
    <DropdownMenu.Root modal={false} {...(onOpenChange && { onOpenChange })}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal {...over}>
        <DropdownMenu.Content
          className={classes(css.menu, wide && css.wide)}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          aria-label={label}
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

export function MenuItem({
  icon,
  danger = false,
  disabled = false,
  onSelect,
  children,
}: {
  icon?: ReactNode;
  danger?: boolean;
  disabled?: boolean;
  onSelect(): void;
  children: ReactNode;
}) {
  return (
    <DropdownMenu.Item className={classes(css.item, danger && css.danger)} disabled={disabled} onSelect={onSelect}>
      {icon}
      <span className={css.label}>{children}</span>
    </DropdownMenu.Item>
  );
}

/** One of several; the chosen one carries a tick. `detail` stands under the label in small print. */
export function MenuChoice({
  chosen,
  detail,
  disabled = false,
  onSelect,
  children,
}: {
  chosen: boolean;
  detail?: ReactNode;
  disabled?: boolean;
  onSelect(): void;
  children: ReactNode;
}) {
  return (
    <DropdownMenu.CheckboxItem className={css.item} checked={chosen} disabled={disabled} onSelect={onSelect}>
      <span className={css.tick}>{chosen && <Check size={15} />}</span>
      <span className={css.label}>
        {children}
        {detail !== undefined && <small className={css.detail}>{detail}</small>}
      </span>
    </DropdownMenu.CheckboxItem>
  );
}

export function MenuTitle({ children }: { children: ReactNode }) {
  return <DropdownMenu.Label className={css.title}>{children}</DropdownMenu.Label>;
}

export function MenuLine() {
  return <DropdownMenu.Separator className={css.line} />;
}

/** Holds one link, which is then an item of the menu. */
export function MenuLink({ children }: { children: ReactNode }) {
  return (
    <DropdownMenu.Item asChild className={css.item}>
      {children}
    </DropdownMenu.Item>
  );
}
