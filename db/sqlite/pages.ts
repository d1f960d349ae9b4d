import { refuse } from '../../shared/errors.ts';
import type { ConversationId } from '../../shared/ids.ts';
import type { Notice } from '../../shared/schemas/conversation.ts';
import type { PageFrom, StoredMessage } from '../store.ts';
import type { Engine } from './engine.ts';

export interface Page {
  items: StoredMessage[];
  notices: Notice[];
  /** There are older ones. */
  more: boolean;
  newer: boolean;
}

/** Messages with the notices among them, oldest first: pages meet without a gap or a repeat. */
export function pageFrom(engine: Engine, conversationId: ConversationId, from: PageFrom, limit: number): Page {
  const { beforeSeq, afterSeq, aroundSeq, aroundMessageId } = from;
  if (aroundMessageId !== undefined) {
    const message = engine.messages.byId(aroundMessageId);
    if (message?.conversationId !== conversationId) refuse('NOT_FOUND');
    return pageAround(engine, conversationId, message.seq, limit);
  }
  if (aroundSeq !== undefined) return pageAround(engine, conversationId, aroundSeq, limit);
  if (afterSeq !== undefined) return newerPage(engine, conversationId, afterSeq, limit);
  return olderPage(engine, conversationId, beforeSeq ?? engine.log.head(conversationId) + 1, limit);
}

/** The newest `limit` messages before `beforeSeq`. */
export function olderPage(engine: Engine, conversationId: ConversationId, beforeSeq: number, limit: number): Page {
  const { messages, log } = engine;
  const found = messages.page(conversationId, beforeSeq, limit + 1);
  const more = found.length > limit;
  const items = more ? found.slice(1) : found;
  const fromSeq = more ? (items[0]?.seq ?? beforeSeq) : 1;
  const newer = messages.pageAfter(conversationId, beforeSeq - 1, 1).length > 0;
  return { items, notices: log.notices(conversationId, fromSeq, beforeSeq - 1), more, newer };
}

/** The oldest `limit` messages after `afterSeq`. */
function newerPage({ messages, log }: Engine, conversationId: ConversationId, afterSeq: number, limit: number): Page {
  const found = messages.pageAfter(conversationId, afterSeq, limit + 1);
  const newer = found.length > limit;
  const items = found.slice(0, limit);
  const toSeq = newer ? (items.at(-1)?.seq ?? afterSeq) : log.head(conversationId);
  const more = messages.page(conversationId, afterSeq + 1, 1).length > 0;
  return { items, notices: log.notices(conversationId, afterSeq + 1, toSeq), more, newer };
}

/** Half of it before `seq`, the rest from there on. */
function pageAround(engine: Engine, conversationId: ConversationId, seq: number, limit: number): Page {
  const before = Math.floor(limit / 2);
  const after = newerPage(engine, conversationId, seq - 1, limit - before);
  if (before === 0) return after;
  const older = olderPage(engine, conversationId, seq, before);
  return {
    items: [...older.items, ...after.items],
    notices: [...older.notices, ...after.notices],
    more: older.more,
    newer: after.newer,
  };
}
