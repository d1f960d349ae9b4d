import type { Taken } from '../../db/store.ts';
import type { Receipt } from '../../shared/schemas/identity.ts';
import type { Principal } from '../auth/principal.ts';
import type { App } from '../ports.ts';
import { cutOff } from './part-with.ts';
import { tell } from './tell.ts';
import { tellMembers } from './tell-members.ts';

/** What the sockets of that person are told. */
export type TakenReason = 'disabled' | 'signed out';

/** Right after an account was disabled or deleted, or all its sessions were ended: cut everywhere, then told in each of its teams. */
export async function takeAccount(app: App, who: Principal, taken: Taken, how: { since: number; reason: TakenReason }): Promise<Receipt> {
  const receipt = await cutOff(app, { userId: who.userId, name: who.name }, taken, how);
  await tell(app, taken.changes);
  for (const teamId of taken.teams) await tellMembers(app, teamId);
  return receipt;
}
