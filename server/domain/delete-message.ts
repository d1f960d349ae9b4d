import type { Guard } from '../../shared/access.ts';
import type { MessageId } from '../../shared/ids.ts';
import type { Message } from '../../shared/schemas/conversation.ts';
import type { App } from '../ports.ts';
import { tell } from './tell.ts';

/** The text is gone for good; a line stays where it was. */
export async function deleteMessage(app: App, guard: Guard, messageId: MessageId): Promise<Message> {
  const { message, changes } = await app.store.messages.delete(messageId, guard, app.clock.now());
  await tell(app, changes);
  return app.replies.present(message);
}
