import type { Guard } from '../../shared/access.ts';
import type { Team } from '../../shared/schemas/identity.ts';
import type { Caller } from '../auth/authentication.ts';
import type { Principal } from '../auth/principal.ts';
import type { App, HttpAnswer } from '../ports.ts';
import { renewSession } from './renew-session.ts';
import { tell } from './tell.ts';
import { tellMembers } from './tell-members.ts';

/** Joins the team of the invite. Somebody who is in it already changes nothing. */
export async function acceptInvite(app: App, who: Principal, guard: Guard, token: string, caller: Caller, http: HttpAnswer): Promise<Team> {
  const accepted = await app.store.invites.accept(app.auth.hashToken(token), guard, app.clock.now());
  if (!accepted.joined) return accepted.team;
  await renewSession(app, who, accepted.sessions, caller, http);
  await tell(app, accepted.changes);
  await tellMembers(app, accepted.team.id);
  return accepted.team;
}
