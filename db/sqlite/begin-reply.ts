import { eq } from 'drizzle-orm';
import { GENERATION_ID_LENGTH, type GenerationId, type MessageId } from '../../shared/ids.ts';
import type { Lengths } from '../../shared/schemas/conversation.ts';
import type { StoredGeneration, StoredMessage } from '../store.ts';
import type { Engine } from './engine.ts';
import type { InConversation } from './guard.ts';
import { newId } from './new-id.ts';
import { generations, messages } from './schema.ts';
import { present } from './shapes.ts';

/** Who asks, and where. */
export type Asked = Pick<InConversation, 'user' | 'conversation'>;

export interface Begun {
  message: StoredMessage;
  generation: StoredGeneration;
  /** Number of its reply.started. */
  seq: number;
}

/** A new reply to `parentId`, empty, with an open generation. Inside a transaction. */
export function beginReply(engine: Engine, asked: Asked, { parentId, model }: { parentId: MessageId; model: string }, now: number): Begun {
  const { database, log } = engine;
  const messageId = newId<MessageId>();
  const generationId = newId<GenerationId>(GENERATION_ID_LENGTH);
  const conversationId = asked.conversation.id;
  const seq = log.add(conversationId, { type: 'reply.started', messageId, generationId }, now);
  const message = { id: messageId, conversationId, seq, parentId, model, senderId: asked.user.id, generationId, createdAt: now, text: '' };
  database.sql.insert(messages).values(message).run();
  insertGeneration(engine, asked, { id: generationId, messageId, model, seq, from: { thinking: 0, text: 0 } }, now);
  if (asked.conversation.thread) engine.participants.said({ conversationId, seq, by: asked.user.id }, now);
  return begun(engine, messageId, generationId, seq);
}

/** A further generation of a reply that ended early; its text stays. Inside a transaction. */
export function continueReply(
  engine: Engine,
  asked: Asked,
  { messageId, model, from }: { messageId: MessageId; model: string; from: Lengths },
  now: number,
): Begun {
  const { database, log } = engine;
  const generationId = newId<GenerationId>(GENERATION_ID_LENGTH);
  const seq = log.add(asked.conversation.id, { type: 'reply.started', messageId, generationId }, now);
  insertGeneration(engine, asked, { id: generationId, messageId, model, seq, from }, now);
  database.sql.update(messages).set({ generationId }).where(eq(messages.id, messageId)).run();
  return begun(engine, messageId, generationId, seq);
}

interface NewGeneration {
  id: GenerationId;
  messageId: MessageId;
  model: string;
  seq: number;
  from: Lengths;
}

function insertGeneration({ database }: Engine, { user, conversation }: Asked, { seq, from, ...rest }: NewGeneration, now: number): void {
  const started = { startedSeq: seq, fromThinking: from.thinking, fromText: from.text, requestedBy: user.id, createdAt: now };
  database.sql
    .insert(generations)
    .values({ ...rest, ...started, conversationId: conversation.id, teamId: conversation.teamId })
    .run();
}

function begun({ messages, generations }: Engine, messageId: MessageId, generationId: GenerationId, seq: number): Begun {
  return { message: messages.get(messageId), generation: present(generations.byId(generationId), 'generation'), seq };
}
