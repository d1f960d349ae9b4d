/** A conversation as one person sees it. */
import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import type { ConversationId, TeamId, UserId } from '../../shared/ids.ts';
import type { StoredConversation } from '../store.ts';
import type { Database } from './database.ts';
import { given } from './given.ts';
import { conversations, memberships, readMarkers, users } from './schema.ts';
import { iso } from './shapes.ts';
import { folderSeen, isActive, isRoot, mayRead, type Reach, reachColumns, root, wayOf } from './sight.ts';

export const readSeq = sql<number>`coalesce(${readMarkers.seq}, 0)`;
export const unread = sql<number>`(select count(*) from messages as said where said.conversation_id = ${conversations.id}
  and said.seq > ${readSeq} and said.sender_id <> ${memberships.userId} and said.deleted_at is null)`;
export const mentioned = sql<number>`(select count(*) from mentions as named join messages as said on said.id = named.message_id
  where named.user_id = ${memberships.userId} and named.conversation_id = ${conversations.id} and named.seq > ${readSeq} and said.deleted_at is null)`;
const writing = sql<number>`exists (select 1 from generations as run where run.conversation_id = ${conversations.id} and run.ended_at is null)`;
const shared = sql<number>`(select count(*) from conversation_shares as cs where cs.conversation_id = ${root.id})`;
export const archivedAt = sql<number | null>`coalesce(${conversations.archivedAt}, ${root.archivedAt})`;

/** What everybody shares of a conversation. A thread goes with its conversation in all but its title and being archived for itself. */
export const settingsColumns = {
  title: conversations.title,
  folderId: conversations.folderId,
  visibility: root.visibility,
  model: root.model,
  answers: root.answers,
  archivedAt,
};

/** Where a page of the list begins: after this activity. */
export interface ListPosition {
  updatedAt: number;
  id: string;
}
const NEWEST: ListPosition = { updatedAt: Number.MAX_SAFE_INTEGER, id: '' };

interface Row {
  conversation: typeof conversations.$inferSelect;
  settings: Pick<typeof conversations.$inferSelect, 'visibility' | 'model' | 'answers' | 'archivedAt'>;
  reach: Reach;
  folderId: string | null;
  readSeq: number;
  unread: number;
  mentions: number;
  shared: number;
  writing: number;
}

export interface ConversationReader {
  /** Undefined when there is none, or not for this person. */
  seenBy(conversationId: ConversationId, userId: UserId): StoredConversation | undefined;
  /** Newest activity first, without threads. */
  list(query: { teamId: TeamId; userId: UserId; archived: boolean; limit: number; after?: ListPosition }): StoredConversation[];
  /** What it is called and hangs on, whoever asks. */
  placeOf(conversationId: ConversationId): ConversationPlace | undefined;
}

type ConversationPlace = Pick<typeof conversations.$inferSelect, 'title' | 'parentConversationId' | 'threadMessageId'>;

export function conversationReader({ sql: db }: Database): ConversationReader {
  const one = seen(db)
    .where(and(mayRead, eq(conversations.id, given('id'))))
    .prepare();
  const page = listQuery(db);
  const { title, parentConversationId, threadMessageId } = conversations;
  const place = db
    .select({ title, parentConversationId, threadMessageId })
    .from(conversations)
    .where(eq(conversations.id, given('id')))
    .prepare();

  return {
    seenBy(id, userId) {
      const row = one.get({ id, userId });
      return row && toConversation(row);
    },
    placeOf: (id) => place.get({ id }),
    list({ archived, after = NEWEST, ...query }) {
      return page.all({ ...query, archived: archived ? 1 : 0, updatedAt: after.updatedAt, id: after.id }).map(toConversation);
    },
  };
}

function seen(db: Database['sql']) {
  const { title: _, folderId: __, ...settings } = settingsColumns;
  return db
    .select({
      conversation: conversations,
      settings,
      reach: reachColumns,
      folderId: folderSeen,
      readSeq,
      unread,
      mentions: mentioned,
      shared,
      writing,
    })
    .from(conversations)
    .innerJoin(root, isRoot)
    .innerJoin(memberships, and(eq(memberships.teamId, conversations.teamId), eq(memberships.userId, given('userId'))))
    .innerJoin(users, and(eq(users.id, memberships.userId), isActive))
    .leftJoin(readMarkers, and(eq(readMarkers.userId, memberships.userId), eq(readMarkers.conversationId, conversations.id)));
}

function listQuery(db: Database['sql']) {
  const inTeam = and(eq(conversations.teamId, given('teamId')), isNull(conversations.parentConversationId));
  const ofKind = sql`(${conversations.archivedAt} is not null) = ${given('archived')}`;
  const older = sql`(${conversations.updatedAt}, ${conversations.id}) < (${given('updatedAt')}, ${given('id')})`;
  return seen(db)
    .where(and(mayRead, inTeam, ofKind, older))
    .orderBy(desc(conversations.updatedAt), desc(conversations.id))
    .limit(sql.placeholder('limit'))
    .prepare();
}

function toConversation(row: Row): StoredConversation {
  const { conversation, settings } = row;
  const { id, teamId, title, createdBy } = conversation;
  return {
    id,
    teamId,
    folderId: row.folderId === null ? null : conversation.folderId,
    ...threadOf(conversation),
    title,
    visibility: settings.visibility,
    model: settings.model,
    answers: settings.answers,
    createdBy,
    createdAt: iso(conversation.createdAt),
    updatedAt: iso(conversation.updatedAt),
    ...(settings.archivedAt !== null && { archivedAt: iso(settings.archivedAt) }),
    ...originOf(conversation),
    unread: row.unread,
    readSeq: row.readSeq,
    lastSeq: conversation.headSeq,
    mentions: row.mentions,
    writable: wayOf(row.reach).writes,
    shared: row.shared,
    writing: row.writing === 1,
  };
}

function threadOf({ parentConversationId, threadMessageId }: Row['conversation']): Pick<StoredConversation, 'threadOf'> {
  if (parentConversationId === null || threadMessageId === null) return {};
  return { threadOf: { conversationId: parentConversationId, messageId: threadMessageId } };
}

function originOf({ forkedConversationId, forkedMessageId }: Row['conversation']): Pick<StoredConversation, 'forkedFrom'> {
  if (forkedConversationId === null || forkedMessageId === null) return {};
  return { forkedFrom: { conversationId: forkedConversationId, messageId: forkedMessageId } };
}
