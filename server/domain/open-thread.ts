import type { Guard } from '../../shared/access.ts';
import type { MessageId } from '../../shared/ids.ts';
import type { Conversation } from '../../shared/schemas/conversation.ts';
import type { App } from '../ports.ts';
import { tell } from './tell.ts';

/** The thread that hangs on a message; the first who asks makes it. */
export async function openThread(app: App, guard: Guard, messageId: MessageId): Promise<Conversation> {
  const { conversation, changes } = await app.store.conversations.thread(messageId, guard, app.clock.now());
  await tell(app, changes);
  return conversation;
}
