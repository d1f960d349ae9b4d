/** What people do with messages. Each deed is carried on until it is answered, as a person would, and what the answer was goes into the ledger. */
import type { ConversationId, GenerationId, MessageId } from '../../shared/ids.ts';
import type { Message } from '../../shared/schemas/conversation.ts';
import { SMALL, THINKER } from './answers.ts';
import { judge, once, settled } from './attempt.ts';
import type { Actor } from './cast.ts';
import type { Attempt, SendEntry } from './ledger.ts';
import { placeOf, talksIn, talksOf } from './places.ts';
import type { Answering, StepOf } from './plan.ts';
import type { Stage } from './stage.ts';
import type { Ticks } from './ticks.ts';
import type { View } from './view.ts';

const MODEL_OF: Record<Answering, string | null> = { thinker: THINKER, small: SMALL, guide: 'guide', nobody: null };

export async function send(stage: Stage, step: StepOf<'send'>): Promise<void> {
  const { ledger, places, sight, counts } = stage;
  const actor = actorOf(stage, step);
  const { somebody, gone } = actor;
  const conversation = nth(step.astray ? talksIn(places) : talksOf(places, sight, actor), step.where);
  if (!conversation) return;
  const ticks = counts.all[placeOf(places, conversation.id).mark];
  const text = `${ticks.next()} ${'lorem '.repeat(step.chars / 6)}`.trim();
  const clientKey = `key ${ticks.mark}${ticks.now}`;
  const entry: SendEntry = { clientKey, conversationId: conversation.id, by: somebody.account.userId, text, state: 'trying' };
  ledger.sends.set(clientKey, entry);
  try {
    const sending = somebody.send({ conversationId: conversation.id, clientKey, text, model: MODEL_OF[step.answering] });
    const sent = await Promise.race([sending, gone.promise]);
    if (!sent) return;
    Object.assign(entry, { state: 'acknowledged', message: sent.message });
    if (sent.reply) ledger.replies.set(sent.reply.id, { conversationId: conversation.id });
  } catch (error) {
    const reason = judge(stage, error);
    if (entry.state !== 'cutOff') entry.state = reason === undefined ? 'carried' : 'refused';
    if (entry.state === 'refused') stage.report.count('refused');
  }
}

export async function edit(stage: Stage, step: StepOf<'edit'>): Promise<void> {
  const actor = actorOf(stage, step);
  const message = ownMessage(stage, actor, step.which);
  if (!message) return;
  const text = `${ticksIn(stage, message.conversationId).next()} as I meant it`;
  await changing(stage, actor, { attempts: stage.ledger.edits, id: message.id, text }, () =>
    actor.somebody.api.message.edit.mutate({ messageId: message.id, text }),
  );
}

export async function rename(stage: Stage, step: StepOf<'rename'>): Promise<void> {
  const actor = actorOf(stage, step);
  const conversation = nth(talksOf(stage.places, stage.sight, actor), step.where);
  // What a thread is called is a matter of its conversation.
  if (!conversation || conversation.threadOf || stage.ledger.busy.has(conversation.id)) return;
  const { id: conversationId } = conversation;
  const title = `About ${ticksIn(stage, conversationId).next()}`;
  await changing(stage, actor, { attempts: stage.ledger.titles, id: conversationId, text: title }, () =>
    actor.somebody.api.conversation.update.mutate({ conversationId, title }),
  );
}

/** One change of a thing at a time, and its outcome noted. Asked again while the answer is lost: it sets what it set before. */
async function changing<Id extends MessageId | ConversationId>(
  stage: Stage,
  actor: Actor,
  { attempts, id, text }: { attempts: Map<Id, Attempt[]>; id: Id; text: string },
  attempt: () => Promise<unknown>,
): Promise<void> {
  stage.ledger.busy.add(id);
  const { outcome, lost } = await settled(stage, actor, attempt);
  const note = (noted: Attempt['outcome']) => attempts.set(id, [...(attempts.get(id) ?? []), { text, outcome: noted }]);
  if (lost) note('maybe');
  if (outcome === 'done') note('acknowledged');
  stage.ledger.busy.delete(id);
}

