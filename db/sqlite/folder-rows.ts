/** Folders as one person sees them: members see all, a guest those that were shared with them and what is below. */
import { and, asc, eq, sql } from 'drizzle-orm';
import type { FolderId, TeamId, UserId } from '../../shared/ids.ts';
import type { Folder } from '../../shared/schemas/conversation.ts';
import type { Database } from './database.ts';
import { folders, memberships, users } from './schema.ts';
import { isActive } from './sight.ts';

const reached = (folderId: ReturnType<typeof sql>) => sql`(${memberships.role} <> 'guest' or exists (select 1 from folder_paths as p
  cross join folder_shares as fs on fs.folder_id = p.ancestor_id and fs.user_id = ${memberships.userId} where p.folder_id = ${folderId}))`;
const seen = reached(sql`${folders.id}`);
const parentSeen = reached(sql`${folders.parentId}`);
const shared = sql<number>`(select count(*) from folder_shares as fs where fs.folder_id = ${folders.id})`;

export function foldersOf({ sql: db }: Database, { teamId, userId }: { teamId: TeamId; userId: UserId }): Folder[] {
  return select(db, userId)
    .where(and(seen, eq(folders.teamId, teamId)))
    .orderBy(sql`${folders.name} collate nocase`, asc(folders.id))
    .all()
    .map((row) => toFolder(row, userId));
}

/** Undefined when there is none, or not for this person. */
export function folderSeenBy({ sql: db }: Database, folderId: FolderId, userId: UserId): Folder | undefined {
  const row = select(db, userId)
    .where(and(seen, eq(folders.id, folderId)))
    .get();
  return row && toFolder(row, userId);
}

function select(db: Database['sql'], userId: UserId) {
  return db
    .select({ folder: folders, parentSeen: sql<number>`${parentSeen}`, shared })
    .from(folders)
    .innerJoin(memberships, and(eq(memberships.teamId, folders.teamId), eq(memberships.userId, userId)))
    .innerJoin(users, and(eq(users.id, memberships.userId), isActive));
}

function toFolder(row: { folder: typeof folders.$inferSelect; parentSeen: number; shared: number }, userId: UserId): Folder {
  const { id, teamId, parentId, name, createdBy } = row.folder;
  return { id, teamId, parentId: row.parentSeen === 1 ? parentId : null, name, mine: createdBy === userId, shared: row.shared };
}
