import { and, eq, inArray, isNull } from 'drizzle-orm';
import type { Guard } from '../../shared/access.ts';
import { refuse } from '../../shared/errors.ts';
import type { ConversationId, UserId } from '../../shared/ids.ts';
import type { Conversations, StoredConversation } from '../store.ts';
import { move, setArchived, share, update } from './conversation-settings.ts';
import { begin } from './conversation-writes.ts';
import { conversationCursor, idCursor, memberCursor, parseConversationCursor, parseIdCursor, parseMemberCursor } from './cursor.ts';
import type { Engine } from './engine.ts';
import { enterAbove } from './folders.ts';
import { fork } from './fork.ts';
import type { InTeam } from './guard.ts';
import { nameOf } from './member-rows.ts';
import { lineReader } from './message-rows.ts';
import { olderPage } from './pages.ts';
import { conversations, generations } from './schema.ts';
import { iso } from './shapes.ts';
import { OF_CONVERSATION, sharesOf } from './shares.ts';
import { teamsOf } from './team-rows.ts';
import { mustNotBeThread, threadOn } from './threads.ts';

export function openConversations(engine: Engine): Conversations {
  return { ...looking(engine), ...changing(engine) };
}

type Reads = 'list' | 'inboxOf' | 'get' | 'seenBy' | 'audience' | 'subjects' | 'readableBy' | 'shares' | 'open';

const getter =
  ({ conversations: rows }: Engine) =>
  (conversationId: ConversationId, userId: UserId) =>
    rows.seenBy(conversationId, userId) ?? refuse('NOT_FOUND');

function looking(engine: Engine): Pick<Conversations, Reads> {
  const { database, enter, conversations: rows, readers } = engine;
  const get = getter(engine);
  const firstUnread = unreadReader(engine);

  return {
    async list(query, guard) {
      const { user } = enter.team(guard, query.teamId);
      return list(engine, query, user.id);
    },
    async inboxOf(userId, limit) {
      const all = teamsOf(database, userId).flatMap(({ id }) => rows.list({ teamId: id, userId, archived: false, limit }));
      return all.toSorted(byActivity);
    },
    async get(conversationId, guard) {
      const { user } = enter.conversation(guard, conversationId);
      return get(conversationId, user.id);
    },
    async seenBy(conversationId, userId) {
      return rows.seenBy(conversationId, userId);
    },
    async audience(conversationId) {
      return readers.audience(conversationId);
    },
    async subjects(query, guard) {
      enter.conversation(guard, query.conversationId);
      return subjects(engine, query);
    },
    async readableBy(query) {
      return readableBy(engine, query);
    },
    async shares(conversationId, guard) {
      const { conversation } = enter.conversation(guard, conversationId);
      mustNotBeThread(conversation);
      return sharesOf(database, OF_CONVERSATION, conversationId);
    },
    async open({ conversationId, limit }, guard) {
      const { user } = enter.conversation(guard, conversationId);
      const conversation = get(conversationId, user.id);
      const head = conversation.lastSeq;
      const { items, notices, more } = olderPage(engine, conversationId, head + 1, limit);
      const since = conversation.unread > 0 ? firstUnread(conversation, user.id) : undefined;
      return {
        conversation,
        messages: items,
        notices,
        more,
        ...(since && { unreadSince: since }),
        openGenerations: engine.generations.openOf(conversationId),
        head,
      };
    },
  };
}

/** When the first came that this person has not read. */
function unreadReader({ database }: Engine): (conversation: StoredConversation, userId: UserId) => string | undefined {
  const first = database.file.prepare<[ConversationId, number, UserId], { at: number }>(
    `select created_at as at from messages
     where conversation_id = +? and seq > +? and sender_id <> +? and deleted_at is null order by seq limit 1`,
  );
  return ({ id, readSeq }, userId) => {
    const row = first.get(id, readSeq, userId);
    return row && iso(row.at);
  };
}

