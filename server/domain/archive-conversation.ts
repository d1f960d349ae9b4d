import type { Guard } from '../../shared/access.ts';
import type { ConversationId } from '../../shared/ids.ts';
import type { Conversation } from '../../shared/schemas/conversation.ts';
import type { App } from '../ports.ts';
import { tell } from './tell.ts';

/** Out of the way, readable, and back when wanted. */
export async function archiveConversation(
  app: App,
  guard: Guard,
  change: { conversationId: ConversationId; archived: boolean },
): Promise<Conversation> {
  const { conversation, changes } = await app.store.conversations.setArchived(
    change.conversationId,
    change.archived,
    guard,
    app.clock.now(),
  );
  await tell(app, changes);
  return conversation;
}
