import { and, eq, isNull } from 'drizzle-orm';
import { refuse } from '../../shared/errors.ts';
import type { ConversationId, UserId } from '../../shared/ids.ts';
import type { Change, Conversations, StoredConversation } from '../store.ts';
import { begin } from './conversation-writes.ts';
import { conversationCursor, parseConversationCursor } from './cursor.ts';
import type { Database } from './database.ts';
import type { Engine } from './engine.ts';
import { fork } from './fork.ts';
import type { InConversation, InTeam } from './guard.ts';
import { lineReader } from './message-rows.ts';
import { olderPage } from './pages.ts';
import { conversations, generations } from './schema.ts';
import { teamsOf } from './team-rows.ts';

type Draft = Parameters<Conversations['create']>[0];
type ListQuery = Parameters<Conversations['list']>[0];

export function openConversations(engine: Engine): Conversations {
  const { database, enter, conversations: rows } = engine;
  const { write } = database;
  const readLine = lineReader(database);
  const get = (conversationId: ConversationId, userId: UserId) => rows.seenBy(conversationId, userId) ?? refuse('NOT_FOUND');

  return {
    async create(draft, guard, now) {
      return write(() => create(engine, draft, enter.team(guard, draft.teamId), now));
    },
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
      return rows.audience(conversationId);
    },
    async open({ conversationId, limit }, guard) {
      const { user } = enter.conversation(guard, conversationId);
      const conversation = get(conversationId, user.id);
      const head = conversation.lastSeq;
      const { items, notices, more } = olderPage(engine, conversationId, head + 1, limit);
      return { conversation, messages: items, notices, more, openGenerations: engine.generations.openOf(conversationId), head };
    },
    async update({ conversationId, ...change }, guard, now) {
      return write(() => {
        const who = enter.conversation(guard, conversationId);
        return { changes: update(engine, change, who, now), conversation: get(conversationId, who.user.id) };
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
        enter.conversation(guard, conversationId);
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

function create({ database, conversations: rows }: Engine, draft: Draft, { user, team }: InTeam, now: number): StoredConversation {
  const { title = '', visibility, model = null, answers = 'always' } = draft;
  const id = begin(database, { teamId: team.id, title, visibility, model, answers, createdBy: user.id }, now);
  return rows.seenBy(id, user.id) ?? refuse('NOT_FOUND');
}

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

type Settings = Omit<Parameters<Conversations['update']>[0], 'conversationId'>;

/** Says what changed once; nothing when all is so already. */
function update({ database, log }: Engine, change: Settings, { user, conversation }: InConversation, now: number): Change[] {
  const before = rowOf(database, conversation.id);
  const { title = before.title, visibility = before.visibility, model = before.model, answers = before.answers } = change;
  const settings = { title, visibility, model, answers };
  const same = title === before.title && visibility === before.visibility && model === before.model && answers === before.answers;
  if (same) return [];
  const named = title === before.title ? {} : { titleMessageId: null };
  database.sql
    .update(conversations)
    .set({ ...settings, ...named })
    .where(eq(conversations.id, conversation.id))
    .run();
  if (visibility !== before.visibility) database.accessChanged();
  return told(log, conversation.id, user.id, now);
}

function setArchived({ database, log }: Engine, archived: boolean, { user, conversation }: InConversation, now: number): Change[] {
  if (conversation.archived === archived) return [];
  database.sql
    .update(conversations)
    .set({ archivedAt: archived ? now : null })
    .where(eq(conversations.id, conversation.id))
    .run();
  database.accessChanged();
  return told(log, conversation.id, user.id, now);
}

function told(log: Engine['log'], conversationId: ConversationId, userId: UserId, now: number): Change[] {
  return [log.changeFrom(conversationId, log.add(conversationId, { type: 'conversation.updated', userId }, now))];
}

function rowOf({ sql: db }: Database, conversationId: ConversationId) {
  return db.select().from(conversations).where(eq(conversations.id, conversationId)).get() ?? refuse('NOT_FOUND');
}

function remove({ database, conversations: rows }: Engine, conversationId: ConversationId): Awaited<ReturnType<Conversations['delete']>> {
  const { sql: db } = database;
  const audience = rows.audience(conversationId);
  const isOpen = and(eq(generations.conversationId, conversationId), isNull(generations.endedAt));
  const open = db.select({ id: generations.id }).from(generations).where(isOpen).all();
  db.delete(conversations).where(eq(conversations.id, conversationId)).run();
  database.accessChanged();
  return { audience, open: open.map((row) => row.id) };
}
