/** Threads: conversations that hang on a message of another, and are seen by whoever sees that one. Everything here runs inside a transaction. */
import { eq } from 'drizzle-orm';
import { refuse } from '../../shared/errors.ts';
import type { ConversationId, UserId } from '../../shared/ids.ts';
import type { Change } from '../store.ts';
import { begin } from './conversation-writes.ts';
import type { Engine } from './engine.ts';
import type { AtMessage } from './guard.ts';
import { conversations } from './schema.ts';

/** The thread on this message, made when there is none; the conversation above tells of a new one. */
export function threadOn(
  engine: Engine,
  { user, conversation, message }: AtMessage,
  now: number,
): { id: ConversationId; changes: Change[] } {
  const { database } = engine;
  if (message.deleted) refuse('NOT_FOUND');
  if (conversation.thread) refuse('CONFLICT', 'A thread has no threads.');
  const there = database.sql
    .select({ id: conversations.id })
    .from(conversations)
    .where(eq(conversations.threadMessageId, message.id))
    .get();
  if (there) return { id: there.id, changes: [] };
  const { teamId, visibility } = conversation;
  const place = { parentConversationId: conversation.id, threadMessageId: message.id };
  const id = begin(database, { ...place, teamId, title: '', visibility, answers: 'always', createdBy: user.id }, now);
  engine.participants.begin(id);
  return { id, changes: tellAbove(engine, id, now) };
}

/** Says what the line under the message says now, when this is a thread; nothing otherwise. */
export function tellAbove({ conversations: places, log }: Engine, conversationId: ConversationId, now: number): Change[] {
  const { parentConversationId: above, threadMessageId: messageId } = places.placeOf(conversationId) ?? refuse('NOT_FOUND');
  if (above === null || messageId === null) return [];
  return [log.changeFrom(above, log.add(above, { type: 'message.threaded', messageId }, now))];
}

/** Says that what the threads of this conversation take from it changed. */
export function tellThreads({ log, readers }: Engine, conversationId: ConversationId, userId: UserId, now: number): Change[] {
  const [, ...threads] = readers.withThreads(conversationId);
  return threads.map((id) => log.changeFrom(id, log.add(id, { type: 'conversation.updated', userId }, now)));
}

export function mustNotBeThread({ thread }: { thread: boolean }): void {
  if (thread) refuse('CONFLICT', 'A thread goes with its conversation.');
}
