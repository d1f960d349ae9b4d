import type { PageFrom } from '../../db/store.ts';
import type { Guard } from '../../shared/access.ts';
import type { ConversationId, MessageId } from '../../shared/ids.ts';
import type { Message, Notice } from '../../shared/schemas/conversation.ts';
import type { App } from '../ports.ts';

interface HistoryQuery {
  conversationId: ConversationId;
  beforeSeq?: number | undefined;
  afterSeq?: number | undefined;
  aroundSeq?: number | undefined;
  aroundMessageId?: MessageId | undefined;
  limit: number;
}

/** A page of what was said, oldest first. */
export async function messageHistory(
  app: App,
  guard: Guard,
  { conversationId, limit, ...from }: HistoryQuery,
): Promise<{ items: Message[]; notices: Notice[]; more: boolean; newer: boolean }> {
  const page = await app.store.messages.history({ conversationId, limit, ...placeOf(from) }, guard);
  return { ...page, items: page.items.map((message) => app.replies.present(message)) };
}

function placeOf({ beforeSeq, afterSeq, aroundSeq, aroundMessageId }: Omit<HistoryQuery, 'conversationId' | 'limit'>): PageFrom {
  if (aroundMessageId !== undefined) return { aroundMessageId };
  if (aroundSeq !== undefined) return { aroundSeq };
  if (afterSeq !== undefined) return { afterSeq };
  return beforeSeq === undefined ? {} : { beforeSeq };
}
