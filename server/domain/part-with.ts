import type { Parted, StoredGeneration } from '../../db/store.ts';
import { CLOSE } from '../../shared/errors.ts';
import type { TeamId } from '../../shared/ids.ts';
import type { Person } from '../../shared/schemas/conversation.ts';
import type { Receipt } from '../../shared/schemas/identity.ts';
import type { Principal } from '../auth/principal.ts';
import type { App } from '../ports.ts';
import type { Cut } from '../realtime/live.ts';
import { tell } from './tell.ts';
import { tellMembers } from './tell-members.ts';

/**
 * What the sockets that are closed are told with the team's id, so that the app of that person can say it: who left is out, who has another role may come
 * back, who is suspended waits, and a deleted team is gone for everybody.
 */
export type PartingReason = 'parted' | 'changed' | 'suspended' | 'deleted';

/** What a change took with it, as the store tells it. */
export interface Took {
  sessions: readonly string[];
  open: readonly StoredGeneration[];
}

/**
 * Right after the commit, in the order of DESIGN 4.2: connections dead and feeds silent, replies they asked for stopped, sockets closed with `reason`. `since` is
 * when the change began (performance.now()), for the receipt.
 */
export async function cutOff(app: App, by: Person, took: Took, how: { since: number; reason: string }): Promise<Receipt> {
  const stopped = stopAll(app, by, took.open);
  const cut = app.live.cutSessions(took.sessions, CLOSE.sessionRevoked, { reason: how.reason });
  await stopped;
  return receiptOf({ ...took, cut, since: how.since });
}

/** From the call on nothing more of them is shown; resolves when their ends are stored. */
export async function stopAll(app: App, by: Person, open: readonly StoredGeneration[]): Promise<void> {
  await Promise.all(open.map((generation) => app.replies.stop(generation, by)));
}

export function receiptOf({ sessions, open, cut, since }: Took & { cut: Cut; since: number }): Receipt {
  return { sessions: sessions.length, ...cut, generations: open.length, keys: 0, ms: Math.round(performance.now() - since) };
}

/** Somebody's membership ended or changed, by another. */
export async function partWith(
  app: App,
  who: Principal,
  teamId: TeamId,
  parted: Parted,
  how: { since: number; reason: PartingReason },
): Promise<Receipt> {
  const by = { userId: who.userId, name: who.name };
  const receipt = await cutOff(app, by, parted, { since: how.since, reason: `${how.reason} ${teamId}` });
  await tellParted(app, teamId, parted);
  return receipt;
}

export async function tellParted(app: App, teamId: TeamId, parted: Pick<Parted, 'changes'>): Promise<void> {
  await tell(app, parted.changes);
  await tellMembers(app, teamId);
}
