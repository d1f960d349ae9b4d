import { and, eq, isNull } from 'drizzle-orm';
import { refuse } from '../../shared/errors.ts';
import type { MessageId } from '../../shared/ids.ts';
import type { Messages, StoredMessage } from '../store.ts';
import { appender } from './append-message.ts';
import { detach } from './attachments.ts';
import { retitle } from './conversation-writes.ts';
import type { Database } from './database.ts';
import type { Engine } from './engine.ts';
import type { AtMessage } from './guard.ts';
import { lineTo } from './line.ts';
import { lineReader } from './message-rows.ts';
import { pageFrom } from './pages.ts';
import { react } from './reactions.ts';
import { moveMarker } from './read-markers.ts';
import { generations, messages } from './schema.ts';
import { tellAbove } from './threads.ts';

export function openMessages(engine: Engine): Messages {
  const { database, enter, log, messages: rows, conversations, participants } = engine;
  const { write, writeTogether } = database;
  const append = appender(engine);
  const readLine = lineReader(database);

  return {
    async append(draft, guard, now) {
      return writeTogether(() => append(draft, enter.conversation(guard, draft.conversationId), now));
    },
    async edit({ messageId, text }, guard, now) {
      return write(() => edit(engine, text, enter.message(guard, messageId), now));
    },
    async react({ messageId, ...reaction }, guard, now) {
      return write(() => react(engine, reaction, enter.message(guard, messageId), now));
    },
    async delete(messageId, guard, now) {
      const done = write(() => remove(engine, enter.message(guard, messageId), now));
      database.scrub();
      return done;
    },
    async history({ conversationId, limit, ...from }, guard) {
      enter.conversation(guard, conversationId);
      return pageFrom(engine, conversationId, from, limit);
    },
    async markRead(conversationId, seq, guard) {
      return write(() => {
        const { user } = enter.conversation(guard, conversationId);
        const moved = moveMarker(database, { userId: user.id, conversationId, seq: Math.min(seq, log.head(conversationId)) });
        const { unread } = conversations.seenBy(conversationId, user.id) ?? refuse('NOT_FOUND');
        if (unread === 0) participants.caughtUp(conversationId, user.id);
        return { unread, moved };
      });
    },
    async find(messageId) {
      return rows.byId(messageId);
    },
    async lineTo(messageId, limit) {
      const last = rows.byId(messageId);
      if (!last) return [];
      return lineTo(readLine(last.conversationId), messageId, limit).map((id) => rows.get(id));
    },
  };
}

type Changed = Awaited<ReturnType<Messages['edit']>>;

function edit(engine: Engine, text: string, { user, conversation, message }: AtMessage, now: number): Changed {
  const { database, log, messages: rows } = engine;
  if (message.deleted) refuse('NOT_FOUND');
  if (message.authorId === undefined) refuse('FORBIDDEN', 'Only what a person wrote can be edited.');
  const before = rows.get(message.id);
  if (text.trim() === '' && !before.attachments) refuse('VALIDATION', 'text: must not be empty');
  if (before.text === text) return { message: before, changes: [] };
  database.sql.update(messages).set({ text, editedAt: now }).where(eq(messages.id, message.id)).run();
  const seq = log.add(conversation.id, { type: 'message.edited', messageId: message.id }, now);
  retitle(engine, { messageId: message.id, conversationId: conversation.id, userId: user.id, text }, now);
  return told(engine, before, seq);
}

function remove(engine: Engine, { user, conversation, message }: AtMessage, now: number): Changed {
  const { database, log, messages: rows } = engine;
  if (isBeingWritten(database, message.id)) refuse('CONFLICT', 'This reply is still being written. Stop it first.');
  const before = rows.get(message.id);
  if (message.deleted) return { message: before, changes: [] };
  database.sql.update(messages).set({ text: '', thinking: null, deletedAt: now }).where(eq(messages.id, message.id)).run();
  detach(database, message.id);
  database.accessChanged();
  const seq = log.add(conversation.id, { type: 'message.deleted', messageId: message.id, userId: user.id }, now);
  retitle(engine, { messageId: message.id, conversationId: conversation.id, userId: user.id, text: '' }, now);
  const { message: line, changes } = told(engine, before, seq);
  return { message: line, changes: [...changes, ...tellAbove(engine, conversation.id, now)] };
}

function told({ log, messages: rows }: Engine, { id, conversationId }: StoredMessage, seq: number): Changed {
  return { message: rows.get(id), changes: [log.changeFrom(conversationId, seq)] };
}

function isBeingWritten({ sql: db }: Database, messageId: MessageId): boolean {
  const open = and(eq(generations.messageId, messageId), isNull(generations.endedAt));
  return db.select({ id: generations.id }).from(generations).where(open).get() !== undefined;
}
