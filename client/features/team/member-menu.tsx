import Ellipsis from 'lucide-react/icons/ellipsis';
import UserCheck from 'lucide-react/icons/user-check';
import UserMinus from 'lucide-react/icons/user-minus';
import UserX from 'lucide-react/icons/user-x';
import type { Role } from '../../../shared/access.ts';
import type { Member } from '../../../shared/schemas/identity.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu, MenuChoice, MenuItem, MenuLine, MenuTitle } from '../../ui/menu.tsx';
import { grantable } from '../app/may.ts';
import { ROLE_ABOUT, ROLE_NAMES } from '../app/role-words.ts';

interface MemberMenuProps {
  mine: Role;
  member: Member;
  onRole(role: Role): void;
  onEnd(how: 'suspend' | 'remove'): void;
  onRestore(): void;
}

/** What may be done with a member. Who is suspended has a role to come back to, and no other meanwhile. */
export function MemberMenu({ mine, member, onRole, onEnd, onRestore }: MemberMenuProps) {
  const suspended = member.suspendedAt !== undefined;
  return (
    <Menu
      wide
      label={`What to do with ${member.name}`}
      trigger={
        <IconButton label={`Role of ${member.name}, and removing`} tipped={false}>
          <Ellipsis size={18} />
        </IconButton>
      }
    >
      {!suspended && (
        <>
          <MenuTitle>Role · a change signs {member.name} out once</MenuTitle>
          {grantable(mine).map((role) => (
            <MenuChoice
              key={role}
              chosen={role === member.role}
              disabled={role === member.role}
              detail={ROLE_ABOUT[role]}
              onSelect={() => onRole(role)}
            >
              {ROLE_NAMES[role]}
            </MenuChoice>
          ))}
          <MenuLine />
        </>
      )}
      {suspended ? (
        <MenuItem icon={<UserCheck size={16} />} onSelect={onRestore}>
          Restore
        </MenuItem>
      ) : (
        <MenuItem icon={<UserX size={16} />} onSelect={() => onEnd('suspend')}>
          Suspend until restored
        </MenuItem>
      )}
      <MenuItem danger icon={<UserMinus size={16} />} onSelect={() => onEnd('remove')}>
        Remove from the team
      </MenuItem>
    </Menu>
  );
}
