/** What a conversation is set to, where it is, and with whom it is shared. Everything here runs inside a transaction. */
import { eq } from 'drizzle-orm';
import type { Guard, Relation } from '../../shared/access.ts';
import { refuse } from '../../shared/errors.ts';
import type { ConversationId, FolderId, UserId } from '../../shared/ids.ts';
import type { Share } from '../../shared/schemas/conversation.ts';
import type { Audiences, Change, Conversations } from '../store.ts';
import type { Database } from './database.ts';
import type { Engine } from './engine.ts';
import { enterAbove } from './folders.ts';
import type { InConversation } from './guard.ts';
import { conversations } from './schema.ts';
import { giveTo, OF_CONVERSATION, sharesOf } from './shares.ts';
import { mustNotBeThread, tellThreads } from './threads.ts';
import { watched } from './watch.ts';

/** Who saw what before and after, and what the change tells. */
interface Moved {
  touched: Map<ConversationId, Audiences>;
  changes: Change[];
}

type Settings = Omit<Parameters<Conversations['update']>[0], 'conversationId'>;

/** Says what changed once; nothing when all is so already. */
export function update(engine: Engine, change: Settings, { user, conversation }: InConversation, now: number): Moved {
  mustNotBeThread(conversation);
  const before = rowOf(engine.database, conversation.id);
  const { title = before.title, visibility = before.visibility, model = before.model, answers = before.answers } = change;
  const settings = { title, visibility, model, answers };
  const goWithIt = visibility !== before.visibility || model !== before.model || answers !== before.answers;
  if (!goWithIt && title === before.title) return { touched: new Map(), changes: [] };
  const named = title === before.title ? {} : { titleMessageId: null };
  const write = () => set(engine.database, conversation.id, { ...settings, ...named });
  const seenAnew = visibility === before.visibility ? [] : engine.readers.withThreads(conversation.id);
  const touched = watched(engine, seenAnew, write);
  const changes = told(engine, conversation.id, user.id, now);
  return { touched, changes: goWithIt ? [...changes, ...tellThreads(engine, conversation.id, user.id, now)] : changes };
}

/** A thread is archived for itself, or with its conversation. */
export function setArchived(engine: Engine, archived: boolean, { user, conversation }: InConversation, now: number): Change[] {
  const own = rowOf(engine.database, conversation.id).archivedAt !== null;
  if (!archived && conversation.archived && !own) refuse('CONFLICT', 'The conversation of this thread is archived. Bring that back first.');
  if (own === archived) return [];
  set(engine.database, conversation.id, { archivedAt: archived ? now : null });
  return [...told(engine, conversation.id, user.id, now), ...tellThreads(engine, conversation.id, user.id, now)];
}

export function move(
  engine: Engine,
  folderId: FolderId | null,
  { user, conversation }: InConversation,
  now: number,
  folder?: Guard,
): Moved {
  mustNotBeThread(conversation);
  const into = folderId && enterAbove(engine, folder, folderId, conversation.teamId);
  const before = rowOf(engine.database, conversation.id);
  const write = () => set(engine.database, conversation.id, { folderId: into });
  const touched = watched(engine, engine.readers.withThreads(conversation.id), write);
  const changes = before.folderId === into ? [] : told(engine, conversation.id, user.id, now);
  return { touched, changes };
}

export function share(
  engine: Engine,
  giving: { userId: UserId; relation: Relation | null },
  { conversation }: InConversation,
): { shares: Share[]; touched: Map<ConversationId, Audiences> } {
  const { database, readers } = engine;
  mustNotBeThread(conversation);
  const { id, teamId } = conversation;
  const touched = watched(engine, readers.withThreads(id), () => giveTo(database, OF_CONVERSATION, id, { teamId, ...giving }));
  return { shares: sharesOf(database, OF_CONVERSATION, id), touched };
}

function told({ log }: Engine, conversationId: ConversationId, userId: UserId, now: number): Change[] {
  return [log.changeFrom(conversationId, log.add(conversationId, { type: 'conversation.updated', userId }, now))];
}

function set(database: Database, conversationId: ConversationId, change: Partial<typeof conversations.$inferInsert>): void {
  database.sql.update(conversations).set(change).where(eq(conversations.id, conversationId)).run();
  database.accessChanged();
}

function rowOf({ sql: db }: Database, conversationId: ConversationId) {
  return db.select().from(conversations).where(eq(conversations.id, conversationId)).get() ?? refuse('NOT_FOUND');
}
