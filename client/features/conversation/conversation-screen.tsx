import { lazy, Suspense, useCallback, useSyncExternalStore } from 'react';
import { useLocation } from 'wouter';
import type { ConversationId } from '../../../shared/ids.ts';
import type { Team } from '../../../shared/schemas/identity.ts';
import { classes } from '../../ui/classes.ts';
import { Skeleton } from '../../ui/late.tsx';
import { NotHere } from '../app/landing.tsx';
import { paths } from '../app/paths.ts';
import { ProblemNotice } from '../app/problem-notice.tsx';
import { useMedia } from '../app/use-media.ts';
import { useTitle } from '../app/use-title.ts';
import { useWorkspace } from '../app/workspace.ts';
import { Page } from '../frame/page.tsx';
import { useDetailsInAddress, useThreadInAddress } from './address.ts';
import { ConversationHeader } from './conversation-header.tsx';
import { QueueLine } from './queue-line.tsx';
import { usePartOf } from './room.ts';
import { Talk } from './talk.tsx';
import { useFeed, type Feed } from './use-feed.ts';
import { useLastPlace } from './use-last-place.ts';
import css from './conversation-screen.module.css';

const DetailsPanel = lazy(async () => ({ default: (await import('./details-panel.tsx')).DetailsPanel }));
const ThreadPanel = lazy(async () => ({ default: (await import('./thread-panel.tsx')).ThreadPanel }));

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

/** The conversation, and what of it the address names, a thread or its details: beside it where there is room, over it where there is none. */
function Opened({ team, id, feed }: { team: Team; id: ConversationId; feed: Feed }) {
  const [, go] = useLocation();
  const title = usePartOf(feed.shown, (state) => state.conversation.title);
  const thread = useThreadInAddress();
  const details = useDetailsInAddress();
  const beside = thread !== undefined || details;
  const wide = useMedia('(min-width: 1024px)');
  const path = paths.conversation(team.id, id);
  const showThread = useCallback(
    (wanted: ConversationId) => go(paths.thread(team.id, id, wanted), { state: { beside: true } }),
    [go, team.id, id],
  );
  useTitle(title, team.name);
  useLastPlace(team.id, id);
  return (
    <div className={classes(css.both, beside && css.beside)}>
      <Talk
        team={team}
        id={id}
        feed={feed}
        path={path}
        covered={beside && !wide}
        showThread={showThread}
        head={
          <>
            <ConversationHeader />
            <QueueLine more />
          </>
        }
      >
        <Suspense>
          {thread !== undefined && <ThreadPanel key={thread} team={team} id={thread} />}
          {details && <DetailsPanel />}
        </Suspense>
      </Talk>
    </div>
  );
}
