import type { Guard } from '../../shared/access.ts';
import type { TeamId, UserId } from '../../shared/ids.ts';
import type { Receipt } from '../../shared/schemas/identity.ts';
import type { Principal } from '../auth/principal.ts';
import type { App } from '../ports.ts';
import { partWith } from './part-with.ts';

/** Ends somebody's membership and, before this returns, everything they had by it (LEAVE). */
export async function removeMember(app: App, who: Principal, guard: Guard, member: { teamId: TeamId; userId: UserId }): Promise<Receipt> {
  const since = performance.now();
  const parted = await app.store.members.remove(member, guard, app.clock.now());
  return partWith(app, who, member.teamId, parted, { since, reason: 'parted' });
}
