import { Link, useLocation } from 'wouter';
import type { Team } from '../../../shared/schemas/identity.ts';
import { classes } from '../../ui/classes.ts';
import { reaches } from '../app/may.ts';
import { paths } from '../app/paths.ts';
import css from './team-tabs.module.css';

/** The pages of a team's settings, as far as one may see them. */
export function TeamTabs({ team }: { team: Team }) {
  const [path] = useLocation();
  const pages = [
    ...(reaches(team.role, 'member') ? [{ to: paths.people(team.id), name: 'People' }] : []),
    { to: paths.teamSettings(team.id), name: 'Team' },
    ...(reaches(team.role, 'owner') ? [{ to: paths.audit(team.id), name: 'Audit log' }] : []),
  ];
  if (pages.length === 1) return null;
  return (
    <nav aria-label="Team settings" className={css.tabs}>
      {pages.map(({ to, name }) => (
        <Link key={to} href={to} className={classes(css.tab, path === to && css.here)} aria-current={path === to ? 'page' : undefined}>
          {name}
        </Link>
      ))}
    </nav>
  );
}
