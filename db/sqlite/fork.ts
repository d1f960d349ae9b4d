import { eq, sql } from 'drizzle-orm';
import { refuse } from '../../shared/errors.ts';
import type { ConversationId, MessageId } from '../../shared/ids.ts';
import { CONVERSATION } from '../../shared/limits.ts';
import { copyFiles } from './attachments.ts';
import { begin, post } from './conversation-writes.ts';
import type { Database } from './database.ts';
import type { Engine } from './engine.ts';
import { given } from './given.ts';
import type { AtMessage } from './guard.ts';
import { lineTo } from './line.ts';
import type { LineRow } from './message-rows.ts';
import { newId } from './new-id.ts';
import { moveMarker } from './read-markers.ts';
import { conversations, messages } from './schema.ts';
import { titleFrom } from './title.ts';

type MessageRow = typeof messages.$inferSelect;

/** A private copy of the line up to and with this message. CONFLICT when that message has no finished text. Inside a transaction. */
export function fork(engine: Engine, rows: LineRow[], who: AtMessage, title: string | undefined, now: number): ConversationId {
  const line = lineTo(rows, who.message.id, CONVERSATION.forkMaxMessages);
  if (who.message.deleted) refuse('NOT_FOUND');
  if (line.at(-1) !== who.message.id) refuse('CONFLICT', 'This reply has no finished text yet.');
  const forkId = beginFork(engine, who, title, now);
  const copies = copyLine(engine, line, forkId, now);
  nameAfterFirst(engine.database, forkId, copies);
  moveMarker(engine.database, { userId: who.user.id, conversationId: forkId, seq: copies.length });
  return forkId;
}

function beginFork(
  { database, conversations: rows }: Engine,
  { user, conversation, message }: AtMessage,
  title: string | undefined,
  now: number,
): ConversationId {
  const origin = database.sql.select().from(conversations).where(eq(conversations.id, conversation.id)).get() ?? refuse('NOT_FOUND');
  // Who answers in a thread is said by its conversation.
  const { teamId, model, answers } = rows.seenBy(conversation.id, user.id) ?? refuse('NOT_FOUND');
  // A title taken from a text is taken again from the copy of that text, so that it goes when the copy goes.
  const named = title ?? (origin.titleMessageId === null ? origin.title : '');
  const from = { forkedConversationId: conversation.id, forkedMessageId: message.id };
  return begin(database, { teamId, title: named, visibility: 'private', model, answers, createdBy: user.id, ...from }, now);
}

function copyLine(engine: Engine, line: MessageId[], conversationId: ConversationId, now: number): MessageRow[] {
  const find = engine.database.sql
    .select()
    .from(messages)
    .where(eq(messages.id, given('id')))
    .prepare();
  const copyOf = new Map<MessageId, MessageId>();
  return line.map((original) => {
    const row = find.get({ id: original }) ?? refuse('NOT_FOUND');
    const parentId = (row.parentId && copyOf.get(row.parentId)) ?? null;
    const once = { clientKey: null, sentHash: null, askedId: null, generationId: null };
    const copy = { ...row, ...once, id: newId<MessageId>(), conversationId, parentId };
    copyOf.set(original, copy.id);
    const seq = post(engine, copy, now);
    copyFiles(engine.database, original, { messageId: copy.id, conversationId });
    return { ...copy, seq };
  });
}

function nameAfterFirst({ sql: db }: Database, conversationId: ConversationId, copies: MessageRow[]): void {
  const first = copies.find((copy) => copy.authorId !== null);
  if (!first) return;
  db.update(conversations)
    .set({ title: titleFrom(first.text), titleMessageId: first.id })
    .where(sql`${conversations.id} = ${conversationId} and ${conversations.title} = ''`)
    .run();
}
