/** A conversation as one person sees it, and the one rule in SQL of who sees which. */
import { and, asc, desc, eq, sql } from 'drizzle-orm';
import type { ConversationId, TeamId, UserId } from '../../shared/ids.ts';
import type { StoredConversation } from '../store.ts';
import type { Database } from './database.ts';
import { given } from './given.ts';
import { conversations, memberships, readMarkers, users } from './schema.ts';
import { iso } from './shapes.ts';

/** Whether the member in `memberships` may read the conversation in `conversations`; says in SQL what `decide` says (ACCESS-4). */
export const mayRead = sql`((${conversations.visibility} = 'team' and ${memberships.role} <> 'guest') or ${conversations.createdBy} = ${memberships.userId})`;

const unread = sql<number>`(select count(*) from messages as said where said.conversation_id = ${conversations.id}
  and said.seq > coalesce(${readMarkers.seq}, 0) and said.sender_id <> ${memberships.userId} and said.deleted_at is null)`;
const writing = sql<number>`exists (select 1 from generations as run where run.conversation_id = ${conversations.id} and run.ended_at is null)`;

/** Where a page of the list begins: after this activity. */
export interface ListPosition {
  updatedAt: number;
  id: string;
}
const NEWEST: ListPosition = { updatedAt: Number.MAX_SAFE_INTEGER, id: '' };

interface Row {
  conversation: typeof conversations.$inferSelect;
  readSeq: number;
  unread: number;
  writing: number;
}

export interface ConversationReader {
  /** Undefined when there is none, or not for this person. */
  seenBy(conversationId: ConversationId, userId: UserId): StoredConversation | undefined;
  /** Newest activity first. */
  list(query: { teamId: TeamId; userId: UserId; archived: boolean; limit: number; after?: ListPosition }): StoredConversation[];
  audience(conversationId: ConversationId): UserId[];
}

export function conversationReader({ sql: db }: Database): ConversationReader {
  const one = seen(db)
    .where(and(mayRead, eq(conversations.id, given('id'))))
    .prepare();
  const page = listQuery(db);
  const audience = db
    .select({ userId: memberships.userId })
    .from(conversations)
    .innerJoin(memberships, eq(memberships.teamId, conversations.teamId))
    .innerJoin(users, and(eq(users.id, memberships.userId), eq(users.status, 'active')))
    .where(and(mayRead, eq(conversations.id, given('id'))))
    .orderBy(asc(memberships.userId))
    .prepare();

  return {
    seenBy(id, userId) {
      const row = one.get({ id, userId });
      return row && toConversation(row);
    },
    list({ archived, after = NEWEST, ...query }) {
      return page.all({ ...query, archived: archived ? 1 : 0, updatedAt: after.updatedAt, id: after.id }).map(toConversation);
    },
    audience: (id) => audience.all({ id }).map((row) => row.userId),
  };
}

function seen(db: Database['sql']) {
  return db
    .select({ conversation: conversations, readSeq: sql<number>`coalesce(${readMarkers.seq}, 0)`, unread, writing })
    .from(conversations)
    .innerJoin(memberships, and(eq(memberships.teamId, conversations.teamId), eq(memberships.userId, given('userId'))))
    .innerJoin(users, and(eq(users.id, memberships.userId), eq(users.status, 'active')))
    .leftJoin(readMarkers, and(eq(readMarkers.userId, memberships.userId), eq(readMarkers.conversationId, conversations.id)));
}

function listQuery(db: Database['sql']) {
  const inTeam = eq(conversations.teamId, given('teamId'));
  const ofKind = sql`(${conversations.archivedAt} is not null) = ${given('archived')}`;
  const older = sql`(${conversations.updatedAt}, ${conversations.id}) < (${given('updatedAt')}, ${given('id')})`;
  return seen(db)
    .where(and(mayRead, inTeam, ofKind, older))
    .orderBy(desc(conversations.updatedAt), desc(conversations.id))
    .limit(sql.placeholder('limit'))
    .prepare();
}

function toConversation(row: Row): StoredConversation {
  const { conversation } = row;
  const { id, teamId, title, visibility, model, answers, createdBy } = conversation;
  return {
    id,
    teamId,
    title,
    visibility,
    model,
    answers,
    createdBy,
    createdAt: iso(conversation.createdAt),
    updatedAt: iso(conversation.updatedAt),
    ...(conversation.archivedAt !== null && { archivedAt: iso(conversation.archivedAt) }),
    ...originOf(conversation),
    unread: row.unread,
    readSeq: row.readSeq,
    lastSeq: conversation.headSeq,
    writing: row.writing === 1,
  };
}

function originOf({ forkedConversationId, forkedMessageId }: Row['conversation']): Pick<StoredConversation, 'forkedFrom'> {
  if (forkedConversationId === null || forkedMessageId === null) return {};
  return { forkedFrom: { conversationId: forkedConversationId, messageId: forkedMessageId } };
}
