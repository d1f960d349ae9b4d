/**
 * The tables of parley.db. Change one, then write the migration: `npx drizzle-kit generate --config .ci/drizzle.config.ts`.
 * What hangs on a message is in schema-messages.ts, files are in schema-files.ts, the audit log in schema-audit.ts.
 * Texts of people and models stand last in their row, so that reading the rest never walks their overflow pages.
 */
import { sql } from 'drizzle-orm';
import { type AnySQLiteColumn, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { RELATIONS, ROLES, TIERS, VISIBILITIES } from '../../shared/access.ts';
import type { FailureCode } from '../../shared/errors.ts';
import type { StoredEvent } from '../../shared/events.ts';
import type { ConversationId, FolderId, GenerationId, InviteId, MessageId, SessionHandle, TeamId, UserId } from '../../shared/ids.ts';
import { ANSWERS, OUTCOMES, type Usage } from '../../shared/schemas/conversation.ts';
import { flag, id, instant, whole } from './columns.ts';

/** One row: what this database is. */
export const meta = sqliteTable('meta', { epoch: text().primaryKey() });

export const users = sqliteTable('users', {
  id: id<UserId>().primaryKey(),
  name: text().notNull(),
  email: text().notNull(),
  /** The address in lower case: what makes two spellings one account. */
  emailKey: text().notNull().unique('users_email_key'),
  passwordHash: text().notNull(),
  admin: flag().notNull(),
  /** A deleted account keeps its row, for messages refer to it: without name, address and password. */
  status: text({ enum: ['active', 'disabled', 'deleted'] }).notNull(),
  createdAt: instant().notNull(),
  /** When they were last connected or signed in, as far as it is known: for people to look at, minutes late at most. */
  lastSeenAt: instant(),
});

/** The one link of a person that sets a new password. */
export const passwordResets = sqliteTable('password_resets', {
  userId: id<UserId>()
    .primaryKey()
    .references(() => users.id, { onDelete: 'cascade' }),
  tokenHash: text().notNull().unique('password_resets_token_hash'),
  expiresAt: instant().notNull(),
});

export const sessions = sqliteTable(
  'sessions',
  {
    /** SHA-256 of the token, hex (SESSION-1). */
    id: text().primaryKey(),
    handle: id<SessionHandle>().notNull().unique('sessions_handle'),
    userId: id<UserId>()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    createdAt: instant().notNull(),
    lastUsedAt: instant().notNull(),
    expiresAt: instant().notNull(),
    ip: text().notNull(),
    agent: text().notNull(),
  },
  (t) => [index('sessions_user').on(t.userId, t.createdAt), index('sessions_expiry').on(t.expiresAt)],
);

export const teams = sqliteTable('teams', {
  id: id<TeamId>().primaryKey(),
  name: text().notNull(),
  tier: text({ enum: TIERS }).notNull(),
  defaultModel: text(),
  createdAt: instant().notNull(),
});

export const memberships = sqliteTable(
  'memberships',
  {
    teamId: id<TeamId>()
      .notNull()
      .references(() => teams.id, { onDelete: 'cascade' }),
    userId: id<UserId>()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    role: text({ enum: ROLES }).notNull(),
    joinedAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.teamId, t.userId] }), index('memberships_user').on(t.userId)],
);

/** Memberships that are set aside. Apart, not flagged, so that nothing that looks for members can find one by mistake. */
export const suspended = sqliteTable(
  'suspended',
  {
    teamId: id<TeamId>()
      .notNull()
      .references(() => teams.id, { onDelete: 'cascade' }),
    userId: id<UserId>()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    role: text({ enum: ROLES }).notNull(),
    joinedAt: instant().notNull(),
    suspendedAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.teamId, t.userId] }), index('suspended_user').on(t.userId)],
);

