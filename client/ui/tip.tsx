import { Tooltip } from 'radix-ui';
import type { ReactNode } from 'react';
import { useOver } from './over.ts';
import css from './tip.module.css';

/** Once around the app: how long a pointer rests before a tip shows, and that the next one shows at once. */
export function TipRoom({ children }: { children: ReactNode }) {
  return (
    <Tooltip.Provider delayDuration={450} skipDelayDuration={200}>
      {children}
    </Tooltip.Provider>
  );
}

/** Names what is under the pointer or has the focus. Never the only place where something is said. */
export function Tip({
  label,
  keys,
  side = 'bottom',
  children,
}: {
  label: string;
  keys?: string | undefined;
  side?: 'top' | 'bottom' | 'right';
  children: ReactNode;
}) {
  const over = useOver();
  return (
    <Tooltip.Root>
      <Tooltip.Trigger asChild>{children}</Tooltip.Trigger>
      <Tooltip.Portal {...over}>
        <Tooltip.Content className={css.tip} side={side} sideOffset={6} collisionPadding={8}>
          {label}
          {keys !== undefined && <kbd className={css.keys}>{keys}</kbd>}
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
