import { count, eq } from 'drizzle-orm';
import type { Guard } from '../../shared/access.ts';
import { refuse } from '../../shared/errors.ts';
import type { ConversationId, FolderId, TeamId, UserId } from '../../shared/ids.ts';
import { FOLDER } from '../../shared/limits.ts';
import type { Folders } from '../store.ts';
import type { Database } from './database.ts';
import type { Engine } from './engine.ts';
import { type FolderPaths, folderPaths } from './folder-paths.ts';
import { folderSeenBy, foldersOf } from './folder-rows.ts';
import type { InFolder } from './guard.ts';
import { newId } from './new-id.ts';
import { conversations, folders } from './schema.ts';
import { giveTo, OF_FOLDER, sharesOf } from './shares.ts';
import { watchedByGuests } from './watch.ts';

export function openFolders(engine: Engine): Folders {
  const { database, enter, readers } = engine;
  const { sql: db, write } = database;
  const paths = folderPaths(database);
  const get = (folderId: FolderId, userId: UserId) => folderSeenBy(database, folderId, userId) ?? refuse('NOT_FOUND');

  return {
    async create({ teamId, name, parentId }, guard, now, parent) {
      return write(() => {
        const { user } = enter.team(guard, teamId);
        mustHaveRoom(database, teamId);
        if (parentId) mustFit(paths, enterAbove(engine, parent, parentId, teamId), 1);
        const id = newId<FolderId>();
        db.insert(folders)
          .values({ id, teamId, parentId: parentId ?? null, name, createdBy: user.id, createdAt: now })
          .run();
        paths.lay([id]);
        return get(id, user.id);
      });
    },
    async listOf(teamId, userId) {
      return foldersOf(database, { teamId, userId });
    },
    async rename(folderId, name, guard) {
      return write(() => {
        const { user } = enter.folder(guard, folderId);
        db.update(folders).set({ name }).where(eq(folders.id, folderId)).run();
        return get(folderId, user.id);
      });
    },
    async move({ folderId, parentId }, guard, parent) {
      return write(() => {
        const { user, folder } = enter.folder(guard, folderId);
        const above = parentId && enterAbove(engine, parent, parentId, folder.teamId);
        const touched = watchedByGuests(engine, readers.within(folderId), () => hang(database, paths, folderId, above));
        return { folder: get(folderId, user.id), touched };
      });
    },
    async shares(folderId, guard) {
      enter.folder(guard, folderId);
      return sharesOf(database, OF_FOLDER, folderId);
    },
    async share({ folderId, userId, relation }, guard) {
      return write(() => {
        const { folder } = enter.folder(guard, folderId);
        const giving = { teamId: folder.teamId, userId, relation };
        const touched = watchedByGuests(engine, readers.within(folderId), () => giveTo(database, OF_FOLDER, folderId, giving));
        return { teamId: folder.teamId, shares: sharesOf(database, OF_FOLDER, folderId), touched };
      });
    },
    async delete(folderId, guard) {
      return write(() => {
        const who = enter.folder(guard, folderId);
        const touched = watchedByGuests(engine, readers.within(folderId), () => dissolve(engine, paths, who));
        return { teamId: who.folder.teamId, touched };
      });
    },
  };
}

/** The folder that something is put into: of the same team, and with a decision of its own. */
export function enterAbove({ enter }: Engine, guard: Guard | undefined, folderId: FolderId, teamId: TeamId): FolderId {
  if (!guard) throw new Error(`no guard about folder ${folderId}, which something is put into`);
  const { folder } = enter.folder(guard, folderId);
  return folder.teamId === teamId ? folder.id : refuse('NOT_FOUND');
}

function mustHaveRoom({ sql: db }: Database, teamId: TeamId): void {
  const held = db.select({ held: count() }).from(folders).where(eq(folders.teamId, teamId)).get()?.held ?? 0;
  if (held >= FOLDER.maxPerTeam) refuse('QUOTA_EXCEEDED', `A team has at most ${FOLDER.maxPerTeam} folders. Delete one first.`);
}

function mustFit(paths: FolderPaths, above: FolderId, height: number): void {
  if (paths.depthOf(above) + height > FOLDER.maxDepth) refuse('CONFLICT', `Folders are at most ${FOLDER.maxDepth} deep.`);
}

/** Under another folder, or at the top. CONFLICT for a circle. */
function hang(database: Database, paths: FolderPaths, folderId: FolderId, above: FolderId | null): void {
  const moved = paths.below(folderId);
  if (above && moved.includes(above)) refuse('CONFLICT', 'A folder cannot be put into itself, or into one that is in it.');
  if (above) mustFit(paths, above, paths.heightOf(folderId));
  database.sql.update(folders).set({ parentId: above }).where(eq(folders.id, folderId)).run();
  paths.lay(moved);
  database.accessChanged();
}

/** What is in it goes up one level; conversations say so, and are what comes back. */
function dissolve(engine: Engine, paths: FolderPaths, { user, folder }: InFolder): ConversationId[] {
  const { database, log } = engine;
  const { sql: db } = database;
  const row = db.select({ parentId: folders.parentId }).from(folders).where(eq(folders.id, folder.id)).get();
  const parentId = row?.parentId ?? null;
  const inside = db.select({ id: conversations.id }).from(conversations).where(eq(conversations.folderId, folder.id)).all();
  const below = paths.below(folder.id).filter((id) => id !== folder.id);
  db.update(conversations).set({ folderId: parentId }).where(eq(conversations.folderId, folder.id)).run();
  db.update(folders).set({ parentId }).where(eq(folders.parentId, folder.id)).run();
  db.delete(folders).where(eq(folders.id, folder.id)).run();
  paths.lay(below);
  for (const { id } of inside) log.add(id, { type: 'conversation.updated', userId: user.id }, engine.now());
  database.accessChanged();
  return inside.map(({ id }) => id);
}
