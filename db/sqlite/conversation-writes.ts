import { and, count, eq, isNull } from 'drizzle-orm';
import { refuse } from '../../shared/errors.ts';
import type { ConversationId, MessageId, TeamId, UserId } from '../../shared/ids.ts';
import { CONVERSATION } from '../../shared/limits.ts';
import type { Database } from './database.ts';
import type { Engine } from './engine.ts';
import { newId } from './new-id.ts';
import { conversations, messages } from './schema.ts';
import { titleFrom } from './title.ts';

type NewConversation = Omit<typeof conversations.$inferInsert, 'id' | 'createdAt' | 'updatedAt' | 'headSeq'>;

/** A new conversation; QUOTA_EXCEEDED when the team holds as many as it may, threads not counted. Inside a transaction. */
export function begin(database: Database, draft: NewConversation, now: number): ConversationId {
  if (!draft.parentConversationId) mustHaveRoom(database, draft.teamId);
  const id = newId<ConversationId>();
  database.sql
    .insert(conversations)
    .values({ ...draft, id, createdAt: now, updatedAt: now, headSeq: 0 })
    .run();
  database.accessChanged();
  return id;
}

function mustHaveRoom({ sql: db }: Database, teamId: TeamId): void {
  const inTeam = and(eq(conversations.teamId, teamId), isNull(conversations.parentConversationId));
  const held = db.select({ held: count() }).from(conversations).where(inTeam).get()?.held ?? 0;
  if (held >= CONVERSATION.maxPerTeam)
    refuse('QUOTA_EXCEEDED', `A team has at most ${CONVERSATION.maxPerTeam} conversations. Delete one first.`);
}

/** Writes a finished message at the end of the conversation. Inside a transaction. */
export function post({ database, log }: Engine, message: Omit<typeof messages.$inferInsert, 'seq'>, now: number): number {
  const seq = log.add(message.conversationId, { type: 'message.posted', messageId: message.id }, now);
  database.sql
    .insert(messages)
    .values({ ...message, seq })
    .run();
  return seq;
}

/** A conversation without a title is called by what was said first; a thread needs none, it hangs on what it is about. Inside a transaction. */
export function entitle(
  { database, log, conversations: places }: Engine,
  said: { conversationId: ConversationId; messageId: MessageId; userId: UserId; text: string },
  now: number,
): void {
  const { conversationId, messageId, userId } = said;
  const place = places.placeOf(conversationId);
  if (place?.title !== '' || place.parentConversationId !== null) return;
  database.sql
    .update(conversations)
    .set({ title: titleFrom(said.text), titleMessageId: messageId })
    .where(eq(conversations.id, conversationId))
    .run();
  log.add(conversationId, { type: 'conversation.updated', userId }, now);
}

/** The text a title was taken from changed or went: so does the title. Inside a transaction. */
export function retitle(
  { database, log }: Engine,
  said: { messageId: MessageId; conversationId: ConversationId; userId: UserId; text: string },
  now: number,
): void {
  const { changes } = database.sql
    .update(conversations)
    .set({ title: titleFrom(said.text), ...(said.text === '' && { titleMessageId: null }) })
    .where(eq(conversations.titleMessageId, said.messageId))
    .run();
  if (changes > 0) log.add(said.conversationId, { type: 'conversation.updated', userId: said.userId }, now);
}
