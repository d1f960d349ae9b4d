import { type Guard, type Tier, TIER_WEIGHTS } from '../../shared/access.ts';
import type { TeamId } from '../../shared/ids.ts';
import type { App } from '../ports.ts';
import { noting } from '../access/gate.ts';
import { tellTeam } from './tell-members.ts';

/** Another tier for a team. What waits for the model server waits by the new one from here on. */
export async function setTier(app: App, guard: Guard, change: { teamId: TeamId; tier: Tier }): Promise<Tier> {
  await app.store.teams.setTier(change, noting(guard, { teamId: change.teamId, tier: change.tier }));
  app.replies.reweigh(change.teamId, TIER_WEIGHTS[change.tier]);
  await tellTeam(app, change.teamId);
  return change.tier;
}
