/** What people do. Each deed is carried on until it is answered, as a person would, and what the answer was goes into the ledger. */
import { setTimeout as pause } from 'node:timers/promises';
import { ConnectionLost, meaningOf, ParleyRefusal } from '../../client/sdk/index.ts';
import type { Reason } from '../../shared/errors.ts';
import type { ConversationId, MessageId } from '../../shared/ids.ts';
import type { Message } from '../../shared/schemas/conversation.ts';
import { call } from '../support/call.ts';
import { type Account, signIn } from './account.ts';
import { SMALL, THINKER } from './answers.ts';
import type { Actor } from './cast.ts';
import type { Attempt, SendEntry } from './ledger.ts';
import type { Answering, StepOf } from './plan.ts';
import { retried } from './retried.ts';
import type { Stage } from './stage.ts';
import type { View } from './view.ts';

const MODEL_OF: Record<Answering, string | null> = { thinker: THINKER, small: SMALL, guide: 'guide', nobody: null };
const LEAST_PEOPLE = 3;
const AGAIN_MS = 40;

export async function send(stage: Stage, step: StepOf<'send'>): Promise<void> {
  const { ledger, ticks } = stage;
  const { somebody, gone } = actorOf(stage, step);
  const conversation = nth(stage.conversations, step.where);
  if (!conversation) return;
  const text = `${ticks.next()} ${'lorem '.repeat(step.chars / 6)}`.trim();
  const clientKey = `key ${ticks.now}`;
  const entry: SendEntry = { clientKey, conversationId: conversation.id, by: somebody.account.userId, text, state: 'trying' };
  ledger.sends.set(clientKey, entry);
  try {
    const sending = somebody.send({ conversationId: conversation.id, clientKey, text, model: MODEL_OF[step.answering] });
    const sent = await Promise.race([sending, gone.promise]);
    if (sent) Object.assign(entry, { state: 'acknowledged', message: sent.message });
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
  const text = `${stage.ticks.next()} as I meant it`;
  await changing(stage, actor, { attempts: stage.ledger.edits, id: message.id, text }, () =>
    actor.somebody.api.message.edit.mutate({ messageId: message.id, text }),
  );
}

export async function rename(stage: Stage, step: StepOf<'rename'>): Promise<void> {
  const actor = actorOf(stage, step);
  const conversation = nth(stage.conversations, step.where);
  if (!conversation || stage.ledger.busy.has(conversation.id)) return;
  const { id: conversationId } = conversation;
  const title = `About ${stage.ticks.next()}`;
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
  const { somebody } = actor;
  const open = [...somebody.views.open.values()].flatMap(({ state }) => [...(state?.generations.keys() ?? [])]);
  const generationId = nth(open, step.which);
  if (generationId === undefined) return;
  const { outcome } = await settled(stage, actor, () => somebody.api.generation.stop.mutate({ generationId }));
  if (outcome === 'done') stage.report.count('stops');
}

export async function goOn(stage: Stage, step: StepOf<'continue'>): Promise<void> {
  const actor = actorOf(stage, step);
  const { somebody } = actor;
  const early = messagesSeen(somebody.views.open.values()).filter(({ generation }) => generation && EARLY.has(generation.state));
  const generationId = nth(early, step.which)?.generation?.id;
  if (generationId === undefined) return;
  const { outcome } = await once(stage, actor, () => somebody.api.generation.continue.mutate({ generationId }));
  if (outcome === 'done') stage.report.count('continued');
}

export async function askAgain(stage: Stage, step: StepOf<'again'>): Promise<void> {
  const actor = actorOf(stage, step);
  const { somebody } = actor;
  const asked = messagesSeen(somebody.views.open.values()).filter(
    ({ author, deletedAt }) => author.kind === 'user' && deletedAt === undefined,
  );
  const messageId = nth(asked, step.which)?.id;
  if (messageId === undefined) return;
  const { outcome } = await once(stage, actor, () => somebody.api.generation.start.mutate({ messageId, model: SMALL }));
  if (outcome === 'done') stage.report.count('asked again');
}

export async function reopen(stage: Stage, step: StepOf<'reopen'>): Promise<void> {
  await actorOf(stage, step).somebody.reopen();
}

export async function join(stage: Stage, step: StepOf<'join'>): Promise<void> {
  const { cast, ledger } = stage;
  const joined = await cast.join(step.again, stage.conversations);
  if (!joined) return;
  ledger.parted.delete(joined.somebody.account.userId);
  stage.report.count('joined');
  stage.report.note(`${joined.somebody.account.name} joined`);
}

export async function remove(stage: Stage, step: StepOf<'remove'>): Promise<void> {
  const actor = candidate(stage, step);
  if (!actor) return;
  const { userId } = actor.somebody.account;
  const { outcome, lost } = await settled(stage, stage.cast.owner, () =>
    stage.cast.owner.somebody.api.member.remove.mutate({ teamId: stage.teamId, userId }),
  );
  // Refused after a lost answer: it had happened before.
  if (outcome === 'done' || lost) parted(stage, actor, 'removed');
}

export async function leave(stage: Stage, step: StepOf<'leave'>): Promise<void> {
  const actor = candidate(stage, step);
  if (!actor) return;
  const { account } = actor.somebody;
  try {
    await actor.somebody.leave(stage.teamId);
  } catch {
    // The answer was lost, and the new cookie with it; what was asked may even happen later.
    await leaveForGood(stage, account);
  }
  parted(stage, actor, 'left');
}

/** Signs in and leaves until it is sure, over a network that does not break. */
async function leaveForGood({ server, teamId }: Stage, { name, email }: Account): Promise<void> {
  for (;;) {
    const { cookie } = await signIn(server.url, { name, email });
    const { refusal } = await retried(() => call(server.url, 'member.leave', { teamId }, { cookie }));
    // Refused for the session: it ended under way, by the first try or by this one.
    if (refusal?.reason !== 'SESSION_REVOKED') return;
  }
}

function parted(stage: Stage, actor: Actor, how: 'removed' | 'left'): void {
  const { userId, name } = actor.somebody.account;
  stage.cast.part(actor, stage.ticks.now);
  stage.ledger.part(userId);
  stage.report.count(how);
  stage.report.note(`${name} ${how}`);
}

/** Somebody who may go, taken out of everybody's hands meanwhile. */
function candidate(stage: Stage, { who }: { who: number }): Actor | undefined {
  const { people } = stage.cast;
  if (people.length <= LEAST_PEOPLE) return undefined;
  const actor = nth(people.slice(1), who);
  if (!actor || stage.ledger.busy.has(actor.somebody.account.userId)) return undefined;
  stage.ledger.busy.add(actor.somebody.account.userId);
  return actor;
}

const EARLY: ReadonlySet<string> = new Set(['stopped', 'truncated', 'failed', 'interrupted']);

/** Tried until there is an answer, or access ended; `lost`: an earlier try may have had its effect. */
async function settled(
  stage: Stage,
  actor: Actor,
  attempt: () => Promise<unknown>,
): Promise<{ outcome: 'done' | 'refused'; lost: boolean }> {
  for (let lost = false; ; lost = true) {
    const { outcome, reason } = await once(stage, actor, attempt);
    if (outcome === 'done') return { outcome, lost };
    if (actor.guard) return { outcome: 'refused', lost: true };
    if (outcome === 'refused' && reason !== 'RATE_LIMITED') return { outcome, lost };
    await pause(AGAIN_MS);
  }
}

async function once(
  stage: Stage,
  actor: Actor,
  attempt: () => Promise<unknown>,
): Promise<{ outcome: 'done' | 'refused' | 'lost'; reason?: Reason }> {
  try {
    const outcome = await Promise.race([attempt().then(() => 'done' as const), actor.gone.promise]);
    return { outcome: outcome ?? 'lost' };
  } catch (error) {
    const reason = judge(stage, error);
    return reason === undefined ? { outcome: 'lost' } : { outcome: 'refused', reason };
  }
}

/** Why it was refused; undefined when the connection was lost. What nobody meant is noted as broken. */
function judge(stage: Stage, error: unknown): Reason | undefined {
  const meaning = meaningOf(error);
  if (meaning instanceof ConnectionLost) return undefined;
  if (!(meaning instanceof ParleyRefusal)) {
    stage.report.broke(`a call failed with ${String(meaning)}`);
    return 'INTERNAL';
  }
  if (UNMEANT.has(meaning.reason) && !stage.report.tolerated.has(meaning.reason))
    stage.report.broke(`a call was refused ${meaning.reason}: ${meaning.message} (${meaning.requestId})`);
  return meaning.reason;
}

const UNMEANT: ReadonlySet<Reason> = new Set(['INTERNAL', 'VALIDATION', 'TOO_LARGE', 'HTTP_REQUIRED', 'ORIGIN_REFUSED']);

function actorOf({ cast }: Stage, { who }: { who: number }): Actor {
  return nth(cast.people, who) ?? cast.owner;
}

function ownMessage({ ledger }: Stage, { somebody }: Actor, which: number): Message | undefined {
  return nth(ledger.ownOf(somebody.account.userId), which)?.message;
}

function messagesSeen(views: Iterable<View>): Message[] {
  return [...views].flatMap(({ state }) => [...(state?.messages ?? [])]);
}

function nth<Item>(items: readonly Item[], index: number): Item | undefined {
  return items[index % Math.max(1, items.length)];
}
