import type { Guard } from '../../shared/access.ts';
import type { TeamId } from '../../shared/ids.ts';
import type { Receipt } from '../../shared/schemas/identity.ts';
import type { Principal } from '../auth/principal.ts';
import type { App, HttpAnswer } from '../ports.ts';
import type { Connection } from '../realtime/live.ts';
import { tellParted } from './part-with.ts';
import { renewSession } from './renew-session.ts';

/** The caller's own membership ends. Who leaves keeps working elsewhere: their session is renewed, their others end. */
export async function leaveTeam(
  app: App,
  who: Principal,
  guard: Guard,
  teamId: TeamId,
  caller: Connection,
  http: HttpAnswer,
): Promise<Receipt> {
  const since = performance.now();
  const parted = await app.store.members.leave(teamId, guard, app.clock.now());
  const stopped = parted.open.map((generation) => app.replies.stop(generation, { userId: who.userId, name: who.name }));
  const cut = await renewSession(app, who, parted.sessions, caller, http);
  await Promise.all(stopped);
  const sessions = parted.sessions.filter((id) => id !== who.credential.id).length;
  const receipt = { sessions, ...cut, generations: parted.open.length, keys: 0, ms: Math.round(performance.now() - since) };
  await tellParted(app, teamId, parted);
  return receipt;
}
