import { Dialog } from 'radix-ui';
import { lazy, Suspense, useCallback, useMemo, useState, type ReactNode } from 'react';
import type { Team } from '../../../shared/schemas/identity.ts';
import { OverContext } from '../../ui/over.ts';
import { reaches } from '../app/may.ts';
import { untilThere } from '../app/until-there.ts';
import { useNarrow } from '../app/use-media.ts';
import { ConnectionLine } from './connection-line.tsx';
import { FrameContext, type FrameDialog, type FrameDoes } from './frame-context.ts';
import { Jump } from './jump.tsx';
import { KeysDialog } from './keys-dialog.tsx';
import { ReceiptLines } from './receipt-lines.tsx';
import { Sidebar } from './sidebar.tsx';
import { useEdgeSwipe } from './use-edge-swipe.ts';
import { useKeys } from './use-keys.ts';
import css from './frame.module.css';

const FrameDialogs = lazy(async () => ({ default: (await untilThere(() => import('./frame-dialogs.tsx'))).FrameDialogs }));

type Open = 'drawer' | 'keys' | 'jump' | FrameDialog | undefined;

/** Sidebar and screen; on a narrow page one at a time. */
export function Frame({ team, children }: { team?: Team; children: ReactNode }) {
  const narrow = useNarrow();
  const [open, setOpen] = useState<Open>();
  const [over, setOver] = useState<HTMLElement | null>(null);
  // The last one, so that it is there while it closes.
  const [dialog, setDialog] = useState<FrameDialog>();
  const show = useCallback((wanted: FrameDialog) => {
    setDialog(wanted);
    setOpen(wanted);
  }, []);
  const does = useMemo<FrameDoes>(
    () => ({
      openDrawer: () => setOpen('drawer'),
      closeDrawer: () => setOpen((before) => (before === 'drawer' ? undefined : before)),
      startConversation: () => show({ kind: 'new', folderId: null }),
      jump: () => setOpen('jump'),
      showKeys: () => setOpen('keys'),
      open: show,
    }),
    [show],
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
            <ReceiptLines />
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
      {team && dialog && (dialog.kind !== 'new' || reaches(team.role, 'member')) && (
        <Suspense>
          <FrameDialogs key={keyOf(dialog)} team={team} dialog={dialog} open={open === dialog} onOpenChange={close} />
        </Suspense>
      )}
      {team && <Jump team={team} open={open === 'jump'} onOpenChange={close} />}
      <KeysDialog open={open === 'keys'} onOpenChange={close} />
    </FrameContext>
  );
}

function keyOf(dialog: FrameDialog): string {
  return Object.values(dialog).join(' ');
}

function Drawer({ open, onOpenChange, children }: { open: boolean; onOpenChange(open: boolean): void; children: ReactNode }) {
  const [from, setFrom] = useState<number>();
  // Its menus are part of it: what lies outside of it cannot be read while it is open.
  const [over, setOver] = useState<HTMLElement | null>(null);
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
          <OverContext value={over ?? undefined}>{children}</OverContext>
          <div ref={setOver} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
