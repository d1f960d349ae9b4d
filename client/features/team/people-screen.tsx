import { useEffect, useRef, useState } from 'react';
import { Redirect } from 'wouter';
import { ROLES } from '../../../shared/access.ts';
import type { Member, Team } from '../../../shared/schemas/identity.ts';
import { Field } from '../../ui/field.tsx';
import { Skeleton } from '../../ui/late.tsx';
import { reaches } from '../app/may.ts';
import { paths } from '../app/paths.ts';
import { ProblemNotice } from '../app/problem-notice.tsx';
import { counted } from '../app/receipt-words.ts';
import { useReceipts } from '../app/receipts.tsx';
import { useMembers } from '../app/use-members.ts';
import { Page, Section } from '../frame/page.tsx';
import { askWhom } from './ask-whom.ts';
import { Invites } from './invites.tsx';
import { MemberRow } from './member-row.tsx';
import { TeamTabs } from './team-tabs.tsx';
import page from '../frame/page.module.css';

/** From so many on one looks for somebody by name. */
const MANY = 12;

/** Who is in the team, how others come in, and how somebody goes. */
export function PeopleScreen({ team }: { team: Team }) {
  const members = useMembers(team.id);
  if (!reaches(team.role, 'member')) return <Redirect to={paths.teamSettings(team.id)} replace />;
  return (
    <Page title="People" about={team.name} tabs={<TeamTabs team={team} />}>
      <Section title="Invite" about="Whoever opens the link joins the team, until it expires, is used up or you revoke it.">
        {reaches(team.role, 'admin') ? (
          <Invites team={team} />
        ) : (
          <p className={page.detail}>{`Owners and admins can invite.${askWhom(members.answer ?? [], 'admin')}`}</p>
        )}
      </Section>
      <Section title="Members" about={members.answer && counted(members.answer.length, 'person', 'people')}>
        {members.problem && <ProblemNotice problem={members.problem} onRetry={members.again} />}
        {!members.answer && !members.problem && <Skeleton />}
        {members.answer && <MemberList team={team} members={members.answer} />}
      </Section>
    </Page>
  );
}

function MemberList({ team, members }: { team: Team; members: Member[] }) {
  const [text, setText] = useState('');
  const wanted = text.trim().toLocaleLowerCase();
  const list = useRef<HTMLUListElement>(null);
  const { kept } = useReceipts();
  // The row that had the focus went with its member: the focus stays where it was looked for.
  useEffect(() => {
    if (kept.length > 0 && document.activeElement === document.body) list.current?.focus({ preventScroll: true });
  }, [members, kept]);
  const found = members.filter(({ name }) => name.toLocaleLowerCase().includes(wanted)).toSorted(byRoleThenName);
  return (
    <>
      {members.length > MANY && (
        <Field label="Find somebody" autoComplete="off" value={text} onChange={(event) => setText(event.target.value)} />
      )}
      {found.length === 0 && <p className={page.detail}>Nobody here is called like that.</p>}
      {found.length > 0 && (
        <ul ref={list} tabIndex={-1} className={page.list} aria-label="Members">
          {found.map((member) => (
            <MemberRow key={member.userId} team={team} member={member} />
          ))}
        </ul>
      )}
    </>
  );
}

function byRoleThenName(a: Member, b: Member): number {
  return ROLES.indexOf(a.role) - ROLES.indexOf(b.role) || a.name.localeCompare(b.name);
}
