import { Link } from 'wouter';
import type { ThreadNews } from '../../../shared/events.ts';
import type { Team } from '../../../shared/schemas/identity.ts';
import { paths } from '../app/paths.ts';
import { inFull, since } from '../app/times.ts';
import { useInboxConversation } from '../app/workspace.ts';
import { Badges } from '../frame/badges.tsx';
import { Page } from '../frame/page.tsx';
import { useThreads } from '../frame/use-threads.ts';
import page from '../frame/page.module.css';
import css from './threads-screen.module.css';

/** The threads one takes part in that have something new, newest first. One that is read leaves the list. */
export function ThreadsScreen({ team }: { team: Team }) {
  const threads = useThreads(team.id);
  return (
    <Page title="Threads" about="What is new in the threads you take part in: you wrote there, began it, or were named.">
      {threads.length === 0 ? (
        <p className={page.detail}>Nothing is new. Replies to you show up here.</p>
      ) : (
        <ul className={page.list} aria-label="Threads">
          {threads.map((thread) => (
            <ThreadRow key={thread.conversationId} thread={thread} />
          ))}
        </ul>
      )}
    </Page>
  );
}

function ThreadRow({ thread }: { thread: ThreadNews }) {
  const { teamId, threadOf, conversationId, about, newsAt } = thread;
  const above = useInboxConversation(threadOf.conversationId);
  return (
    <li>
      <Link href={paths.thread(teamId, threadOf.conversationId, conversationId)} className={css.row}>
        <span className={page.main}>
          <span className={css.about}>{about === '' ? 'A deleted message' : about}</span>
          <span className={css.detail}>
            {above !== undefined && <>{above.title} · </>}
            <time dateTime={newsAt} title={inFull(newsAt)}>
              {since(newsAt)}
            </time>
          </span>
        </span>
        <Badges unread={thread.unread} mentions={thread.mentions} writing={false} />
      </Link>
    </li>
  );
}