export const invites = sqliteTable(
  'invites',
  {
    id: id<InviteId>().primaryKey(),
    teamId: id<TeamId>()
      .notNull()
      .references(() => teams.id, { onDelete: 'cascade' }),
    role: text({ enum: ROLES }).notNull(),
    tokenHash: text().notNull().unique('invites_token_hash'),
    createdBy: id<UserId>()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    createdAt: instant().notNull(),
    expiresAt: instant().notNull(),
    revoked: flag().notNull(),
    uses: integer().notNull(),
    /** Null: as often as wanted. */
    maxUses: integer(),
    /** The one address it is for, as it was typed, and what it is compared by. */
    email: text(),
    emailKey: text(),
  },
  (t) => [index('invites_team').on(t.teamId), index('invites_issuer').on(t.createdBy)],
);

export const folders = sqliteTable(
  'folders',
  {
    id: id<FolderId>().primaryKey(),
    teamId: id<TeamId>()
      .notNull()
      .references(() => teams.id, { onDelete: 'cascade' }),
    parentId: id<FolderId>().references((): AnySQLiteColumn => folders.id),
    name: text().notNull(),
    createdBy: id<UserId>()
      .notNull()
      .references(() => users.id),
    createdAt: instant().notNull(),
  },
  (t) => [index('folders_team').on(t.teamId), index('folders_parent').on(t.parentId)],
);

/** Every folder with itself and all above it: what is shared above is found in one step. Kept by folder-paths.ts. */
export const folderPaths = sqliteTable(
  'folder_paths',
  {
    folderId: id<FolderId>()
      .notNull()
      .references(() => folders.id, { onDelete: 'cascade' }),
    ancestorId: id<FolderId>()
      .notNull()
      .references(() => folders.id, { onDelete: 'cascade' }),
  },
  (t) => [primaryKey({ columns: [t.folderId, t.ancestorId] }), index('folder_paths_ancestor').on(t.ancestorId)],
);

/** Whoever is named in a share is a member: it goes with the membership. */
export const folderShares = sqliteTable(
  'folder_shares',
  {
    folderId: id<FolderId>()
      .notNull()
      .references(() => folders.id, { onDelete: 'cascade' }),
    userId: id<UserId>()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    relation: text({ enum: RELATIONS }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.folderId, t.userId] }), index('folder_shares_user').on(t.userId)],
);

export const conversations = sqliteTable(
  'conversations',
  {
    id: id<ConversationId>().primaryKey(),
    teamId: id<TeamId>()
      .notNull()
      .references(() => teams.id, { onDelete: 'cascade' }),
    folderId: id<FolderId>().references(() => folders.id),
    /** The conversation and the message this thread hangs on. What decides who sees a thread stands in the row of that conversation. */
    parentConversationId: id<ConversationId>().references((): AnySQLiteColumn => conversations.id, { onDelete: 'cascade' }),
    threadMessageId: id<MessageId>().unique('conversations_thread'),
    /** Empty while nobody has named it and nothing has been said. */
    title: text().notNull(),
    /** The message the title was taken from: when that text goes, the title goes with it. */
    titleMessageId: id<MessageId>(),
    visibility: text({ enum: VISIBILITIES }).notNull(),
    model: text(),
    answers: text({ enum: ANSWERS }).notNull(),
    createdBy: id<UserId>()
      .notNull()
      .references(() => users.id),
    createdAt: instant().notNull(),
    /** Time of the newest event. */
    updatedAt: instant().notNull(),
    archivedAt: instant(),
    /** What it was copied from, which may be gone by now. */
    forkedConversationId: id<ConversationId>(),
    forkedMessageId: id<MessageId>(),
    /** Number of the newest event (SEQ-1). */
    headSeq: integer().notNull(),
  },
  (t) => [
    index('conversations_activity')
      .on(t.teamId, t.updatedAt, t.id)
      .where(sql`${t.parentConversationId} is null`),
    index('conversations_team').on(t.teamId, t.id),
    index('conversations_folder').on(t.folderId),
    index('conversations_parent').on(t.parentConversationId),
  ],
);

