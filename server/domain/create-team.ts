import type { Guard } from '../../shared/access.ts';
import type { Team } from '../../shared/schemas/identity.ts';
import type { Caller } from '../auth/authentication.ts';
import type { Principal } from '../auth/principal.ts';
import type { App, HttpAnswer } from '../ports.ts';
import { renewSession } from './renew-session.ts';

/** A new team of the caller's, with a conversation in which the guide has said hello. */
export async function createTeam(app: App, who: Principal, guard: Guard, name: string, caller: Caller, http: HttpAnswer): Promise<Team> {
  await app.models.ready;
  const welcome = app.models.welcome({ userName: who.name, teamName: name });
  const created = await app.store.teams.create({ name, welcome }, guard, app.clock.now());
  await renewSession(app, who, created.sessions, caller, http);
  return created.team;
}
