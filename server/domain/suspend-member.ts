import type { Guard } from '../../shared/access.ts';
import type { TeamId, UserId } from '../../shared/ids.ts';
import type { Receipt } from '../../shared/schemas/identity.ts';
import type { Principal } from '../auth/principal.ts';
import type { App } from '../ports.ts';
import { partWith } from './part-with.ts';

/** Shuts somebody out of the team until they are restored; everything they had by it ends before this returns (LEAVE-7). */
export async function suspendMember(app: App, who: Principal, guard: Guard, member: { teamId: TeamId; userId: UserId }): Promise<Receipt> {
  const since = performance.now();
  const parted = await app.store.members.suspend(member, guard, app.clock.now());
  return partWith(app, who, member.teamId, parted, { since, reason: 'suspended' });
}
