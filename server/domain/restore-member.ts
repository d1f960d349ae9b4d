import type { Guard } from '../../shared/access.ts';
import type { TeamId, UserId } from '../../shared/ids.ts';
import type { App } from '../ports.ts';
import { tell } from './tell.ts';
import { tellMembers } from './tell-members.ts';

/** Lets a suspended member back in, with the role they had. */
export async function restoreMember(app: App, guard: Guard, member: { teamId: TeamId; userId: UserId }): Promise<void> {
  const { changes } = await app.store.members.restore(member, guard, app.clock.now());
  await tell(app, changes);
  await tellMembers(app, member.teamId);
  app.bus.publishToInboxes({ topic: 'everything', audience: [member.userId] });
}
