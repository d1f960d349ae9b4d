import { useState } from 'react';
import type { Member, Receipt, Team } from '../../../shared/schemas/identity.ts';
import { Skeleton } from '../../ui/late.tsx';
import { reaches } from '../app/may.ts';
import { ProblemNotice } from '../app/problem-notice.tsx';
import { useMembers } from '../app/use-members.ts';
import { Page, Section } from '../frame/page.tsx';
import { Invites } from './invites.tsx';
import { LeaveTeam } from './leave-team.tsx';
import { MemberRow } from './member-row.tsx';
import { ReceiptLine } from './receipt-line.tsx';
import page from '../frame/page.module.css';

/** Who is in the team, how others come in, and how somebody goes. */
export function PeopleScreen({ team }: { team: Team }) {
  const members = useMembers(team.id);
  const [receipt, keep] = useState<{ what: string; receipt: Receipt }>();
  const inviters = (members.answer ?? []).filter((member) => reaches(member.role, 'admin'));
  return (
    <Page title="People" about={team.name}>
      <Section title="Invite" about="Whoever opens the link joins the team, until it expires or you revoke it.">
        {reaches(team.role, 'admin') ? <Invites team={team} /> : <WhoInvites inviters={inviters} />}
      </Section>
      <Section title="Members">
        {receipt && <ReceiptLine {...receipt} onClose={() => keep(undefined)} />}
        {members.problem && <ProblemNotice problem={members.problem} onRetry={members.again} />}
        {!members.answer && !members.problem && <Skeleton />}
        {members.answer && (
          <ul className={page.list}>
            {members.answer.map((member) => (
              <MemberRow key={member.userId} team={team} member={member} onReceipt={(what, took) => keep({ what, receipt: took })} />
            ))}
          </ul>
        )}
      </Section>
      <Section title="Leave" about="For good, unless somebody invites you again.">
        <LeaveTeam team={team} />
      </Section>
    </Page>
  );
}

function WhoInvites({ inviters }: { inviters: Member[] }) {
  const names = inviters.slice(0, 3).map((member) => member.name);
  const ask = names.length === 0 ? '' : ` Ask ${new Intl.ListFormat('en', { type: 'disjunction' }).format(names)}.`;
  return <p className={page.detail}>{`Owners and admins can invite.${ask}`}</p>;
}
