import type { Guard } from '../../shared/access.ts';
import type { MessageId } from '../../shared/ids.ts';
import type { Conversation } from '../../shared/schemas/conversation.ts';
import type { App } from '../ports.ts';
import { tellInboxes } from './tell.ts';

/** Another past: a new conversation, private to who forks, that begins with a copy up to and with this message. */
export async function forkConversation(
  app: App,
  guard: Guard,
  draft: { messageId: MessageId; title?: string | undefined },
): Promise<Conversation> {
  const { messageId, title } = draft;
  const conversation = await app.store.conversations.fork({ messageId, ...(title && { title }) }, guard, app.clock.now());
  await tellInboxes(app, conversation.id);
  return conversation;
}
