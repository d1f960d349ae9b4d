import type { Change } from '../../db/store.ts';
import type { ConversationId } from '../../shared/ids.ts';
import type { App } from '../ports.ts';

/** After the commit: feeds read what is new, inboxes look at the conversations again. Telling twice is harmless. */
export async function tell(app: App, changes: readonly Change[]): Promise<void> {
  for (const { conversationId } of changes) app.bus.publish({ topic: 'log', conversationId });
  for (const { conversationId } of changes) await tellInboxes(app, conversationId);
}

export async function tellInboxes(app: App, conversationId: ConversationId): Promise<void> {
  const audience = await app.store.threads.inboxesOf(conversationId);
  app.bus.publishToInboxes({ topic: 'conversation', conversationId, audience });
}
