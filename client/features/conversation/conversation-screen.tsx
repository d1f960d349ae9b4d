import { useCallback, useMemo, useState, useSyncExternalStore } from 'react';
import type { ConversationId, MessageId } from '../../../shared/ids.ts';
import type { Message } from '../../../shared/schemas/conversation.ts';
import type { Team } from '../../../shared/schemas/identity.ts';
import { Skeleton } from '../../ui/late.tsx';
import { Question } from '../../ui/question.tsx';
import { NotHere } from '../app/landing.tsx';
import { reaches } from '../app/may.ts';
import { ProblemNotice } from '../app/problem-notice.tsx';
import { useTitle } from '../app/use-title.ts';
import { useWorkspace } from '../app/workspace.ts';
import { Page } from '../frame/page.tsx';
import { Announcer } from './announcer.tsx';
import { ArchivedLine } from './archived-line.tsx';
import { Composer } from './composer.tsx';
import { ConversationHeader } from './conversation-header.tsx';
import { MessageList } from './message-list.tsx';
import { QueueLine } from './queue-line.tsx';
import { RoomContext, usePartOf, type Room } from './room.ts';
import { TypingLine } from './typing-line.tsx';
import { useDeeds } from './use-deeds.ts';
import { useFeed, type Feed } from './use-feed.ts';
import { useLastPlace } from './use-last-place.ts';
import { useRows } from './use-rows.ts';
import css from './conversation-screen.module.css';

/** The heart: one conversation, live. */
export function ConversationScreen({ team, id: address }: { team: Team; id: string }) {
  const { parley } = useWorkspace();
  // The server alone knows whether the address names a conversation.
  const id = address as ConversationId;
  const feed = useFeed(parley, id);
  const opened = useSyncExternalStore(feed.shown.subscribe, () => feed.shown.get() !== undefined);
  if (feed.problem?.reason === 'NOT_FOUND' || feed.problem?.reason === 'VALIDATION') return <NotHere />;
  if (feed.problem) {
    return (
      <Page title="This conversation cannot be shown">
        <ProblemNotice problem={feed.problem} onRetry={feed.again} />
      </Page>
    );
  }
  return opened ? <Opened team={team} id={id} feed={feed} /> : <Opening />;
}

function Opening() {
  return (
    <div className={css.screen} aria-busy="true">
      <div className={css.opening}>
        <Skeleton lines={6} />
      </div>
    </div>
  );
}

function Opened({ team, id, feed }: { team: Team; id: ConversationId; feed: Feed }) {
  const { parley, me } = useWorkspace();
  const { rows, choose } = useRows(parley, feed.shown, id, me.id);
  const [editing, setEditing] = useState<MessageId>();
  const [removing, setRemoving] = useState<Message>();
  const deeds = useDeeds({ parley, team, id, store: feed.store, choose, setEditing, remove: setRemoving });
  const title = usePartOf(feed.shown, (state) => state.conversation.title);
  const archived = usePartOf(feed.shown, (state) => state.conversation.archivedAt !== undefined);
  const mayWrite = !archived && reaches(team.role, 'member');
  const [sent, setSent] = useState(0);
  const onSent = useCallback(() => setSent((before) => before + 1), []);
  useTitle(title, team.name);
  useLastPlace(team.id, id);
  const room = useMemo<Room>(() => ({ team, id, store: feed.shown, deeds, mayWrite }), [team, id, feed.shown, deeds, mayWrite]);
  return (
    <RoomContext value={room}>
      <div className={css.screen}>
        <ConversationHeader />
        <QueueLine />
        <MessageList rows={rows} editing={editing} sent={sent} />
        <div className={css.foot}>
          <TypingLine />
          {archived ? <ArchivedLine /> : mayWrite && <Composer rows={rows} onSent={onSent} />}
        </div>
        <Announcer />
      </div>
      <Question
        open={removing !== undefined}
        onOpenChange={() => setRemoving(undefined)}
        title="Delete this message?"
        act="Delete"
        onAct={async () => {
          if (removing !== undefined) await parley.api.message.delete.mutate({ messageId: removing.id });
        }}
      >
        Its text is gone for everybody. A line stays where it was.
      </Question>
    </RoomContext>
  );
}
