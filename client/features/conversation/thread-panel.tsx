import { useCallback, useSyncExternalStore } from 'react';
import type { ConversationId } from '../../../shared/ids.ts';
import type { Team } from '../../../shared/schemas/identity.ts';
import { Skeleton } from '../../ui/late.tsx';
import { paths } from '../app/paths.ts';
import { ProblemNotice } from '../app/problem-notice.tsx';
import { useWorkspace } from '../app/workspace.ts';
import { focusComposer } from './composer-focus.ts';
import { PanelHead, useClosePanel } from './panel.tsx';
import { QueueLine } from './queue-line.tsx';
import { useRoom } from './room.ts';
import { Talk } from './talk.tsx';
import './thread-root.tsx';
import { useFeed, type Feed } from './use-feed.ts';
import { focusMessage } from './use-reveal.ts';
import css from './panel.module.css';

/** A thread of the conversation it stands in. Esc, the button and the way back close it; the focus goes to the message it hangs on. */
export function ThreadPanel({ team, id: address }: { team: Team; id: string }) {
  const { parley } = useWorkspace();
  // The server alone knows whether the address names a thread.
  const id = address as ConversationId;
  const feed = useFeed(parley, id);
  const above = useRoom();
  const parent = useSyncExternalStore(feed.shown.subscribe, () => parentOf(feed));
  const focusBack = useCallback(
    () => void (focusMessage(feed.store.get()?.conversation.threadOf?.messageId) || focusComposer(above.id)),
    [feed.store, above.id],
  );
  const close = useClosePanel(focusBack);
  if (parent === above.id && feed.problem === undefined) {
    return (
      <section className={css.panel} aria-label="Thread">
        <Opened team={team} id={id} feed={feed} onClose={close} />
      </section>
    );
  }
  return (
    <section className={css.panel} aria-label="Thread">
      <PanelHead title="Thread" close="Close the thread" onClose={close} />
      <div className={css.opening}>
        {feed.problem !== undefined && <ProblemNotice problem={feed.problem} onRetry={feed.again} />}
        {feed.problem === undefined &&
          (parent === undefined ? <Skeleton lines={4} /> : <p>There is no such thread in this conversation.</p>)}
      </div>
    </section>
  );
}

/** The conversation the thread hangs in; null: it is no thread. Undefined until it is open. */
function parentOf({ shown }: Feed): ConversationId | null | undefined {
  const state = shown.get();
  return state && (state.conversation.threadOf?.conversationId ?? null);
}

function Opened({ team, id, feed, onClose }: { team: Team; id: ConversationId; feed: Feed; onClose(): void }) {
  const above = useRoom();
  return (
    <Talk
      team={team}
      id={id}
      feed={feed}
      path={paths.thread(team.id, above.id, id)}
      above={above}
      showThread={() => undefined}
      head={
        <>
          <PanelHead title="Thread" close="Close the thread" onClose={onClose} />
          <QueueLine />
        </>
      }
    />
  );
}
