import type { Guard } from '../../shared/access.ts';
import type { MessageId } from '../../shared/ids.ts';
import type { Message } from '../../shared/schemas/conversation.ts';
import type { App } from '../ports.ts';
import { tell } from './tell.ts';

export async function editMessage(app: App, guard: Guard, change: { messageId: MessageId; text: string }): Promise<Message> {
  const { message, changes } = await app.store.messages.edit(change, guard, app.clock.now());
  await tell(app, changes);
  return app.replies.present(message);
}
