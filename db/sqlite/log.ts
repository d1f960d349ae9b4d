import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm';
import { refuse } from '../../shared/errors.ts';
import type { ConversationSettings } from '../../shared/events.ts';
import type { ConversationId, GenerationId, MessageId, UserId } from '../../shared/ids.ts';
import type { Notice, Person } from '../../shared/schemas/conversation.ts';
import type { Change, LoggedEvent } from '../store.ts';
import { settingsColumns } from './conversation-view.ts';
import type { Database } from './database.ts';
import type { GenerationReader } from './generation-rows.ts';
import { given } from './given.ts';
import type { MessageReader } from './message-rows.ts';
import { conversations, events, users } from './schema.ts';
import { iso, present } from './shapes.ts';
import { isRoot, root } from './sight.ts';

/** What an event names; the rest of it is read from those rows. */
export type Entry =
  | { type: 'message.posted' | 'message.edited'; messageId: MessageId }
  | { type: 'message.deleted'; messageId: MessageId; userId: UserId }
  | { type: 'message.reacted'; messageId: MessageId; userId: UserId; emoji: string; added: boolean }
  | { type: 'message.threaded'; messageId: MessageId }
  | { type: 'reply.started' | 'reply.ended'; messageId: MessageId; generationId: GenerationId }
  | { type: 'member.joined' | 'member.left' | 'conversation.updated'; userId: UserId };

export interface Log {
  /** Takes the next number of the conversation (SEQ-1) and is its newest activity. NOT_FOUND when the conversation is gone. */
  add(conversationId: ConversationId, entry: Entry, now: number): number;
  after(conversationId: ConversationId, seq: number, limit: number): LoggedEvent[];
  /** What a transaction tells: everything from this number on. */
  changeFrom(conversationId: ConversationId, seq: number): Change;
  head(conversationId: ConversationId): number;
  /** Who joined, within these numbers, both included. */
  notices(conversationId: ConversationId, fromSeq: number, toSeq: number): Notice[];
}

interface Row {
  event: typeof events.$inferSelect;
  by: string | null;
}

export function openLog({ sql: db }: Database, messages: MessageReader, generations: GenerationReader): Log {
  const { takeNumber, insert } = writeQueries(db);
  const { after, head, settingsOf, joined } = readQueries(db);

  const settings = (conversationId: ConversationId): ConversationSettings => {
    const { archivedAt, ...rest } = present(settingsOf.get({ conversationId }), 'conversation');
    return { ...rest, ...(archivedAt !== null && { archivedAt: iso(archivedAt) }) };
  };
  const read = (conversationId: ConversationId, seq: number, limit: number) =>
    after.all({ conversationId, seq, limit }).map((row) => materialise(row, messages, generations, settings));

  return {
    add(conversationId, entry, now) {
      const { seq } = takeNumber.get({ conversationId, now }) ?? refuse('NOT_FOUND');
      insert.run({ conversationId, seq, at: now, ...NOTHING, ...entry });
      return seq;
    },
    after: read,
    changeFrom: (conversationId, seq) => ({
      conversationId,
      // Whoever is told of a change mostly looks for itself, so the rows are read when somebody asks.
      get events() {
        return read(conversationId, seq - 1, -1);
      },
    }),
    head: (conversationId) => head.get({ conversationId })?.seq ?? 0,
    notices: (conversationId, fromSeq, toSeq) => joined.all({ conversationId, fromSeq, toSeq }).map(noticeOf),
  };
}

/** What an entry does not name. */
const NOTHING = { messageId: null, generationId: null, userId: null, emoji: null, added: null };

const wanted = given('conversationId');