export async function erase(stage: Stage, step: StepOf<'delete'>): Promise<void> {
  const actor = actorOf(stage, step);
  const message = ownMessage(stage, actor, step.which);
  if (!message) return;
  stage.ledger.busy.add(message.id);
  const { outcome, lost } = await settled(stage, actor, () => actor.somebody.api.message.delete.mutate({ messageId: message.id }));
  if (outcome === 'done' || lost) stage.ledger.deletions.set(message.id, outcome === 'done' ? 'acknowledged' : 'maybe');
  stage.ledger.busy.delete(message.id);
}

export async function stop(stage: Stage, step: StepOf<'stop'>): Promise<void> {
  const actor = actorOf(stage, step);
  const { somebody, tab } = actor;
  const open = [...somebody.views.open.values()].flatMap(({ state }) => [...(state?.generations.keys() ?? [])]);
  const generationId = nth(open, step.which);
  if (generationId === undefined) return;
  // Sometimes in both tabs at once: the first one wins, and both are told how it ended (REPLY-4).
  const other = step.which % 2 === 0 ? once(stage, actor, () => (tab ?? somebody).api.generation.stop.mutate({ generationId })) : undefined;
  const stopped = await settled(stage, actor, () => somebody.api.generation.stop.mutate({ generationId }));
  await other;
  if (stopped.outcome !== 'done') return;
  const { conversationId, state } = stopped.answer.generation;
  stage.ledger.replies.set(generationId, { conversationId, stoppedAs: state });
  stage.report.count('stops');
}

export async function goOn(stage: Stage, step: StepOf<'continue'>): Promise<void> {
  const actor = actorOf(stage, step);
  const { somebody } = actor;
  const early = messagesSeen(somebody.views.open.values()).filter(({ generation }) => generation && EARLY.has(generation.state));
  const generationId = nth(early, step.which)?.generation?.id;
  if (generationId === undefined) return;
  const continued = await once(stage, actor, () => somebody.api.generation.continue.mutate({ generationId }));
  if (continued.outcome === 'done') began(stage, continued.answer.generation, 'continued');
}

export async function askAgain(stage: Stage, step: StepOf<'again'>): Promise<void> {
  const actor = actorOf(stage, step);
  const { somebody } = actor;
  const asked = messagesSeen(somebody.views.open.values()).filter(
    ({ author, deletedAt }) => author.kind === 'user' && deletedAt === undefined,
  );
  const messageId = nth(asked, step.which)?.id;
  if (messageId === undefined) return;
  const asking = await once(stage, actor, () => somebody.api.generation.start.mutate({ messageId, model: SMALL }));
  if (asking.outcome === 'done') began(stage, asking.answer.generation, 'asked again');
}

function began({ ledger, report }: Stage, { id, conversationId }: { id: GenerationId; conversationId: ConversationId }, how: string): void {
  ledger.replies.set(id, { conversationId });
  report.count(how);
}

export async function reopen(stage: Stage, step: StepOf<'reopen'>): Promise<void> {
  const { somebody, tab } = actorOf(stage, step);
  // One tab or the other.
  await (tab && step.who % 2 === 0 ? tab : somebody).reopen();
}

const EARLY: ReadonlySet<string> = new Set(['stopped', 'truncated', 'failed', 'interrupted']);

export function actorOf({ cast }: Stage, { who }: { who: number }): Actor {
  return nth(cast.people, who) ?? cast.owner;
}

function ownMessage({ ledger }: Stage, { somebody }: Actor, which: number): Message | undefined {
  return nth(ledger.ownOf(somebody.account.userId), which)?.message;
}

function ticksIn({ counts, places }: Stage, conversationId: ConversationId): Ticks {
  return counts.all[placeOf(places, conversationId).mark];
}

export function messagesSeen(views: Iterable<View>): Message[] {
  return [...views].flatMap(({ state }) => [...(state?.messages ?? [])]);
}

export function nth<Item>(items: readonly Item[], index: number): Item | undefined {
  return items[index % Math.max(1, items.length)];
}
