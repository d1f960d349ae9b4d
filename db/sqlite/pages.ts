import type { ConversationId } from '../../shared/ids.ts';
import type { Notice } from '../../shared/schemas/conversation.ts';
import type { StoredMessage } from '../store.ts';
import type { Engine } from './engine.ts';

export interface Page {
  items: StoredMessage[];
  notices: Notice[];
  more: boolean;
}

/** The newest `limit` messages before `beforeSeq`, oldest first, and the notices among them: pages meet without a gap or a repeat. */
export function olderPage({ messages, log }: Engine, conversationId: ConversationId, beforeSeq: number, limit: number): Page {
  const found = messages.page(conversationId, beforeSeq, limit + 1);
  const more = found.length > limit;
  const items = more ? found.slice(1) : found;
  const fromSeq = more ? (items[0]?.seq ?? beforeSeq) : 1;
  return { items, notices: log.notices(conversationId, fromSeq, beforeSeq - 1), more };
}
