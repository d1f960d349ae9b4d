import { createHash } from 'node:crypto';
import { and, eq, sql } from 'drizzle-orm';
import { refuse } from '../../shared/errors.ts';
import type { ConversationId, FileId, MessageId, UserId } from '../../shared/ids.ts';
import type { Messages } from '../store.ts';
import { attach } from './attachments.ts';
import { beginReply } from './begin-reply.ts';
import { entitle } from './conversation-writes.ts';
import type { Database } from './database.ts';
import type { Engine } from './engine.ts';
import { given } from './given.ts';
import type { InConversation } from './guard.ts';
import { newId } from './new-id.ts';
import { mentions } from './schema-messages.ts';
import { messages } from './schema.ts';
import { present } from './shapes.ts';
import { tellAbove } from './threads.ts';

type Draft = Parameters<Messages['append']>[0];
type Appended = Awaited<ReturnType<Messages['append']>>;

/** Stores what a person says, once for a client key (SEND-1). Inside a transaction. */
export function appender(engine: Engine): (draft: Draft, who: InConversation, now: number) => Appended {
  const { database, log } = engine;
  const { bySendKey, insert } = queries(database);

  return (draft, who, now) => {
    const { conversationId, clientKey, text, parentId, attachments = [] } = draft;
    const key = { userId: who.user.id, conversationId, clientKey };
    const sentHash = hash(text, attachments);
    const sent = bySendKey.get(key);
    if (sent) return repeated(engine, sent, sentHash);
    if (parentId !== undefined) assertIn(engine, parentId, conversationId);

    const id = newId<MessageId>();
    const seq = log.add(conversationId, { type: 'message.posted', messageId: id }, now);
    insert.run({ ...key, id, seq, parentId: parentId ?? null, sentHash, now, text });
    const named = mention(engine, { conversationId, messageId: id, seq, by: who.user.id }, draft.mentions ?? []);
    if (who.conversation.thread) engine.participants.said({ conversationId, seq, by: who.user.id, named }, now);
    attach(database, { conversationId, messageId: id, userId: who.user.id }, attachments);
    const titled = text.trim() === '' ? (engine.messages.get(id).attachments?.[0]?.name ?? '') : text;
    entitle(engine, { conversationId, messageId: id, userId: who.user.id, text: titled }, now);
    const reply = draft.reply && beginReply(engine, who, { parentId: id, model: draft.reply.model }, now);
    if (reply) database.sql.update(messages).set({ askedId: reply.generation.id }).where(eq(messages.id, id)).run();
    return {
      message: engine.messages.get(id),
      ...(reply && { generation: reply.generation }),
      repeated: false,
      changes: [log.changeFrom(conversationId, seq), ...tellAbove(engine, conversationId, now)],
    };
  };
}

type Sent = Pick<typeof messages.$inferSelect, 'id' | 'sentHash' | 'askedId'>;

function repeated(engine: Engine, sent: Sent, sentHash: string): Appended {
  if (sent.sentHash !== sentHash) refuse('CONFLICT', 'Another text was sent with this key already.');
  return {
    message: engine.messages.get(sent.id),
    ...(sent.askedId !== null && { generation: present(engine.generations.byId(sent.askedId), 'generation') }),
    repeated: true,
    changes: [],
  };
}

function assertIn({ messages: rows }: Engine, messageId: MessageId, conversationId: ConversationId): void {
  if (rows.byId(messageId)?.conversationId !== conversationId) refuse('NOT_FOUND');
}

/** Of the people who are named those who see the conversation, each once; not whoever writes it. Says whom. */
function mention(
  { database, readers }: Engine,
  said: { conversationId: ConversationId; messageId: MessageId; seq: number; by: UserId },
  people: readonly UserId[],
): UserId[] {
  const { by, ...where } = said;
  const named = [...new Set(people)].filter((userId) => userId !== by && readers.sees(where.conversationId, userId));
  for (const userId of named) {
    database.sql
      .insert(mentions)
      .values({ ...where, userId })
      .run();
  }
  return named;
}

/** Of what was sent as a whole; no text holds a NUL and an id after it by chance. */
function hash(text: string, fileIds: readonly FileId[]): string {
  return createHash('sha256')
    .update([text, ...fileIds].join('\0'))
    .digest('hex');
}

function queries({ sql: db }: Database) {
  const userId = given('userId');
  const conversationId = given('conversationId');
  const clientKey = given('clientKey');
  const bySendKey = db
    .select({ id: messages.id, sentHash: messages.sentHash, askedId: messages.askedId })
    .from(messages)
    .where(and(eq(messages.authorId, userId), eq(messages.conversationId, conversationId), eq(messages.clientKey, clientKey)))
    .prepare();
  const insert = db
    .insert(messages)
    .values({
      id: sql.placeholder('id'),
      conversationId,
      seq: sql.placeholder('seq'),
      parentId: sql.placeholder('parentId'),
      authorId: userId,
      senderId: userId,
      clientKey,
      sentHash: sql.placeholder('sentHash'),
      createdAt: sql.placeholder('now'),
      text: sql.placeholder('text'),
    })
    .prepare();
  return { bySendKey, insert };
}
