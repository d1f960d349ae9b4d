import type { Role } from '../../../shared/access.ts';
import type { Member } from '../../../shared/schemas/identity.ts';
import { reaches } from '../app/may.ts';

/** " Ask Ana or Bo.": whoever has this role or one above it; nothing when nobody is known. */
export function askWhom(members: readonly Member[], needed: Role): string {
  const names = members.filter(({ role }) => reaches(role, needed)).map(({ name }) => name);
  return names.length === 0 ? '' : ` Ask ${new Intl.ListFormat('en', { type: 'disjunction' }).format(names.slice(0, 3))}.`;
}
