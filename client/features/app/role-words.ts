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
  owner: 'Runs the team: everything, also handing it over and deleting it.',
  admin: 'Manages people, invites, sharing and models.',
  moderator: 'Also archives, deletes and moves what others wrote.',
  member: 'Reads and writes everything that is open to the team.',
  guest: 'Sees only the conversations and folders shared with them.',
};

export const RELATION_NAMES: Record<Relation, string> = { viewer: 'Can read', editor: 'Can write' };

/** "an owner", "a guest". */
export function asRole(role: Role): string {
  return role === 'owner' || role === 'admin' ? `an ${role}` : `a ${role}`;
}
