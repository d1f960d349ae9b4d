import Archive from 'lucide-react/icons/archive';
import Boxes from 'lucide-react/icons/boxes';
import ChevronRight from 'lucide-react/icons/chevron-right';
import FolderPlus from 'lucide-react/icons/folder-plus';
import Search from 'lucide-react/icons/search';
import Settings from 'lucide-react/icons/settings';
import SquarePen from 'lucide-react/icons/square-pen';
import Users from 'lucide-react/icons/users';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import type { Team } from '../../../shared/schemas/identity.ts';
import { classes } from '../../ui/classes.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { reaches } from '../app/may.ts';
import { paths } from '../app/paths.ts';
import { useTree } from '../app/use-tree.ts';
import { useInbox } from '../app/workspace.ts';
import { TreeList } from './folder-branch.tsx';
import { useFrame } from './frame-context.ts';
import { MeMenu } from './me-menu.tsx';
import { PeopleHere } from './people-here.tsx';
import { TeamMenu } from './team-menu.tsx';
import { ThreadsLink } from './threads-link.tsx';
import { useDropTarget } from './use-drag.ts';
import css from './sidebar.module.css';

const ArchivedList = lazy(async () => ({ default: (await import('./archived-list.tsx')).ArchivedList }));

/** Team, conversations, people, me. */
export function Sidebar({ team }: { team: Team }) {
  const { startConversation, jump } = useFrame();
  const member = reaches(team.role, 'member');
  return (
    <div className={css.sidebar}>
      <header className={css.head}>
        <TeamMenu team={team} />
        {member && (
          <IconButton label="New conversation" keys="N" onClick={startConversation}>
            <SquarePen size={18} />
          </IconButton>
        )}
      </header>
      <div className={css.scroll}>
        <button type="button" className={classes(css.item, css.jump)} onClick={jump}>
          <Search size={15} />
          <span className={css.title}>Jump to</span>
          <kbd className={css.key}>Ctrl K</kbd>
        </button>
        <nav aria-label="Conversations">
          <ThreadsLink team={team} />
          <ConversationList team={team} />
        </nav>
        {member && <PeopleHere team={team} />}
      </div>
      <nav className={css.foot} aria-label="Team">
        {member ? (
          <Place to={paths.people(team.id)} within icon={<Users size={16} />}>
            People
          </Place>
        ) : (
          <Place to={paths.teamSettings(team.id)} icon={<Settings size={16} />}>
            Team
          </Place>
        )}
        <Place to={paths.models(team.id)} icon={<Boxes size={16} />}>
          Models
        </Place>
        <MeMenu />
      </nav>
    </div>
  );
}

function ConversationList({ team }: { team: Team }) {
  const tree = useTree(team.id);
  const known = useInbox((inbox) => inbox !== undefined);
  const { over, target } = useDropTarget(null);
  const member = reaches(team.role, 'member');
  const empty = tree.branches.length + tree.conversations.length === 0;
  return (
    <>
      <div className={css.heading}>
        <h2>{member ? 'Conversations' : 'Shared with you'}</h2>
        {member && <NewFolder />}
      </div>
      <div {...target} className={classes(css.top, over && css.over)}>
        <TreeList team={team} tree={tree} />
        {empty && known && <p className={css.empty}>{member ? 'No conversations yet.' : 'Nothing is shared with you yet.'}</p>}
      </div>
      <Archived team={team} />
    </>
  );
}

function NewFolder() {
  const { open } = useFrame();
  return (
    <IconButton label="New folder" size="small" tipped={false} onClick={() => open({ kind: 'newFolder', parentId: null })}>
      <FolderPlus size={15} />
    </IconButton>
  );
}

function Archived({ team }: { team: Team }) {
  const [shown, show] = useState(false);
  return (
    <>
      <button type="button" className={classes(css.item, css.fold)} aria-expanded={shown} onClick={() => show(!shown)}>
        <Archive size={15} />
        <span className={css.title}>Archived</span>
        <ChevronRight size={14} className={shown ? css.turned : undefined} />
      </button>
      {shown && (
        <Suspense>
          <ArchivedList team={team} />
        </Suspense>
      )}
    </>
  );
}

/** `within`: also what lies below this address is this place. */
function Place({ to, within = false, icon, children }: { to: string; within?: boolean; icon: ReactNode; children: ReactNode }) {
  const [path] = useLocation();
  const { closeDrawer } = useFrame();
  const here = path === to || (within && path.startsWith(`${to}/`));
  return (
    <Link href={to} className={classes(css.item, here && css.here)} aria-current={path === to ? 'page' : undefined} onClick={closeDrawer}>
      {icon}
      <span className={css.title}>{children}</span>
    </Link>
  );
}
