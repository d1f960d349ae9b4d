import { and, asc, desc, eq, gt, lt, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { ConversationId, MessageId, UserId } from '../../shared/ids.ts';
import type { Author, Message } from '../../shared/schemas/conversation.ts';
import type { StoredMessage } from '../store.ts';
import { attachedColumn, attachmentsIn } from './attachments.ts';
import type { Database } from './database.ts';
import { type GenerationRow, requester, stopper, toGeneration } from './generation-rows.ts';
import { given } from './given.ts';
import { conversations, generations, messages, users } from './schema.ts';
import { iso, present } from './shapes.ts';

const author = alias(users, 'author');
const thread = alias(conversations, 'thread');

/** What hangs on a message, each read only where there is some. */
const replies = sql<number>`(select count(*) from messages as reply where reply.conversation_id = ${thread.id} and reply.deleted_at is null)`;
const lastReplyAt = sql<number | null>`(select reply.created_at from messages as reply
  where reply.conversation_id = ${thread.id} and reply.deleted_at is null order by reply.seq desc limit 1)`;
const named = sql<string | null>`(select json_group_array(m.user_id) from
  (select user_id from mentions where message_id = ${messages.id} order by rowid) as m having count(*) > 0)`;
const reacted = sql<string | null>`(select json_group_array(json_array(r.emoji, r.user_id, r.name)) from
  (select emoji, user_id, name from reactions join users on users.id = reactions.user_id
    where message_id = ${messages.id} order by first_seq, seq) as r having count(*) > 0)`;

interface MessageRow {
  message: typeof messages.$inferSelect;
  authorName: string | null;
  generation: GenerationRow['generation'] | null;
  requesterName: string | null;
  stopperName: string | null;
  threadId: ConversationId | null;
  replies: number;
  lastReplyAt: number | null;
  named: string | null;
  reacted: string | null;
  attached: string | null;
}

export interface MessageReader {
  byId(messageId: MessageId): StoredMessage | undefined;
  /** One that is known to be there. */
  get(messageId: MessageId): StoredMessage;
  /** Oldest first: the newest `limit` of those before `beforeSeq`. */
  page(conversationId: ConversationId, beforeSeq: number, limit: number): StoredMessage[];
  /** Oldest first: the oldest `limit` of those after `afterSeq`. */
  pageAfter(conversationId: ConversationId, afterSeq: number, limit: number): StoredMessage[];
}

export function messageReader({ sql: db }: Database): MessageReader {
  const select = () =>
    db
      .select({
        message: messages,
        authorName: author.name,
        generation: generations,
        requesterName: requester.name,
        stopperName: stopper.name,
        threadId: thread.id,
        replies,
        lastReplyAt,
        named,
        reacted,
        attached: attachedColumn,
      })
      .from(messages)
      .leftJoin(thread, eq(thread.threadMessageId, messages.id))
      .leftJoin(author, eq(author.id, messages.authorId))
      .leftJoin(generations, eq(generations.id, messages.generationId))
      .leftJoin(requester, eq(requester.id, generations.requestedBy))
      .leftJoin(stopper, eq(stopper.id, generations.endedBy));
  const byId = select()
    .where(eq(messages.id, given('id')))
    .prepare();
  const page = select()
    .where(and(eq(messages.conversationId, given('conversationId')), lt(messages.seq, given('beforeSeq'))))
    .orderBy(desc(messages.seq))
    .limit(sql.placeholder('limit'))
    .prepare();
  const pageAfter = select()
    .where(and(eq(messages.conversationId, given('conversationId')), gt(messages.seq, given('afterSeq'))))
    .orderBy(asc(messages.seq))
    .limit(sql.placeholder('limit'))
    .prepare();
  const find = (id: MessageId) => {
    const row = byId.get({ id });
    return row && toMessage(row);
  };

  return {
    byId: find,
    get: (id) => present(find(id), `message ${id}`),
    page: (conversationId, beforeSeq, limit) => page.all({ conversationId, beforeSeq, limit }).reverse().map(toMessage),
    pageAfter: (conversationId, afterSeq, limit) => pageAfter.all({ conversationId, afterSeq, limit }).map(toMessage),
  };
}

function toMessage(row: MessageRow): StoredMessage {
  const { message, generation, requesterName, stopperName } = row;
  return {
    id: message.id,
    conversationId: message.conversationId,
    seq: message.seq,
    ...(message.parentId !== null && { parentId: message.parentId }),
    author: authorOf(row),
    text: message.text,
    ...(row.attached !== null && { attachments: attachmentsIn(row.attached) }),
    ...(message.thinking !== null && { thinking: message.thinking }),
    ...(message.clientKey !== null && { clientKey: message.clientKey }),
    createdAt: iso(message.createdAt),
    ...(message.editedAt !== null && { editedAt: iso(message.editedAt) }),
    ...(message.deletedAt !== null && { deletedAt: iso(message.deletedAt) }),
    ...(row.named !== null && { mentions: JSON.parse(row.named) as UserId[] }),
    ...(row.reacted !== null && { reactions: reactionsOf(row.reacted) }),
    ...threadOf(row),
    ...(generation && { generation: toGeneration({ generation, requesterName, stopperName }) }),
  };
}

function authorOf({ message, authorName }: MessageRow): Author {
  if (message.authorId === null) return { kind: 'model', model: present(message.model, 'author') };
  return { kind: 'user', userId: message.authorId, name: present(authorName, 'author') };
}

function threadOf({ threadId, replies: count, lastReplyAt: at }: MessageRow): Pick<Message, 'thread'> {
  if (threadId === null) return {};
  return { thread: { conversationId: threadId, replies: count, ...(at !== null && { lastAt: iso(at) }) } };
}

/** Rows of emoji, id and name, those of one emoji together. */
function reactionsOf(rows: string): NonNullable<Message['reactions']> {
  const reactions: NonNullable<Message['reactions']> = [];
  for (const [emoji, userId, name] of JSON.parse(rows) as [string, UserId, string][]) {
    const last = reactions.at(-1);
    if (last?.emoji === emoji) last.people.push({ userId, name });
    else reactions.push({ emoji, people: [{ userId, name }] });
  }
  return reactions;
}

/** One row of the line as far as choosing needs it: no text is read for it. */
export interface LineRow {
  id: MessageId;
  seq: number;
  parentId: MessageId | null;
  byModel: boolean;
  /** Finished, not deleted, not empty. */
  usable: boolean;
}

export function lineReader({ sql: db }: Database): (conversationId: ConversationId) => LineRow[] {
  const finished = sql`(${generations.id} is null or ${generations.endedAt} is not null)`;
  const query = db
    .select({
      id: messages.id,
      seq: messages.seq,
      parentId: messages.parentId,
      byModel: sql<number>`${messages.authorId} is null`,
      usable: sql<number>`${messages.deletedAt} is null and (octet_length(${messages.text}) > 0 or exists (select 1 from files where message_id = ${messages.id})) and ${finished}`,
    })
    .from(messages)
    .leftJoin(generations, eq(generations.id, messages.generationId))
    .where(eq(messages.conversationId, given('conversationId')))
    .orderBy(asc(messages.seq))
    .prepare();
  return (conversationId) => query.all({ conversationId }).map((row) => ({ ...row, byModel: row.byModel === 1, usable: row.usable === 1 }));
}
