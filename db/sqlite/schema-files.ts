import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { sql } from 'drizzle-orm';
import type { ConversationId, FileId, MessageId, UserId } from '../../shared/ids.ts';
import { FILE_TYPES } from '../../shared/schemas/conversation.ts';
import { id, instant } from './columns.ts';
import { conversations, messages, users } from './schema.ts';

/**
 * Files, sent or waiting to be. Several rows may name the same bytes (`blob`): a fork copies the row. A trigger of the connection notes what goes
 * (attachments.ts), so that bytes go with their last row whatever took it away.
 */
export const files = sqliteTable(
  'files',
  {
    id: id<FileId>().primaryKey(),
    /** What the bytes are called on disk (db/blobs). */
    blob: text().notNull(),
    /** The one it was uploaded for. */
    conversationId: id<ConversationId>()
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    /** Null while it waits to be sent. */
    messageId: id<MessageId>().references(() => messages.id, { onDelete: 'cascade' }),
    uploadedBy: id<UserId>()
      .notNull()
      .references(() => users.id),
    /** In its message, from 0. */
    position: integer().notNull(),
    type: text({ enum: FILE_TYPES }).notNull(),
    mime: text().notNull(),
    size: integer().notNull(),
    width: integer(),
    height: integer(),
    createdAt: instant().notNull(),
    name: text().notNull(),
  },
  (t) => [
    index('files_message').on(t.messageId, t.position),
    index('files_conversation').on(t.conversationId),
    index('files_blob').on(t.blob),
    index('files_unsent')
      .on(t.uploadedBy)
      .where(sql`${t.messageId} is null`),
  ],
);
