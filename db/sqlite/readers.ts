/** Reverse questions: who sees a conversation, and what somebody sees. Each answer equals asking `decide` about everybody and everything (ACCESS-4). */
import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm';
import type { ConversationId, FolderId, TeamId, UserId } from '../../shared/ids.ts';
import type { Subject } from '../../shared/schemas/access.ts';
import type { Database } from './database.ts';
import { given } from './given.ts';
import { conversations, memberships, users } from './schema.ts';
import { above, givenTo, isKeeper, isActive, isRoot, mayRead, root, sightOf, wayOf } from './sight.ts';

/** How each reader of each conversation sees it. */
export type Sights = Map<ConversationId, Map<UserId, string>>;

export interface Readers {
  /** By id. */
  audience(conversationId: ConversationId): UserId[];
  sees(conversationId: ConversationId, userId: UserId): boolean;
  /** Of everybody, or of guests alone. */
  sights(conversationIds: ConversationId[], whose?: 'guests'): Sights;
  /** By name; those after `after`, when one is given. */
  subjects(query: { conversationId: ConversationId; limit: number; after?: { name: string; userId: UserId } }): Subject[];
  /** What both may read, by id, after `after`. */
  readable(query: { teamId: TeamId; userId: UserId; also: UserId; after: string; limit: number }): {
    conversationId: ConversationId;
    title: string;
  }[];
  /** What is in this folder and below, threads too. */
  within(folderId: FolderId): ConversationId[];
  /** The conversation and its threads. */
  withThreads(conversationId: ConversationId): ConversationId[];
}

export function openReaders({ sql: db, file }: Database): Readers {
  const { audience, one, readable, threads } = readerQueries(db);
  const within = file.prepare<[FolderId], { id: ConversationId }>(
    `select c.id from folder_paths p join conversations r on r.folder_id = p.folder_id
     join conversations c on c.id = r.id or c.parent_conversation_id = r.id where p.ancestor_id = +?`,
  );

  return {
    audience: (id) => audience.all({ id }).map((row) => row.userId),
    sees: (id, userId) => one.get({ id, userId }) !== undefined,
    sights: (ids, whose) => sightsOf(db, ids, whose),
    subjects: (query) => subjectsOf(db, query),
    readable: (query) => readable.all({ ...query }),
    within: (folderId) => within.all(folderId).map((row) => row.id),
    withThreads: (id) => [id, ...threads.all({ id }).map((row) => row.id)],
  };
}

/** Every conversation with each of its readers. SQLite puts it into the query that asks, so only what that one asks for is worked out. */
function readersOf(db: Database['sql']) {
  return db
    .select({
      conversationId: conversations.id,
      teamId: conversations.teamId,
      title: conversations.title,
      userId: memberships.userId,
      name: users.name,
      role: memberships.role,
      visibility: root.visibility,
      isKeeper: isKeeper.as('is_keeper'),
      given: givenTo.as('given'),
      above: above.as('above'),
      sight: sightOf.as('sight'),
    })
    .from(conversations)
    .innerJoin(root, isRoot)
    .innerJoin(memberships, eq(memberships.teamId, conversations.teamId))
    .innerJoin(users, and(eq(users.id, memberships.userId), isActive))
    .where(mayRead)
    .as('readers');
}

function readerQueries(db: Database['sql']) {
  const readers = readersOf(db);
  const isAsked = eq(readers.conversationId, given('id'));
  const select = () => db.select({ userId: readers.userId }).from(readers);
  return {
    audience: select().where(isAsked).orderBy(asc(readers.userId)).prepare(),
    one: select()
      .where(and(isAsked, eq(readers.userId, given('userId'))))
      .prepare(),
    readable: readableQuery(db),
    threads: db
      .select({ id: conversations.id })
      .from(conversations)
      .where(eq(conversations.parentConversationId, given('id')))
      .prepare(),
  };
}

function readableQuery(db: Database['sql']) {
  const readers = readersOf(db);
  const readableTo = (name: string) => and(eq(readers.teamId, given('teamId')), eq(readers.userId, given(name)));
  const alsoReadable = db.select({ id: readers.conversationId }).from(readers).where(readableTo('also'));
  return db
    .select({ conversationId: readers.conversationId, title: readers.title })
    .from(readers)
    .where(and(readableTo('userId'), gt(readers.conversationId, given('after')), inArray(readers.conversationId, alsoReadable)))
    .orderBy(asc(readers.conversationId))
    .limit(sql.placeholder('limit'))
    .prepare();
}

function sightsOf(db: Database['sql'], ids: ConversationId[], whose?: 'guests'): Sights {
  const readers = readersOf(db);
  const rows = db
    .select({ id: readers.conversationId, userId: readers.userId, sight: readers.sight })
    .from(readers)
    .where(and(sql`${readers.conversationId} in (select value from json_each(${JSON.stringify(ids)}))`, whose && eq(readers.role, 'guest')))
    .orderBy(asc(readers.userId))
    .all();
  const sights: Sights = new Map(ids.map((id) => [id, new Map<UserId, string>()]));
  for (const { id, userId, sight } of rows) sights.get(id)?.set(userId, sight);
  return sights;
}

function subjectsOf(db: Database['sql'], { conversationId, limit, after }: Parameters<Readers['subjects']>[0]): Subject[] {
  const readers = readersOf(db);
  const behind = after && sql`(${readers.name} collate nocase, ${readers.userId}) > (${after.name}, ${after.userId})`;
  const { userId, name, role, visibility, isKeeper: keeper, given: own, above: fromAbove } = readers;
  const rows = db
    .select({ userId, name, role, visibility, isKeeper: keeper, given: own, above: fromAbove })
    .from(readers)
    .where(and(eq(readers.conversationId, conversationId), behind))
    .orderBy(sql`${readers.name} collate nocase`, asc(readers.userId))
    .limit(limit)
    .all();
  return rows.map((row) => ({ userId: row.userId, name: row.name, role: row.role, ...wayOf(row) }));
}
