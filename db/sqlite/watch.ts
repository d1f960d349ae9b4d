/** What a change does to who sees what. Everything here runs inside a transaction. */
import { eq, sql } from 'drizzle-orm';
import type { ConversationId, UserId } from '../../shared/ids.ts';
import type { Audiences } from '../store.ts';
import type { Engine } from './engine.ts';
import { conversations, readMarkers } from './schema.ts';

type Watched = Map<ConversationId, Audiences>;

/** Makes a change of a conversation and its threads, and says who saw them before and after. What was said before somebody came is not unread for them. */
export function watched(engine: Engine, ids: ConversationId[], change: () => void): Watched {
  const { readers } = engine;
  const before = readers.sights(ids);
  change();
  const after = readers.sights(ids);
  const audiences: Watched = new Map();
  for (const id of ids) {
    const [had, has] = [before.get(id) ?? NOBODY, after.get(id) ?? NOBODY];
    audiences.set(id, { before: [...had.keys()], after: [...has.keys()] });
    welcome(engine, id, had, has);
  }
  return audiences;
}

/**
 * The same for a change of folders, which may hold very much: only guests see what they see by a folder, so only they are looked at. What comes back is what
 * somebody lost, gained or sees in another way now, and what the change says it touched.
 */
export function watchedByGuests(engine: Engine, ids: ConversationId[], change: () => readonly ConversationId[] | void): Watched {
  const { readers } = engine;
  const before = readers.sights(ids, 'guests');
  const touched = new Set(change() ?? []);
  const after = readers.sights(ids, 'guests');
  const audiences: Watched = new Map();
  for (const id of ids) {
    const [had, has] = [before.get(id) ?? NOBODY, after.get(id) ?? NOBODY];
    if (isSame(had, has) && !touched.has(id)) continue;
    audiences.set(id, withMembers(readers.audience(id), had, has));
    welcome(engine, id, had, has);
  }
  return audiences;
}

type Seen = ReadonlyMap<UserId, string>;
const NOBODY: Seen = new Map();

function isSame(one: Seen, other: Seen): boolean {
  return one.size === other.size && [...one].every(([userId, sight]) => other.get(userId) === sight);
}

/** Members see it before as after. */
function withMembers(after: UserId[], had: Seen, has: Seen): Audiences {
  const members = after.filter((userId) => !has.has(userId));
  return { before: [...members, ...had.keys()].toSorted(byId), after };
}

const byId = (one: UserId, other: UserId) => (one < other ? -1 : 1);

function welcome(engine: Engine, id: ConversationId, had: Seen, has: Seen): void {
  for (const userId of has.keys()) if (!had.has(userId)) markAsRead(engine, id, userId);
}

/** Everything in it, for this person. */
export function markAsRead({ database, participants }: Engine, conversationId: ConversationId, userId: UserId): void {
  const { sql: db } = database;
  const head = db
    .select({ userId: sql<UserId>`${userId}`.as('user_id'), conversationId: conversations.id, seq: conversations.headSeq })
    .from(conversations)
    .where(eq(conversations.id, conversationId));
  db.insert(readMarkers)
    .select(head)
    .onConflictDoUpdate({ target: [readMarkers.userId, readMarkers.conversationId], set: { seq: sql`excluded.seq` } })
    .run();
  participants.caughtUp(conversationId, userId);
}
