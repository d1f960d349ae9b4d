import type { Guard } from '../../shared/access.ts';
import type { TeamId, UserId } from '../../shared/ids.ts';
import type { Receipt } from '../../shared/schemas/identity.ts';
import type { Principal } from '../auth/principal.ts';
import type { App, HttpAnswer } from '../ports.ts';
import type { Connection } from '../realtime/live.ts';
import { cutOff, stopAll, tellParted } from './part-with.ts';
import { othersOf, renewSession } from './renew-session.ts';

/** That member becomes owner, the caller admin. Both memberships change, so both begin anew; the caller keeps working. */
export async function transferTeam(
  app: App,
  who: Principal,
  guard: Guard,
  to: { teamId: TeamId; userId: UserId },
  caller: Connection,
  http: HttpAnswer,
): Promise<Receipt> {
  const since = performance.now();
  const parted = await app.store.teams.transfer(to, guard, app.clock.now());
  const cutting = cutOff(app, who, parted.to, { since, reason: `changed ${to.teamId}` });
  const stopped = stopAll(app, who, parted.from.open);
  const own = await renewSession(app, who, parted.from.sessions, caller, http, `changed ${to.teamId}`);
  await stopped;
  const receipt = await cutting;
  await tellParted(app, to.teamId, { changes: [...parted.to.changes, ...parted.from.changes] });
  return {
    ...receipt,
    sessions: receipt.sessions + othersOf(who, parted.from.sessions).length,
    connections: receipt.connections + own.connections,
    streams: receipt.streams + own.streams,
    generations: receipt.generations + parted.from.open.length,
    ms: Math.round(performance.now() - since),
  };
}
