import type { Relation, Role } from '../../../shared/access.ts';

export const ROLE_NAMES: Record<Role, string> = {
  owner: 'Owner',
  admin: 'Admin',
  moderator: 'Moderator',
  member: 'Member',
  guest: 'Guest',
};

/** What a role is, in one line. */
export const ROLE_ABOUT: Record<Role, string> = {
  owner: 'Runs the team, hands it over, deletes it.',
  admin: 'Manages people, invites, sharing and models.',
  moderator: 'Archives, moves and deletes what others wrote.',
  member: 'Reads and writes what is open to the team.',
  guest: 'Sees only what is shared with them.',
};

export const RELATION_NAMES: Record<Relation, string> = { viewer: 'Can read', editor: 'Can write' };

/** "an owner", "a guest". */
export function asRole(role: Role): string {
  return role === 'owner' || role === 'admin' ? `an ${role}` : `a ${role}`;
}
