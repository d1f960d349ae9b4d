/** Tables of what hangs on a message. */
import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { ConversationId, MessageId, UserId } from '../../shared/ids.ts';
import { id, instant } from './columns.ts';
import { conversations, messages, users } from './schema.ts';

export const reactions = sqliteTable(
  'reactions',
  {
    messageId: id<MessageId>()
      .notNull()
      .references(() => messages.id, { onDelete: 'cascade' }),
    emoji: text().notNull(),
    userId: id<UserId>()
      .notNull()
      .references(() => users.id),
    /** Number of the event that brought this emoji to the message, which keeps its place while anybody holds on to it. */
    firstSeq: integer().notNull(),
    /** Number of the event of this person. */
    seq: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.messageId, t.emoji, t.userId] })],
);

/** Whom a message names. The first index answers who has unread ones, the second whom a message named. */
export const mentions = sqliteTable(
  'mentions',
  {
    userId: id<UserId>()
      .notNull()
      .references(() => users.id),
    conversationId: id<ConversationId>()
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    messageId: id<MessageId>()
      .notNull()
      .references(() => messages.id, { onDelete: 'cascade' }),
    seq: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.userId, t.conversationId, t.seq] }),
    index('mentions_message').on(t.messageId),
    index('mentions_conversation').on(t.conversationId),
  ],
);

/**
 * Who takes part in a thread: wrote in it, is whose doing the message it hangs on is, or was named in it. `newsAt` is when others last said something there,
 * null once all is read: so what is new for somebody is found without looking at the threads in which nothing is.
 */
export const participants = sqliteTable(
  'participants',
  {
    userId: id<UserId>()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    conversationId: id<ConversationId>()
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    newsAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.userId, t.conversationId] }),
    index('participants_conversation').on(t.conversationId),
    index('participants_news')
      .on(t.userId, t.newsAt)
      .where(sql`${t.newsAt} is not null`),
  ],
);
