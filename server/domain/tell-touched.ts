import type { Audiences } from '../../db/store.ts';
import type { ConversationId, TeamId } from '../../shared/ids.ts';
import type { App } from '../ports.ts';

/** Who sees these conversations may have changed: open feeds decide again now, inboxes of whoever lost or gained one look again. */
export function tellTouched(app: App, touched: Iterable<[ConversationId, Audiences]>): void {
  for (const [conversationId, { before, after }] of touched) {
    app.bus.publish({ topic: 'access', conversationId });
    app.bus.publishToInboxes({ topic: 'conversation', conversationId, audience: [...new Set([...before, ...after])] });
  }
}

/** Everybody in the team looks at its folders again. */
export async function tellFolders(app: App, teamId: TeamId): Promise<void> {
  app.bus.publishToInboxes({ topic: 'folders', teamId, audience: await app.store.teams.memberIds(teamId) });
}
