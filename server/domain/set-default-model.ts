import type { Guard } from '../../shared/access.ts';
import type { TeamId } from '../../shared/ids.ts';
import type { Team } from '../../shared/schemas/identity.ts';
import type { App } from '../ports.ts';
import { knownModel } from './answering-model.ts';
import { tellTeam } from './tell-members.ts';

/** What answers in conversations that choose nothing themselves; null = whatever is there. */
export async function setDefaultModel(app: App, guard: Guard, policy: { teamId: TeamId; defaultModel: string | null }): Promise<Team> {
  const model = policy.defaultModel === null ? null : await knownModel(app, policy.defaultModel);
  const team = await app.store.teams.setDefaultModel(policy.teamId, model, guard);
  await tellTeam(app, policy.teamId);
  return team;
}
