import Ellipsis from 'lucide-react/icons/ellipsis';
import UserMinus from 'lucide-react/icons/user-minus';
import { useState } from 'react';
import type { Role } from '../../../shared/access.ts';
import type { Member, Receipt, Team } from '../../../shared/schemas/identity.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu, MenuChoice, MenuItem, MenuLine, MenuTitle } from '../../ui/menu.tsx';
import { Question } from '../../ui/question.tsx';
import { grantable, mayChange } from '../app/may.ts';
import { ProblemNotice } from '../app/problem-notice.tsx';
import { since } from '../app/times.ts';
import { useAct } from '../app/use-call.ts';
import { useOnline, useWorkspace } from '../app/workspace.ts';
import page from '../frame/page.module.css';

interface MemberRowProps {
  team: Team;
  member: Member;
  /** What ended with a change, in words and numbers. */
  onReceipt(what: string, receipt: Receipt): void;
}

/** One member; for whoever stands above them, their role and the way out. */
export function MemberRow({ team, member, onReceipt }: MemberRowProps) {
  const { me, parley } = useWorkspace();
  const [asking, ask] = useState(false);
  const teamId = team.id;
  const { userId, name } = member;
  const setRole = useAct(async (role: Role) => {
    const { receipt } = await parley.api.member.setRole.mutate({ teamId, userId, role });
    onReceipt(`${name} is now ${role}`, receipt);
  });
  const remove = useAct(async () => {
    const { receipt } = await parley.api.member.remove.mutate({ teamId, userId });
    onReceipt(`${name} removed`, receipt);
  });
  const problem = setRole.problem ?? remove.problem;
  return (
    <li className={page.row}>
      <About team={team} member={member} mine={userId === me.id} />
      {problem && <ProblemNotice problem={problem} />}
      <span className={page.tag}>{member.role}</span>
      {userId !== me.id && mayChange(team.role, member.role) && (
        <MemberMenu mine={team.role} member={member} onRole={(role) => void setRole.run(role)} onRemove={() => ask(true)} />
      )}
      <Question open={asking} onOpenChange={ask} title={`Remove ${name}?`} act="Remove" onAct={async () => void (await remove.run())}>
        {whatEnds(member, team.name)}
      </Question>
    </li>
  );
}

function About({ team, member, mine }: { team: Team; member: Member; mine: boolean }) {
  const here = useOnline(team.id).has(member.userId);
  return (
    <>
      <Avatar id={member.userId} name={member.name} online={here} />
      <div className={page.main}>
        <div className={page.name}>
          {member.name}
          {mine && <span className={page.tag}>You</span>}
        </div>
        <div className={page.detail}>
          {here ? 'Here now' : 'Not here'} · joined {since(member.joinedAt)}
          {member.sessions !== undefined && ` · ${member.sessions === 1 ? '1 session' : `${member.sessions} sessions`}`}
        </div>
      </div>
    </>
  );
}

interface MemberMenuProps {
  mine: Role;
  member: Member;
  onRole(role: Role): void;
  onRemove(): void;
}

function MemberMenu({ mine, member, onRole, onRemove }: MemberMenuProps) {
  return (
    <Menu
      label={`What to do with ${member.name}`}
      trigger={
        <IconButton label={`Role of ${member.name}, and removing`}>
          <Ellipsis size={18} />
        </IconButton>
      }
    >
      <MenuTitle>Role</MenuTitle>
      {grantable(mine).map((role) => (
        <MenuChoice key={role} chosen={role === member.role} disabled={role === member.role} onSelect={() => onRole(role)}>
          {role}
        </MenuChoice>
      ))}
      <MenuLine />
      <MenuItem danger icon={<UserMinus size={16} />} onSelect={onRemove}>
        Remove from the team
      </MenuItem>
    </Menu>
  );
}

function whatEnds({ name, sessions }: Member, team: string): string {
  const devices = sessions === undefined || sessions === 0 ? '' : ` on ${sessions === 1 ? '1 device' : `${sessions} devices`}`;
  return `${name} will be signed out${devices} at once and lose access to ${team}. Replies they asked for will stop. Messages stay.`;
}
