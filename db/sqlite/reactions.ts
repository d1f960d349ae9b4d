import { and, eq, min } from 'drizzle-orm';
import { refuse } from '../../shared/errors.ts';
import type { MessageId } from '../../shared/ids.ts';
import { MESSAGE } from '../../shared/limits.ts';
import type { Messages } from '../store.ts';
import type { Database } from './database.ts';
import type { Engine } from './engine.ts';
import type { AtMessage } from './guard.ts';
import { reactions } from './schema-messages.ts';

type Reacted = Awaited<ReturnType<Messages['react']>>;

/** Adds or takes back one emoji of this person; what is so already tells nothing. Inside a transaction. */
export function react(
  engine: Engine,
  { emoji, on }: { emoji: string; on: boolean },
  { user, conversation, message }: AtMessage,
  now: number,
): Reacted {
  const { database, log, messages: rows } = engine;
  if (message.deleted) refuse('NOT_FOUND');
  const { sql: db } = database;
  const key = { messageId: message.id, emoji, userId: user.id };
  const own = and(eq(reactions.messageId, key.messageId), eq(reactions.emoji, emoji), eq(reactions.userId, user.id));
  const isOn = db.select({ seq: reactions.seq }).from(reactions).where(own).get() !== undefined;
  if (isOn === on) return { message: rows.get(message.id), changes: [] };
  const place = on ? placeFor(database, message.id, emoji) : undefined;
  const seq = log.add(conversation.id, { type: 'message.reacted', ...key, added: on }, now);
  if (on)
    db.insert(reactions)
      .values({ ...key, firstSeq: place ?? seq, seq })
      .run();
  else db.delete(reactions).where(own).run();
  return { message: rows.get(message.id), changes: [log.changeFrom(conversation.id, seq)] };
}

/** Where this emoji stands on the message; undefined when it is new there. CONFLICT when there are as many as there may be. */
function placeFor({ sql: db }: Database, messageId: MessageId, emoji: string): number | undefined {
  const places = db
    .select({ emoji: reactions.emoji, firstSeq: min(reactions.firstSeq) })
    .from(reactions)
    .where(eq(reactions.messageId, messageId))
    .groupBy(reactions.emoji)
    .all();
  const place = places.find((row) => row.emoji === emoji)?.firstSeq ?? undefined;
  if (place === undefined && places.length >= MESSAGE.maxReactions)
    refuse('CONFLICT', `A message has at most ${MESSAGE.maxReactions} different reactions.`);
  return place;
}
