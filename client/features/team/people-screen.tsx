import type { Member, Team } from '../../../shared/schemas/identity.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Skeleton } from '../../ui/late.tsx';
import { reaches } from '../app/may.ts';
import { ProblemNotice } from '../app/problem-notice.tsx';
import { since } from '../app/times.ts';
import { useMembers } from '../app/use-members.ts';
import { useOnline, useWorkspace } from '../app/workspace.ts';
import { Page, Section } from '../frame/page.tsx';
import { Invites } from './invites.tsx';
import page from '../frame/page.module.css';

/** Who is in the team, and how others come in. */
export function PeopleScreen({ team }: { team: Team }) {
  const members = useMembers(team.id);
  const inviters = (members.answer ?? []).filter((member) => reaches(member.role, 'admin'));
  return (
    <Page title="People" about={team.name}>
      <Section title="Invite" about="Whoever opens the link joins the team, until it expires or you revoke it.">
        {reaches(team.role, 'admin') ? <Invites team={team} /> : <WhoInvites inviters={inviters} />}
      </Section>
      <Section title="Members">
        {members.problem && <ProblemNotice problem={members.problem} onRetry={members.again} />}
        {!members.answer && !members.problem && <Skeleton />}
        {members.answer && <MemberList team={team} members={members.answer} />}
      </Section>
    </Page>
  );
}

function WhoInvites({ inviters }: { inviters: Member[] }) {
  const names = inviters.slice(0, 3).map((member) => member.name);
  const ask = names.length === 0 ? '' : ` Ask ${new Intl.ListFormat('en', { type: 'disjunction' }).format(names)}.`;
  return <p className={page.detail}>{`Owners and admins can invite.${ask}`}</p>;
}

function MemberList({ team, members }: { team: Team; members: Member[] }) {
  const online = useOnline(team.id);
  const { me } = useWorkspace();
  return (
    <ul className={page.list}>
      {members.map((member) => (
        <li key={member.userId} className={page.row}>
          <Avatar id={member.userId} name={member.name} online={online.has(member.userId)} />
          <div className={page.main}>
            <div className={page.name}>
              {member.name}
              {member.userId === me.id && <span className={page.tag}>You</span>}
            </div>
            <div className={page.detail}>
              {online.has(member.userId) ? 'Here now' : 'Not here'} · joined {since(member.joinedAt)}
              {member.sessions !== undefined && ` · ${member.sessions === 1 ? '1 session' : `${member.sessions} sessions`}`}
            </div>
          </div>
          <span className={page.tag}>{member.role}</span>
        </li>
      ))}
    </ul>
  );
}
