import type { Guard } from '../../shared/access.ts';
import type { MessageId } from '../../shared/ids.ts';
import type { Message } from '../../shared/schemas/conversation.ts';
import type { App } from '../ports.ts';

/** Nobody's inbox is touched by it: the feeds alone tell. */
export async function reactToMessage(
  app: App,
  guard: Guard,
  reaction: { messageId: MessageId; emoji: string; on: boolean },
): Promise<Message> {
  const { message, changes } = await app.store.messages.react(reaction, guard, app.clock.now());
  for (const { conversationId } of changes) app.bus.publish({ topic: 'log', conversationId });
  return app.replies.present(message);
}
