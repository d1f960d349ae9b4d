import Archive from 'lucide-react/icons/archive';
import Boxes from 'lucide-react/icons/boxes';
import ChevronRight from 'lucide-react/icons/chevron-right';
import Search from 'lucide-react/icons/search';
import SquarePen from 'lucide-react/icons/square-pen';
import Users from 'lucide-react/icons/users';
import { useState, type ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import type { Team } from '../../../shared/schemas/identity.ts';
import { classes } from '../../ui/classes.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { paths } from '../app/paths.ts';
import { useInbox } from '../app/workspace.ts';
import { ArchivedList } from './archived-list.tsx';
import { ConversationLink } from './conversation-link.tsx';
import { useFrame } from './frame-context.ts';
import { MeMenu } from './me-menu.tsx';
import { PeopleHere } from './people-here.tsx';
import { TeamMenu } from './team-menu.tsx';
import css from './sidebar.module.css';

/** Team, conversations, people, me. */
export function Sidebar({ team }: { team: Team }) {
  const { startConversation, jump } = useFrame();
  return (
    <div className={css.sidebar}>
      <header className={css.head}>
        <TeamMenu team={team} />
        <IconButton label="New conversation" keys="N" onClick={startConversation}>
          <SquarePen size={18} />
        </IconButton>
      </header>
      <div className={css.scroll}>
        <button type="button" className={classes(css.item, css.jump)} onClick={jump}>
          <Search size={15} />
          <span className={css.title}>Jump to</span>
          <kbd className={css.key}>Ctrl K</kbd>
        </button>
        <nav aria-label="Conversations">
          <ConversationList team={team} />
        </nav>
        <PeopleHere team={team} />
      </div>
      <nav className={css.foot} aria-label="Team">
        <Place to={paths.people(team.id)} icon={<Users size={16} />}>
          People
        </Place>
        <Place to={paths.models(team.id)} icon={<Boxes size={16} />}>
          Models
        </Place>
        <MeMenu />
      </nav>
    </div>
  );
}

function ConversationList({ team }: { team: Team }) {
  const all = useInbox((inbox) => inbox?.conversations);
  const [archivedShown, showArchived] = useState(false);
  const here = (all ?? []).filter((each) => each.teamId === team.id && each.archivedAt === undefined);
  return (
    <>
      <ul className={css.list}>
        {here.map((conversation) => (
          <li key={conversation.id}>
            <ConversationLink conversation={conversation} />
          </li>
        ))}
      </ul>
      {here.length === 0 && all !== undefined && <p className={css.empty}>No conversations yet.</p>}
      <button
        type="button"
        className={classes(css.item, css.fold)}
        aria-expanded={archivedShown}
        onClick={() => showArchived(!archivedShown)}
      >
        <Archive size={15} />
        <span className={css.title}>Archived</span>
        <ChevronRight size={14} className={archivedShown ? css.turned : undefined} />
      </button>
      {archivedShown && <ArchivedList team={team} />}
    </>
  );
}

function Place({ to, icon, children }: { to: string; icon: ReactNode; children: ReactNode }) {
  const [path] = useLocation();
  const { closeDrawer } = useFrame();
  const here = path === to;
  return (
    <Link href={to} className={classes(css.item, here && css.here)} aria-current={here ? 'page' : undefined} onClick={closeDrawer}>
      {icon}
      <span className={css.title}>{children}</span>
    </Link>
  );
}
