import MessageSquareText from 'lucide-react/icons/message-square-text';
import { Link, useLocation } from 'wouter';
import type { Team } from '../../../shared/schemas/identity.ts';
import { sumOf } from '../../store/inbox-state.ts';
import { classes } from '../../ui/classes.ts';
import { paths } from '../app/paths.ts';
import { Badges } from './badges.tsx';
import { useFrame } from './frame-context.ts';
import { useThreads } from './use-threads.ts';
import css from './sidebar.module.css';

/** The way to the threads with something new; gone while there is none. */
export function ThreadsLink({ team }: { team: Team }) {
  const [path] = useLocation();
  const { closeDrawer } = useFrame();
  const news = sumOf(useThreads(team.id));
  const to = paths.threads(team.id);
  const here = path === to;
  if (news.unread === 0 && !here) return null;
  return (
    <Link
      href={to}
      className={classes(css.item, here && css.here, news.unread > 0 && css.unread)}
      aria-current={here ? 'page' : undefined}
      onClick={closeDrawer}
    >
      <MessageSquareText size={15} />
      <span className={css.title}>Threads</span>
      <Badges {...news} writing={false} />
    </Link>
  );
}
