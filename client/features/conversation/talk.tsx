import { lazy, Suspense, useCallback, useMemo, useState, type MouseEvent, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import type { ConversationId, MessageId } from '../../../shared/ids.ts';
import type { Message } from '../../../shared/schemas/conversation.ts';
import type { Team } from '../../../shared/schemas/identity.ts';
import { useOnceOpen } from '../../ui/use-once-open.ts';
import { untilThere } from '../app/until-there.ts';
import { useInboxConversation, useWorkspace } from '../app/workspace.ts';
import { useThreadInAddress } from './address.ts';
import { Announcer } from './announcer.tsx';
import { ArchivedLine } from './archived-line.tsx';
import { Composer } from './composer.tsx';
import { Draft } from './draft.ts';
import { MessageList } from './message-list.tsx';
import { PeopleContext, RoomContext, usePartOf, type Room } from './room.ts';
import { ReadOnlyLine } from './read-only-line.tsx';
import { TypingLine } from './typing-line.tsx';
import { useAudience } from './use-audience.ts';
import { useAttach } from './use-attach.ts';
import { useDeeds } from './use-deeds.ts';
import { useFileDrop } from './use-file-drop.ts';
import type { Feed } from './use-feed.ts';
import { useReveal } from './use-reveal.ts';
import { useRows } from './use-rows.ts';
import css from './conversation-screen.module.css';

const DeleteMessage = lazy(async () => ({ default: (await untilThere(() => import('./delete-message.tsx'))).DeleteMessage }));

interface TalkProps {
  team: Team;
  id: ConversationId;
  feed: Feed;
  /** Its address. */
  path: string;
  /** A thread: the conversation it hangs in. */
  above?: Room;
  /** Something lies over it, which alone can be used. */
  covered?: boolean;
  /** Goes to a thread of it. */
  showThread(thread: ConversationId): void;
  /** What stands over the messages. */
  head: ReactNode;
  /** What stands beside it. */
  children?: ReactNode;
}

/** An open conversation or thread: what was said, and where one says more. Everything in it stands on its room. */
export function Talk({ team, id, feed, path, above, covered = false, showThread, head, children }: TalkProps) {
  const { parley, me } = useWorkspace();
  const { rows, above: unseen, settle, choose } = useRows(parley, feed.shown, id, me.id);
  const [draft] = useState(() => new Draft(id, parley));
  const [editing, setEditing] = useState<MessageId>();
  const [removing, setRemoving] = useState<Message>();
  const asked = useOnceOpen(removing !== undefined);
  const deeds = useDeeds({ team, id, path, store: feed.store, draft, choose, setEditing, remove: setRemoving, showThread });
  const archived = usePartOf(feed.shown, (state) => state.conversation.archivedAt !== undefined);
  const opened = usePartOf(feed.shown, (state) => state.conversation.writable);
  // The inbox hears when sharing changes; a thread is not in it, and goes with its conversation.
  const writable = useInboxConversation(above?.id ?? id)?.writable ?? opened;
  const mayWrite = !archived && writable && (above?.mayWrite ?? true);
  const people = useAudience(team, above?.id ?? id);
  const [sent, setSent] = useState(0);
  const onSent = useCallback(() => setSent((before) => before + 1), []);
  const room = useMemo<Room>(
    () => ({ team, id, store: feed.shown, deeds, draft, mayWrite, ...(above && { above }) }),
    [team, id, feed.shown, deeds, draft, mayWrite, above],
  );
  const threadShown = useThreadInAddress() !== undefined;
  const listKey = useReveal({ id, store: feed.store, rows, deeds, here: threadShown === (above !== undefined) });
  const follow = useOwnLinks();
  const attach = useAttach(id, draft);
  const [screen, setScreen] = useState<HTMLDivElement | null>(null);
  const over = useFileDrop(screen, mayWrite && !covered ? attach : undefined);
  return (
    <RoomContext value={room}>
      <PeopleContext value={people}>
        {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions, jsx-a11y/click-events-have-key-events -- a link inside has its own keys, which click it */}
        <div ref={setScreen} className={css.screen} inert={covered} onClick={follow}>
          {head}
          <MessageList key={listKey} rows={rows} unseen={unseen} onSettled={settle} editing={editing} sent={sent} />
          <div className={css.foot}>
            <TypingLine />
            {archived && above === undefined && <ArchivedLine />}
            {mayWrite && <Composer rows={rows} onSent={onSent} onFiles={attach} />}
            {!archived && !mayWrite && above === undefined && <ReadOnlyLine />}
          </div>
          <Announcer />
          {over && <div className={css.drop}>Drop files to attach them</div>}
        </div>
        {children}
        {asked && (
          <Suspense>
            <DeleteMessage message={removing} onDone={() => setRemoving(undefined)} />
          </Suspense>
        )}
      </PeopleContext>
    </RoomContext>
  );
}

/** A link to another place of this app opens in it, not in a new tab. */
function useOwnLinks(): (event: MouseEvent) => void {
  const [, go] = useLocation();
  return (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[target="_blank"]') : null;
    if (!(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const { origin, pathname, search, hash } = new URL(link.href);
    if (origin !== location.origin || !pathname.startsWith('/t/')) return;
    event.preventDefault();
    go(`${pathname}${search}${hash}`);
  };
}
