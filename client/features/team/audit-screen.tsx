import { useState } from 'react';
import type { UserId } from '../../../shared/ids.ts';
import type { Team } from '../../../shared/schemas/identity.ts';
import { Choice } from '../../ui/choice.tsx';
import { Select } from '../../ui/select.tsx';
import { NotHere } from '../app/landing.tsx';
import { reaches } from '../app/may.ts';
import { useMembers } from '../app/use-members.ts';
import { Page, Section } from '../frame/page.tsx';
import { AuditList } from './audit-list.tsx';
import { TeamTabs } from './team-tabs.tsx';
import { VerifyLog } from './verify-log.tsx';
import css from './audit.module.css';

type Shown = 'all' | 'refused';

/** What was done and what was refused in this team, for its owners. */
export function AuditScreen({ team }: { team: Team }) {
  const { answer: members = [] } = useMembers(team.id);
  const [shown, show] = useState<Shown>('all');
  const [picked, pick] = useState('');
  if (!reaches(team.role, 'owner')) return <NotHere />;
  const person = members.find(({ userId }) => userId === picked)?.userId;
  const nameOf = (id: UserId) => members.find(({ userId }) => userId === id)?.name;
  return (
    <Page title="Audit log" about={team.name} tabs={<TeamTabs team={team} />}>
      <Section
        title="Verify"
        about="Every line carries a seal over itself and the line before it: a line that was changed or taken out is found."
      >
        <VerifyLog team={team} />
      </Section>
      <Section title="Lines" about="Newest first. What matters is written when it is done, and every refusal.">
        <div className={css.filters}>
          <Choice<Shown>
            label="Which lines"
            value={shown}
            options={[
              { value: 'all', label: 'Everything' },
              { value: 'refused', label: 'Refused only' },
            ]}
            onChange={show}
          />
          <Select
            bare
            label="By whom"
            value={person ?? ''}
            options={[
              { value: '', label: 'By everybody' },
              ...members.map(({ userId, name }) => ({ value: String(userId), label: `By ${name}` })),
            ]}
            onChange={pick}
          />
        </div>
        <AuditList
          key={`${shown} ${person}`}
          team={team}
          refused={shown === 'refused'}
          {...(person && { userId: person })}
          nameOf={nameOf}
        />
      </Section>
    </Page>
  );
}
