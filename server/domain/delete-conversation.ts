import type { Guard } from '../../shared/access.ts';
import type { ConversationId } from '../../shared/ids.ts';
import type { App } from '../ports.ts';

/** Gone for good, for everybody: replies on their way end, open feeds find nothing there any more. */
export async function deleteConversation(app: App, guard: Guard, conversationId: ConversationId): Promise<void> {
  const { audience, open, threads } = await app.store.conversations.delete(conversationId, guard);
  app.replies.abandon(open);
  for (const gone of [conversationId, ...threads]) app.bus.publish({ topic: 'access', conversationId: gone });
  app.bus.publishToInboxes({ topic: 'gone', conversationId, audience });
}
