import { ROLES, type Role } from '../../../shared/access.ts';

/**
 * Is `role` the same as or above `needed`? What the app offers follows the roles; what is allowed the server alone decides, on every call.
 */
export function reaches(role: Role, needed: Role): boolean {
  return ROLES.indexOf(role) <= ROLES.indexOf(needed);
}

/** Admins change who stands below them; owners everybody. Oneself nobody: one leaves. */
export function mayChange(mine: Role, other: Role): boolean {
  return mine === 'owner' || (mine === 'admin' && !reaches(other, 'admin'));
}

/** What somebody may be made by whom. */
export function grantable(mine: Role): Role[] {
  return ROLES.filter((role) => mine === 'owner' || !reaches(role, mine));
}

/** Renaming, moving and deleting a folder, moving a conversation: whoever made it, and moderators up. */
export function mayArrange(role: Role, mine: boolean): boolean {
  return mine || reaches(role, 'moderator');
}

/** Sharing with single people: whoever made it, and admins up. */
export function mayShare(role: Role, mine: boolean): boolean {
  return mine || reaches(role, 'admin');
}