/** As folder_shares. */
export const conversationShares = sqliteTable(
  'conversation_shares',
  {
    conversationId: id<ConversationId>()
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    userId: id<UserId>()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    relation: text({ enum: RELATIONS }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.conversationId, t.userId] }), index('conversation_shares_user').on(t.userId)],
);

export const readMarkers = sqliteTable(
  'read_markers',
  {
    userId: id<UserId>()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    conversationId: id<ConversationId>()
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    seq: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.conversationId] }), index('read_markers_conversation').on(t.conversationId)],
);

export const messages = sqliteTable(
  'messages',
  {
    id: id<MessageId>().primaryKey(),
    conversationId: id<ConversationId>()
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    /** Number of the event that created it. */
    seq: integer().notNull(),
    parentId: id<MessageId>(),
    /** Who wrote it: a person, or else `model`. */
    authorId: id<UserId>().references(() => users.id),
    model: text(),
    /** Whose doing it is: the person who wrote it, or who asked the model first. Not unread for them. */
    senderId: id<UserId>()
      .notNull()
      .references(() => users.id),
    clientKey: text(),
    /** SHA-256 of the text as it was sent: knows a repeated send also when the text is gone (SEND-1). */
    sentHash: text(),
    /** The generation that was started together with this message of a person. */
    askedId: id<GenerationId>(),
    /** The latest generation that writes this reply. No reference, for each of the two rows would need the other first. */
    generationId: id<GenerationId>(),
    createdAt: instant().notNull(),
    editedAt: instant(),
    deletedAt: instant(),
    text: text().notNull(),
    thinking: text(),
  },
  (t) => [
    // Answers a count of unread ones without touching a row.
    index('messages_line').on(t.conversationId, t.seq, t.senderId, t.deletedAt),
    uniqueIndex('messages_client_key').on(t.authorId, t.conversationId, t.clientKey),
  ],
);

export const generations = sqliteTable(
  'generations',
  {
    id: id<GenerationId>().primaryKey(),
    messageId: id<MessageId>()
      .notNull()
      .references(() => messages.id, { onDelete: 'cascade' }),
    conversationId: id<ConversationId>()
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    teamId: id<TeamId>()
      .notNull()
      .references(() => teams.id, { onDelete: 'cascade' }),
    model: text().notNull(),
    requestedBy: id<UserId>()
      .notNull()
      .references(() => users.id),
    createdAt: instant().notNull(),
    startedSeq: integer().notNull(),
    fromThinking: integer().notNull(),
    fromText: integer().notNull(),
    /** Null while it is open; everything below is null with it, but for what the model was given. */
    endedAt: instant(),
    outcome: text({ enum: OUTCOMES }),
    code: text().$type<FailureCode>(),
    endedBy: id<UserId>().references(() => users.id),
    usage: whole<Usage>(),
    thinkingLength: integer(),
    textLength: integer(),
    context: whole<{ messageIds: MessageId[]; leftOut: number }>(),
  },
  (t) => [
    uniqueIndex('generations_started').on(t.conversationId, t.startedSeq),
    index('generations_message').on(t.messageId),
    index('generations_team').on(t.teamId),
    index('generations_open')
      .on(t.conversationId)
      .where(sql`${t.endedAt} is null`),
  ],
);

/**
 * The log: which event has which number, and what it speaks of. It holds no text; events are put together from the rows they name
 * when they are read, so deleting a text deletes it here too. Rows go with their conversation, hence no further references.
 */
export const events = sqliteTable(
  'events',
  {
    conversationId: id<ConversationId>()
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    seq: integer().notNull(),
    type: text().$type<StoredEvent['type']>().notNull(),
    messageId: id<MessageId>(),
    generationId: id<GenerationId>(),
    /** Who did it. */
    userId: id<UserId>(),
    /** Of a reaction: which, and whether it was added or taken back. */
    emoji: text(),
    added: flag(),
    at: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.conversationId, t.seq] })],
);
