/** What hangs on messages: reactions, threads, forks, and how far somebody read. */
import { once, settled } from './attempt.ts';
import { screensOf } from './cast.ts';
import { actorOf, messagesSeen, nth } from './deeds.ts';
import { reactionKey } from './ledger.ts';
import { placeOf, talksOf } from './places.ts';
import type { StepOf } from './plan.ts';
import type { Stage } from './stage.ts';

const EMOJIS = ['👍', '🎉'];
/** More would take the time of everything else. */
const MAX_THREADS = 2;

export async function react(stage: Stage, step: StepOf<'react'>): Promise<void> {
  const actor = actorOf(stage, step);
  const { somebody } = actor;
  const { ledger } = stage;
  const message = nth(
    messagesSeen(somebody.views.open.values()).filter(({ deletedAt }) => deletedAt === undefined),
    step.which,
  );
  const emoji = nth(EMOJIS, step.emoji) ?? '👍';
  if (!message) return;
  const key = reactionKey({ messageId: message.id, emoji, userId: somebody.account.userId });
  if (ledger.busy.has(key)) return;
  ledger.busy.add(key);
  const { outcome, lost } = await settled(stage, actor, () =>
    somebody.api.message.react.mutate({ messageId: message.id, emoji, on: step.on }),
  );
  const note = (noted: 'acknowledged' | 'maybe') =>
    ledger.reactions.set(key, [...(ledger.reactions.get(key) ?? []), { text: step.on ? 'on' : 'off', outcome: noted }]);
  if (lost) note('maybe');
  if (outcome === 'done') note('acknowledged');
  ledger.busy.delete(key);
  stage.report.count('reactions');
}

/** Everybody who sees the conversation looks at its thread from now on. */
export async function thread(stage: Stage, step: StepOf<'thread'>): Promise<void> {
  const actor = actorOf(stage, step);
  const { places, sight, cast, readers } = stage;
  const message = nth(
    messagesSeen(actor.somebody.views.open.values()).filter(({ deletedAt }) => deletedAt === undefined),
    step.which,
  );
  if (!message) return;
  const place = placeOf(places, message.conversationId);
  if (place.talks.filter(({ threadOf }) => threadOf).length >= MAX_THREADS) return;
  const opened = await once(stage, actor, () => actor.somebody.api.message.thread.mutate({ messageId: message.id }));
  // In a thread there is no other; somebody else may have begun the same one.
  if (opened.outcome !== 'done' || place.talks.some(({ id }) => id === opened.answer.conversation.id)) return;
  const { conversation } = opened.answer;
  place.talks.push(conversation);
  for (const each of cast.people) if (sight.sees(place, each)) for (const screen of screensOf(each)) screen.alsoLookAt(conversation.id);
  for (const each of [...cast.people, ...cast.former])
    if (each.ears.has(place.mark) && !each.shutOut.has(conversation.id)) each.shutOut.set(conversation.id, 0);
  if (place.mark !== 'd') readers.alsoFollow(conversation.id);
  stage.report.count('threads');
}

export async function fork(stage: Stage, step: StepOf<'fork'>): Promise<void> {
  const actor = actorOf(stage, step);
  const { somebody } = actor;
  const message = nth(
    messagesSeen(somebody.views.open.values()).filter(({ deletedAt }) => deletedAt === undefined),
    step.which,
  );
  // What is copied out of a place that somebody may lose sight of is theirs to keep, and would look as if it came from there.
  if (!message || placeOf(stage.places, message.conversationId).mark !== '') return;
  const forked = await once(stage, actor, () => somebody.api.conversation.fork.mutate({ messageId: message.id }));
  if (forked.outcome !== 'done') return;
  stage.ledger.forks.push({ conversationId: forked.answer.conversation.id, by: somebody.account.userId, messageId: message.id });
  stage.report.count('forks');
}

export async function read(stage: Stage, step: StepOf<'read'>): Promise<void> {
  const actor = actorOf(stage, step);
  const conversation = nth(talksOf(stage.places, stage.sight, actor), step.where);
  const seq = conversation && actor.somebody.views.open.get(conversation.id)?.state?.headSeq;
  if (!conversation || seq === undefined) return;
  await once(stage, actor, () => actor.somebody.api.message.markRead.mutate({ conversationId: conversation.id, seq }));
}
