/** Single people whom a folder or a conversation is shared with. Everything that writes runs inside a transaction. */
import { and, asc, count, eq, sql } from 'drizzle-orm';
import type { Relation } from '../../shared/access.ts';
import { refuse } from '../../shared/errors.ts';
import type { ConversationId, FolderId, TeamId, UserId } from '../../shared/ids.ts';
import { SHARES } from '../../shared/limits.ts';
import type { Share } from '../../shared/schemas/conversation.ts';
import type { Database } from './database.ts';
import { conversations, conversationShares, folders, folderShares, memberships, users } from './schema.ts';

interface Giving {
  teamId: TeamId;
  userId: UserId;
  relation: Relation | null;
}

export function sharesOfConversation({ sql: db }: Database, conversationId: ConversationId): Share[] {
  return db
    .select({ userId: users.id, name: users.name, role: memberships.role, relation: conversationShares.relation })
    .from(conversationShares)
    .innerJoin(conversations, eq(conversations.id, conversationShares.conversationId))
    .innerJoin(memberships, and(eq(memberships.teamId, conversations.teamId), eq(memberships.userId, conversationShares.userId)))
    .innerJoin(users, eq(users.id, conversationShares.userId))
    .where(eq(conversationShares.conversationId, conversationId))
    .orderBy(sql`${users.name} collate nocase`, asc(users.id))
    .all();
}

export function sharesOfFolder({ sql: db }: Database, folderId: FolderId): Share[] {
  return db
    .select({ userId: users.id, name: users.name, role: memberships.role, relation: folderShares.relation })
    .from(folderShares)
    .innerJoin(folders, eq(folders.id, folderShares.folderId))
    .innerJoin(memberships, and(eq(memberships.teamId, folders.teamId), eq(memberships.userId, folderShares.userId)))
    .innerJoin(users, eq(users.id, folderShares.userId))
    .where(eq(folderShares.folderId, folderId))
    .orderBy(sql`${users.name} collate nocase`, asc(users.id))
    .all();
}

export function shareConversation(database: Database, conversationId: ConversationId, { teamId, userId, relation }: Giving): void {
  const { sql: db } = database;
  mustBeMember(database, { teamId, userId });
  const row = and(eq(conversationShares.conversationId, conversationId), eq(conversationShares.userId, userId));
  db.delete(conversationShares).where(row).run();
  database.accessChanged();
  if (!relation) return;
  const held = db.select({ held: count() }).from(conversationShares).where(eq(conversationShares.conversationId, conversationId)).get();
  mustHaveRoom(held);
  db.insert(conversationShares).values({ conversationId, userId, relation }).run();
}

export function shareFolder(database: Database, folderId: FolderId, { teamId, userId, relation }: Giving): void {
  const { sql: db } = database;
  mustBeMember(database, { teamId, userId });
  const row = and(eq(folderShares.folderId, folderId), eq(folderShares.userId, userId));
  db.delete(folderShares).where(row).run();
  database.accessChanged();
  if (!relation) return;
  const held = db.select({ held: count() }).from(folderShares).where(eq(folderShares.folderId, folderId)).get();
  mustHaveRoom(held);
  db.insert(folderShares).values({ folderId, userId, relation }).run();
}

function mustHaveRoom(row: { held: number } | undefined): void {
  if (row && row.held >= SHARES.maxPerThing) refuse('QUOTA_EXCEEDED', `At most ${SHARES.maxPerThing} people. Take somebody out first.`);
}

function mustBeMember({ sql: db }: Database, { teamId, userId }: Pick<Giving, 'teamId' | 'userId'>): void {
  const row = and(eq(memberships.teamId, teamId), eq(memberships.userId, userId));
  if (!db.select({ userId: memberships.userId }).from(memberships).where(row).get()) refuse('NOT_FOUND');
}
