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

/** What somebody may be made by whom. Not guest: guests see what is shared with them, and sharing is not there yet. */
export function grantable(mine: Role): Role[] {
  return ROLES.filter((role) => role !== 'guest' && (mine === 'owner' || !reaches(role, mine)));
}
