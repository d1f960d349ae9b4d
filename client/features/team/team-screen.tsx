import { useState, type FormEvent } from 'react';
import { TEXT } from '../../../shared/limits.ts';
import type { Member, Team } from '../../../shared/schemas/identity.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { useSay } from '../../ui/toast.tsx';
import { reaches } from '../app/may.ts';
import { asRole, ROLE_ABOUT, ROLE_NAMES } from '../app/role-words.ts';
import { useAct } from '../app/use-call.ts';
import { useMembers } from '../app/use-members.ts';
import { useWorkspace } from '../app/workspace.ts';
import { Page, Section } from '../frame/page.tsx';
import { DeleteTeam } from './delete-team.tsx';
import { HandOver } from './hand-over.tsx';
import { LeaveTeam } from './leave-team.tsx';
import { TeamTabs } from './team-tabs.tsx';
import page from '../frame/page.module.css';

const NOBODY: Member[] = [];

/** The team itself: its name, who owns it, the way out, its end. */
export function TeamScreen({ team }: { team: Team }) {
  const { answer: members = NOBODY } = useMembers(team.id);
  const owner = reaches(team.role, 'owner');
  return (
    <Page title="Team" about={`${team.name} · you are ${asRole(team.role)}`} tabs={<TeamTabs team={team} />}>
      {reaches(team.role, 'admin') ? (
        <Section title="Name">
          <NameForm key={team.name} team={team} />
        </Section>
      ) : (
        <Section title="Your role">
          <p className={page.detail}>{`${ROLE_NAMES[team.role]}. ${ROLE_ABOUT[team.role]}`} Owners and admins can change it.</p>
        </Section>
      )}
      {owner && (
        <Section title="Hand over" about="Somebody else becomes owner, you become admin.">
          <HandOver team={team} members={members} />
        </Section>
      )}
      <Section title="Leave" about="For good, unless somebody invites you again.">
        <LeaveTeam team={team} members={members} />
      </Section>
      {owner && (
        <Section title="Delete" about="The team and everything in it, for everybody, for good.">
          <DeleteTeam team={team} members={members} />
        </Section>
      )}
    </Page>
  );
}

function NameForm({ team }: { team: Team }) {
  const { parley } = useWorkspace();
  const say = useSay();
  const [name, setName] = useState(team.name);
  const save = useAct(async () => {
    await parley.api.team.update.mutate({ teamId: team.id, name: name.trim() });
    say('Name saved.');
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save.run();
  };
  return (
    <form className={page.line} onSubmit={submit}>
      <Field
        className={page.grow}
        label="Team name"
        required
        autoComplete="off"
        maxLength={TEXT.teamNameMaxChars}
        error={save.problem?.fields['name'] ?? save.problem?.say}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <Button type="submit" busy={save.busy} disabled={name.trim() === '' || name.trim() === team.name}>
        Save
      </Button>
    </form>
  );
}
