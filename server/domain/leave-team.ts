import type { Guard } from '../../shared/access.ts';
import type { TeamId } from '../../shared/ids.ts';
import type { Receipt } from '../../shared/schemas/identity.ts';
import type { Principal } from '../auth/principal.ts';
import type { App, HttpAnswer } from '../ports.ts';
import type { Connection } from '../realtime/live.ts';
import { receiptOf, stopAll, tellParted } from './part-with.ts';
import { othersOf, renewSession } from './renew-session.ts';

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
  const stopped = stopAll(app, who, parted.open);
  const cut = await renewSession(app, who, parted.sessions, caller, http);
  await stopped;
  const receipt = receiptOf({ sessions: othersOf(who, parted.sessions), open: parted.open, cut, since });
  await tellParted(app, teamId, parted);
  return receipt;
}
