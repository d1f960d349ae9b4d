import { ROLES, type Role } from '../../../shared/access.ts';

/**
 * Is `role` the same as or above `needed`? What the app offers follows the roles; what is allowed the server alone decides, on every call.
 */
export function reaches(role: Role, needed: Role): boolean {
  return ROLES.indexOf(role) <= ROLES.indexOf(needed);
}
