import type { TeamId } from '../../shared/ids.ts';
import type { App } from '../ports.ts';

/** Everybody in the team learns that its members changed. */
export async function tellMembers(app: App, teamId: TeamId): Promise<void> {
  app.bus.publishToInboxes({ topic: 'members', teamId, audience: await app.store.teams.memberIds(teamId) });
}

/** Everybody in the team learns that its name or settings changed. */
export async function tellTeam(app: App, teamId: TeamId): Promise<void> {
  app.bus.publishToInboxes({ topic: 'team', teamId, audience: await app.store.teams.memberIds(teamId) });
}
