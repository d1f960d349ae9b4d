import type { Team } from '../../../shared/schemas/identity.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { useMembers } from '../app/use-members.ts';
import { useOnline, useWorkspace } from '../app/workspace.ts';
import css from './sidebar.module.css';

const SHOWN = 12;

/** The people of the team, those who are here first. */
export function PeopleHere({ team }: { team: Team }) {
  const { me } = useWorkspace();
  const { answer: members = [] } = useMembers(team.id);
  const online = useOnline(team.id);
  const sorted = members
    .filter(({ suspendedAt }) => suspendedAt === undefined)
    .toSorted((a, b) => Number(online.has(b.userId)) - Number(online.has(a.userId)) || a.name.localeCompare(b.name));
  if (members.length === 0) return null;
  return (
    <section className={css.people} aria-labelledby="people-here">
      <h2 id="people-here" className={css.heading}>
        People
      </h2>
      <ul>
        {sorted.slice(0, SHOWN).map((member) => (
          <li key={member.userId} className={css.person}>
            <Avatar id={member.userId} name={member.name} size="s" online={online.has(member.userId)} />
            <span className={css.title}>
              {member.name}
              {member.userId === me.id && <span className={css.you}> you</span>}
            </span>
            <span className="said">{online.has(member.userId) ? 'here now' : 'not here'}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
