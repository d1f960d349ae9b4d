import { TEXT } from '../../../shared/limits.ts';
import type { Member, Team } from '../../../shared/schemas/identity.ts';
import { reaches } from '../app/may.ts';
import { asRole, ROLE_ABOUT, ROLE_NAMES } from '../app/role-words.ts';
import { useMembers } from '../app/use-members.ts';
import { useWorkspace } from '../app/workspace.ts';
import { NameForm } from '../frame/name-form.tsx';
import { Page, Section } from '../frame/page.tsx';
import { askWhom } from './ask-whom.ts';
import { DeleteTeam } from './delete-team.tsx';
import { HandOver } from './hand-over.tsx';
import { LeaveTeam } from './leave-team.tsx';
import { TeamTabs } from './team-tabs.tsx';
import page from '../frame/page.module.css';

const NOBODY: Member[] = [];

/** The team itself: its name, who owns it, the way out, its end. */
export function TeamScreen({ team }: { team: Team }) {
  const { parley } = useWorkspace();
  const { answer: members = NOBODY } = useMembers(team.id);
  const owner = reaches(team.role, 'owner');
  return (
    <Page title="Team" about={`${team.name} · you are ${asRole(team.role)}`} tabs={<TeamTabs team={team} />}>
      {reaches(team.role, 'admin') ? (
        <Section title="Name">
          <NameForm
            key={team.name}
            label="Team name"
            autoComplete="off"
            maxLength={TEXT.teamNameMaxChars}
            value={team.name}
            save={(name) => parley.api.team.update.mutate({ teamId: team.id, name })}
          />
        </Section>
      ) : (
        <Section title="Your role">
          <p className={page.detail}>
            {`${ROLE_NAMES[team.role]}. ${ROLE_ABOUT[team.role]} Owners and admins can change it.${askWhom(members, 'admin')}`}
          </p>
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
