import type { Parted } from '../../db/store.ts';
import { CLOSE } from '../../shared/errors.ts';
import type { TeamId } from '../../shared/ids.ts';
import type { Receipt } from '../../shared/schemas/identity.ts';
import type { Principal } from '../auth/principal.ts';
import type { App } from '../ports.ts';
import { tell } from './tell.ts';
import { tellMembers } from './tell-members.ts';

/** What the sockets that are closed are told, so that the app of that person can say it: who left is out, who has another role may come back. */
export type PartingReason = 'parted' | 'changed';

/**
 * Right after the commit, in the order of DESIGN 4.2: connections dead and feeds silent, replies they asked for stopped, sockets closed. `since` is
 * when the change began (performance.now()), for the receipt.
 */
export async function partWith(
  app: App,
  who: Principal,
  teamId: TeamId,
  parted: Parted,
  how: { since: number; reason: PartingReason },
): Promise<Receipt> {
  const stopped = parted.open.map((generation) => app.replies.stop(generation, { userId: who.userId, name: who.name }));
  const cut = app.live.cutSessions(parted.sessions, CLOSE.sessionRevoked, { reason: `${how.reason} ${teamId}` });
  await Promise.all(stopped);
  const receipt = {
    sessions: parted.sessions.length,
    ...cut,
    generations: parted.open.length,
    keys: 0,
    ms: Math.round(performance.now() - how.since),
  };
  await tellParted(app, teamId, parted);
  return receipt;
}

export async function tellParted(app: App, teamId: TeamId, parted: Parted): Promise<void> {
  await tell(app, parted.changes);
  await tellMembers(app, teamId);
}