function changing(engine: Engine): Omit<Conversations, Reads> {
  const { database, enter } = engine;
  const { write } = database;
  const readLine = lineReader(database);
  const get = getter(engine);

  return {
    async create(draft, guard, now, folder) {
      return write(() => create(engine, draft, enter.team(guard, draft.teamId), now, folder));
    },
    async thread(messageId, guard, now) {
      return write(() => {
        const who = enter.message(guard, messageId);
        const { id, changes } = threadOn(engine, who, now);
        return { conversation: get(id, who.user.id), changes };
      });
    },
    async share({ conversationId, ...giving }, guard) {
      return write(() => share(engine, giving, enter.conversation(guard, conversationId)));
    },
    async move({ conversationId, folderId }, guard, now, folder) {
      return write(() => {
        const who = enter.conversation(guard, conversationId);
        return { ...move(engine, folderId, who, now, folder), conversation: get(conversationId, who.user.id) };
      });
    },
    async update({ conversationId, ...change }, guard, now) {
      return write(() => {
        const who = enter.conversation(guard, conversationId);
        return { ...update(engine, change, who, now), conversation: get(conversationId, who.user.id) };
      });
    },
    async setArchived(conversationId, archived, guard, now) {
      return write(() => {
        const who = enter.conversation(guard, conversationId);
        return { changes: setArchived(engine, archived, who, now), conversation: get(conversationId, who.user.id) };
      });
    },
    async delete(conversationId, guard) {
      const done = write(() => {
        const { conversation } = enter.conversation(guard, conversationId);
        mustNotBeThread(conversation);
        return remove(engine, conversationId);
      });
      database.scrub();
      return done;
    },
    async fork(draft, guard, now) {
      return write(() => {
        const who = enter.message(guard, draft.messageId);
        return get(fork(engine, readLine(who.conversation.id), who, draft.title, now), who.user.id);
      });
    },
  };
}

type Draft = Parameters<Conversations['create']>[0];

function create(engine: Engine, draft: Draft, { user, team }: InTeam, now: number, folder?: Guard): StoredConversation {
  const { title = '', visibility, model = null, answers = 'always' } = draft;
  const folderId = draft.folderId ? enterAbove(engine, folder, draft.folderId, team.id) : null;
  const id = begin(engine.database, { teamId: team.id, folderId, title, visibility, model, answers, createdBy: user.id }, now);
  return engine.conversations.seenBy(id, user.id) ?? refuse('NOT_FOUND');
}

type ListQuery = Parameters<Conversations['list']>[0];

function list(
  { conversations: rows }: Engine,
  { teamId, archived, cursor, limit }: ListQuery,
  userId: UserId,
): Awaited<ReturnType<Conversations['list']>> {
  const after = cursor === undefined ? {} : { after: parseConversationCursor(cursor) };
  const found = rows.list({ teamId, userId, archived, limit: limit + 1, ...after });
  const items = found.slice(0, limit);
  const last = items.at(-1);
  if (found.length <= limit || !last) return { items };
  return { items, nextCursor: conversationCursor({ updatedAt: Date.parse(last.updatedAt), id: last.id }) };
}

function byActivity(a: StoredConversation, b: StoredConversation): number {
  const newer = a.updatedAt === b.updatedAt ? a.id > b.id : a.updatedAt > b.updatedAt;
  return newer ? -1 : 1;
}

function subjects(
  { database, readers }: Engine,
  { conversationId, cursor, limit }: Parameters<Conversations['subjects']>[0],
): Awaited<ReturnType<Conversations['subjects']>> {
  const after = cursor === undefined ? {} : { after: nameOf(database, parseMemberCursor(cursor)) };
  const found = readers.subjects({ conversationId, limit: limit + 1, ...after });
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, ...(found.length > limit && last && { nextCursor: memberCursor(last.userId) }) };
}

function readableBy(
  { readers }: Engine,
  { cursor, limit, ...query }: Parameters<Conversations['readableBy']>[0],
): Awaited<ReturnType<Conversations['readableBy']>> {
  const after = cursor === undefined ? '' : parseIdCursor(cursor);
  const found = readers.readable({ ...query, after, limit: limit + 1 });
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, ...(found.length > limit && last && { nextCursor: idCursor(last.conversationId) }) };
}

function remove({ database, readers }: Engine, conversationId: ConversationId): Awaited<ReturnType<Conversations['delete']>> {
  const { sql: db } = database;
  const audience = readers.audience(conversationId);
  const all = readers.withThreads(conversationId);
  const isOpen = and(inArray(generations.conversationId, all), isNull(generations.endedAt));
  const open = db.select({ id: generations.id }).from(generations).where(isOpen).all();
  db.delete(conversations).where(eq(conversations.id, conversationId)).run();
  database.accessChanged();
  return { audience, open: open.map((row) => row.id), threads: all.slice(1) };
}
