import { Dialog } from 'radix-ui';
import { useMemo, useState, type ReactNode } from 'react';
import type { Team } from '../../../shared/schemas/identity.ts';
import { OverContext } from '../../ui/over.ts';
import { useNarrow } from '../app/use-media.ts';
import { ConnectionLine } from './connection-line.tsx';
import { FrameContext, type FrameDoes } from './frame-context.ts';
import { Jump } from './jump.tsx';
import { KeysDialog } from './keys-dialog.tsx';
import { NewConversation } from './new-conversation.tsx';
import { Sidebar } from './sidebar.tsx';
import { useEdgeSwipe } from './use-edge-swipe.ts';
import { useKeys } from './use-keys.ts';
import css from './frame.module.css';

type Open = 'drawer' | 'new' | 'keys' | 'jump' | undefined;

/** Sidebar and screen; on a narrow page one at a time. */
export function Frame({ team, children }: { team?: Team; children: ReactNode }) {
  const narrow = useNarrow();
  const [open, setOpen] = useState<Open>();
  const [over, setOver] = useState<HTMLElement | null>(null);
  const does = useMemo<FrameDoes>(
    () => ({
      openDrawer: () => setOpen('drawer'),
      closeDrawer: () => setOpen((before) => (before === 'drawer' ? undefined : before)),
      startConversation: () => setOpen('new'),
      jump: () => setOpen('jump'),
      showKeys: () => setOpen('keys'),
    }),
    [],
  );
  useKeys(team, does);
  useEdgeSwipe(narrow, does.openDrawer);
  const close = (stays: boolean) => !stays && setOpen(undefined);
  return (
    <FrameContext value={does}>
      <OverContext value={over ?? undefined}>
        <div className={css.frame}>
          {!narrow && <aside className={css.side}>{team && <Sidebar team={team} />}</aside>}
          <main className={css.main}>
            <ConnectionLine />
            {children}
            <div ref={setOver} />
          </main>
        </div>
      </OverContext>
      {narrow && team && (
        <Drawer open={open === 'drawer'} onOpenChange={close}>
          <Sidebar team={team} />
        </Drawer>
      )}
      {team && <NewConversation team={team} open={open === 'new'} onOpenChange={close} />}
      {team && <Jump team={team} open={open === 'jump'} onOpenChange={close} />}
      <KeysDialog open={open === 'keys'} onOpenChange={close} />
    </FrameContext>
  );
}

function Drawer({ open, onOpenChange, children }: { open: boolean; onOpenChange(open: boolean): void; children: ReactNode }) {
  const [from, setFrom] = useState<number>();
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className={css.veil} />
        <Dialog.Content
          className={css.drawer}
          aria-describedby={undefined}
          onTouchStart={(event) => setFrom(event.touches[0]?.clientX)}
          onTouchEnd={(event) => from !== undefined && (event.changedTouches[0]?.clientX ?? from) < from - 60 && onOpenChange(false)}
        >
          <Dialog.Title className="said">Conversations</Dialog.Title>
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