function writeQueries(db: Database['sql']) {
  const takeNumber = db
    .update(conversations)
    .set({ headSeq: sql`${conversations.headSeq} + 1`, updatedAt: sql`max(${conversations.updatedAt}, ${given('now')})` })
    .where(eq(conversations.id, wanted))
    .returning({ seq: conversations.headSeq })
    .prepare();
  const insert = db
    .insert(events)
    .values({
      conversationId: wanted,
      seq: sql.placeholder('seq'),
      type: sql.placeholder('type'),
      messageId: sql.placeholder('messageId'),
      generationId: sql.placeholder('generationId'),
      userId: sql.placeholder('userId'),
      emoji: sql.placeholder('emoji'),
      added: sql.placeholder('added'),
      at: sql.placeholder('at'),
    })
    .prepare();
  return { takeNumber, insert };
}

function readQueries(db: Database['sql']) {
  const select = () => db.select({ event: events, by: users.name }).from(events).leftJoin(users, eq(users.id, events.userId));
  const ofConversation = eq(events.conversationId, wanted);
  return {
    after: select()
      .where(and(ofConversation, gt(events.seq, given('seq'))))
      .orderBy(asc(events.seq))
      .limit(sql.placeholder('limit'))
      .prepare(),
    joined: select()
      .where(
        and(
          ofConversation,
          inArray(events.type, ['member.joined', 'member.left']),
          sql`${events.seq} between ${given('fromSeq')} and ${given('toSeq')}`,
        ),
      )
      .orderBy(asc(events.seq))
      .prepare(),
    head: db.select({ seq: conversations.headSeq }).from(conversations).where(eq(conversations.id, wanted)).prepare(),
    settingsOf: db.select(settingsColumns).from(conversations).innerJoin(root, isRoot).where(eq(conversations.id, wanted)).prepare(),
  };
}

function materialise(
  row: Row,
  messages: MessageReader,
  generations: GenerationReader,
  settings: (conversationId: ConversationId) => ConversationSettings,
): LoggedEvent {
  const { type, seq, conversationId, at } = row.event;
  const message = () => messages.get(present(row.event.messageId, 'message of an event'));
  switch (type) {
    case 'message.posted':
      return { type, seq, message: message() };
    case 'message.edited': {
      const { id, text } = message();
      return { type, seq, messageId: id, text, editedAt: iso(at) };
    }
    case 'message.deleted':
      return { type, seq, messageId: message().id, deletedAt: iso(at), by: personOf(row) };
    case 'message.reacted': {
      const { messageId, emoji, added } = row.event;
      return {
        type,
        seq,
        messageId: present(messageId, 'message of an event'),
        emoji: present(emoji, 'emoji of an event'),
        person: personOf(row),
        on: present(added, 'reaction of an event'),
      };
    }
    case 'message.threaded': {
      const { id, thread } = message();
      return { type, seq, messageId: id, thread: present(thread, 'thread of an event') };
    }
    case 'reply.started':
      return { type, seq, ...startOf(row, generations), message: message() };
    case 'reply.ended':
      return { type, seq, ...endOf(row, generations) };
    case 'member.joined':
    case 'member.left':
      return { type, seq, person: personOf(row), at: iso(at) };
    case 'conversation.updated':
      return { type, seq, settings: settings(conversationId), by: personOf(row) };
  }
}

function startOf({ event }: Row, generations: GenerationReader) {
  const { id, messageId, model, requestedBy, from } = generationOf(event, generations);
  return { generationId: id, messageId, model, requestedBy, from };
}

function endOf({ event }: Row, generations: GenerationReader) {
  const { id, messageId, ended } = generationOf(event, generations);
  const { at, ...ending } = present(ended, 'end of a generation');
  return { generationId: id, messageId, endedAt: at, ...ending };
}

function generationOf(event: Row['event'], generations: GenerationReader) {
  return present(event.generationId && generations.byId(event.generationId), 'generation of an event');
}

function personOf({ event, by }: Row): Person {
  return { userId: present(event.userId, 'person of an event'), name: present(by, 'person of an event') };
}

function noticeOf(row: Row): Notice {
  const type = row.event.type === 'member.left' ? 'member.left' : 'member.joined';
  return { type, seq: row.event.seq, person: personOf(row), at: iso(row.event.at) };
}
