import ArrowLeft from 'lucide-react/icons/arrow-left';
import X from 'lucide-react/icons/x';
import { useCallback, useEffect, useSyncExternalStore } from 'react';
import { useLocation } from 'wouter';
import type { ConversationId } from '../../../shared/ids.ts';
import type { Team } from '../../../shared/schemas/identity.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Skeleton } from '../../ui/late.tsx';
import { paths } from '../app/paths.ts';
import { ProblemNotice } from '../app/problem-notice.tsx';
import { useMedia, useNarrow } from '../app/use-media.ts';
import { useWorkspace } from '../app/workspace.ts';
import { focusComposer } from './composer-focus.ts';
import { QueueLine } from './queue-line.tsx';
import { useRoom } from './room.ts';
import { Talk } from './talk.tsx';
import './thread-root.tsx';
import { useFeed, type Feed } from './use-feed.ts';
import { focusMessage } from './use-reveal.ts';
import css from './thread-panel.module.css';

/** A thread of the conversation it stands in. Esc, the button and the way back close it; the focus goes to the message it hangs on. */
export function ThreadPanel({ team, id: address }: { team: Team; id: string }) {
  const { parley } = useWorkspace();
  // The server alone knows whether the address names a thread.
  const id = address as ConversationId;
  const feed = useFeed(parley, id);
  const above = useRoom();
  const parent = useSyncExternalStore(feed.shown.subscribe, () => parentOf(feed));
  const close = useClose(feed);
  if (parent === above.id && feed.problem === undefined) {
    return (
      <section className={css.panel} aria-label="Thread">
        <Opened team={team} id={id} feed={feed} onClose={close} />
      </section>
    );
  }
  return (
    <section className={css.panel} aria-label="Thread">
      <Head onClose={close} />
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
          <Head onClose={onClose} />
          <QueueLine />
        </>
      }
    />
  );
}

function Head({ onClose }: { onClose(): void }) {
  const narrow = useNarrow();
  // Where it lies over the conversation, the heading of that is out of reach.
  const Title = useMedia('(min-width: 1024px)') ? 'h2' : 'h1';
  const close = (
    <IconButton label="Close the thread" keys="Esc" onClick={onClose}>
      {narrow ? <ArrowLeft size={19} /> : <X size={18} />}
    </IconButton>
  );
  return (
    <header className={css.head}>
      {narrow && close}
      <Title className={css.title}>Thread</Title>
      {!narrow && close}
    </header>
  );
}

/** Goes back when one came from the conversation, else to the conversation: so the way back does not open it again. */
function useClose(feed: Feed): () => void {
  const above = useRoom();
  const [, go] = useLocation();
  const close = useCallback(() => {
    const root = feed.store.get()?.conversation.threadOf?.messageId;
    if (cameFromHere(history.state)) history.back();
    else go(paths.conversation(above.team.id, above.id), { replace: true });
    // After the panel is gone and what it covered can have the focus again.
    setTimeout(() => focusMessage(root) || focusComposer(above.id));
  }, [feed.store, go, above.team.id, above.id]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return;
      event.preventDefault();
      close();
    };
    // After everything inside had its turn.
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [close]);
  return close;
}

function cameFromHere(state: unknown): boolean {
  return typeof state === 'object' && state !== null && 'beside' in state;
}
