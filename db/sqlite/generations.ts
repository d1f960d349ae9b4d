import { and, eq, isNull } from 'drizzle-orm';
import { refuse } from '../../shared/errors.ts';
import type { GenerationId } from '../../shared/ids.ts';
import type { Change, Generations, StoredGeneration } from '../store.ts';
import { type Begun, beginReply, continueReply } from './begin-reply.ts';
import type { Database } from './database.ts';
import type { Engine } from './engine.ts';
import type { AtGeneration, Caller } from './guard.ts';
import { generations, messages } from './schema.ts';
import { tellAbove } from './threads.ts';

type End = Parameters<Generations['end']>[1];

export function openGenerations(engine: Engine): Generations {
  const { database, enter, log, generations: rows } = engine;
  const { sql: db, write, writeTogether } = database;
  const told = ({ message, generation, seq }: Begun) => ({
    message,
    generation,
    changes: [log.changeFrom(generation.conversationId, seq)],
  });

  return {
    async start({ messageId, model }, guard, now) {
      return write(() => {
        const asked = enter.message(guard, messageId);
        if (asked.message.deleted || asked.message.authorId === undefined) refuse('NOT_FOUND');
        const { changes, ...begun } = told(beginReply(engine, asked, { parentId: messageId, model }, now));
        return { ...begun, changes: [...changes, ...tellAbove(engine, asked.conversation.id, now)] };
      });
    },
    async continue(generationId, guard, now) {
      return write(() => told(goOn(engine, enter.generation(guard, generationId), now)));
    },
    async find(generationId) {
      return rows.byId(generationId);
    },
    async findByStartedSeq(conversationId, startedSeq) {
      return rows.byStartedSeq(conversationId, startedSeq);
    },
    async recordContext(generationId, context) {
      await writeTogether(() => db.update(generations).set({ context }).where(eq(generations.id, generationId)).run());
    },
    async end(generationId, end, now, guard) {
      if (!guard) return writeTogether(() => finish(engine, generationId, end, undefined, now));
      return write(() => finish(engine, generationId, end, enter.generation(guard, generationId), now));
    },
    async listOpen() {
      return rows.allOpen();
    },
  };
}

/** Only what ended before it was done can go on, and only the newest run of a reply. */
function goOn(engine: Engine, asked: AtGeneration, now: number): Begun {
  const { messageId, id } = asked.generation;
  if (asked.message.deleted) refuse('NOT_FOUND');
  const { generation, text, thinking = '' } = engine.messages.get(messageId);
  if (generation?.id !== id || !generation.ended || generation.ended.outcome === 'done') refuse('CONFLICT');
  const from = { thinking: thinking.length, text: text.length };
  return continueReply(engine, asked, { messageId, model: generation.model, from }, now);
}

/** The first end wins (REPLY-4): the update finds an open row, or nothing happens. */
function finish(engine: Engine, generationId: GenerationId, end: End, who: Caller | undefined, now: number): Change | undefined {
  const { database, log } = engine;
  const isOpen = and(eq(generations.id, generationId), isNull(generations.endedAt));
  const ended = database.sql
    .update(generations)
    .set(endingColumns(end, who, now))
    .where(isOpen)
    .returning()
    .get();
  if (!ended) return undefined;
  const { messageId, conversationId } = ended;
  writeTexts(engine, ended, end);
  const seq = log.add(conversationId, { type: 'reply.ended', messageId, generationId }, now);
  return log.changeFrom(conversationId, seq);
}

/** Who stops it is who the decision was about, when there was one. */
function endingColumns(end: End, who: Caller | undefined, now: number) {
  const stopper = end.outcome === 'stopped' ? (who?.user.id ?? end.by?.userId ?? null) : null;
  return {
    endedAt: now,
    outcome: end.outcome,
    endedBy: stopper,
    code: end.outcome === 'failed' ? end.code : null,
    usage: end.usage ?? null,
    thinkingLength: end.thinking.length,
    textLength: end.text.length,
  };
}

/** Texts are the whole channels. What was shown is never taken back: a generation that continues a text ends with more of it, not with other text. */
function writeTexts(
  { database, messages: rows }: Engine,
  { messageId }: Pick<StoredGeneration, 'messageId'>,
  { thinking, text }: End,
): void {
  const before = rows.get(messageId);
  if (before.deletedAt !== undefined) return;
  if (!text.startsWith(before.text) || !thinking.startsWith(before.thinking ?? ''))
    throw new Error('a reply cannot end without the text it began with');
  set(database, messageId, { text, thinking: thinking === '' ? null : thinking });
}

function set({ sql: db }: Database, messageId: StoredGeneration['messageId'], texts: { text: string; thinking: string | null }): void {
  db.update(messages).set(texts).where(eq(messages.id, messageId)).run();
}
