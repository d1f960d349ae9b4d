import type { Guard } from '../../shared/access.ts';
import type { User } from '../../shared/schemas/identity.ts';
import type { Principal } from '../auth/principal.ts';
import type { App } from '../ports.ts';
import { tellMembers } from './tell-members.ts';

/** Everybody in the person's teams sees the new name. */
export async function renameAccount(app: App, who: Principal, guard: Guard, name: string): Promise<User> {
  const user = await app.store.users.rename(name, guard);
  for (const team of await app.store.teams.listOf(who.userId)) await tellMembers(app, team.id);
  return user;
}
