import type { Guard } from '../../shared/access.ts';
import type { ConversationId } from '../../shared/ids.ts';
import type { Message, Notice } from '../../shared/schemas/conversation.ts';
import type { App } from '../ports.ts';

/** An older page, oldest first. */
export async function messageHistory(
  app: App,
  guard: Guard,
  query: { conversationId: ConversationId; beforeSeq?: number | undefined; limit: number },
): Promise<{ items: Message[]; notices: Notice[]; more: boolean }> {
  const { conversationId, beforeSeq, limit } = query;
  const page = await app.store.messages.history({ conversationId, limit, ...(beforeSeq && { beforeSeq }) }, guard);
  return { ...page, items: page.items.map((message) => app.replies.present(message)) };
}
