/** People come and go. From the moment that the end of somebody's access is acknowledged they may receive nothing, and do nothing. */
import { call } from '../support/call.ts';
import { type Account, signIn } from './account.ts';
import { settled } from './attempt.ts';
import { type Actor, type Parting, screensOf } from './cast.ts';
import { nth } from './deeds.ts';
import { keptOut } from './kept-out.ts';
import { placesIn, talksOf } from './places.ts';
import type { StepOf } from './plan.ts';
import { retried } from './retried.ts';
import { shutOut } from './sights.ts';
import type { Stage } from './stage.ts';

const LEAST_PEOPLE = 4;

export async function join(stage: Stage, step: StepOf<'join'>): Promise<void> {
  const actor = step.again ? await letBack(stage) : await stage.cast.join();
  if (!actor) return;
  await settleIn(stage, actor);
  stage.report.count(step.again ? 'came back' : 'joined');
  stage.report.note(`${actor.somebody.account.name} joined`);
}

/** Everything that they see is on their screens. */
export async function settleIn(stage: Stage, actor: Actor): Promise<void> {
  const { cast, places, sight } = stage;
  for (const place of placesIn(places)) if (!sight.sees(place, actor)) shutOut(stage, actor, place);
  const ids = talksOf(places, sight, actor).map(({ id }) => id);
  for (const screen of screensOf(actor)) await screen.lookAt(ids);
  // While they were on their way in, the storm may have ended.
  cast.mendIfCalm(actor);
}

/** The one who left first. Until this moment they were out. */
async function letBack(stage: Stage): Promise<Actor | undefined> {
  const { cast, teamId } = stage;
  const former = cast.former.find(({ returned, over }) => !returned && over !== 'changed');
  if (!former || stage.ledger.busy.has(former.somebody.account.userId)) return undefined;
  const { userId } = former.somebody.account;
  stage.ledger.busy.add(userId);
  keptOut(stage, former);
  // Refused when they were restored by a try whose answer was lost.
  if (former.over === 'suspended')
    await settled(stage, cast.owner, () => cast.owner.somebody.api.member.restore.mutate({ teamId, userId }));
  const back = await cast.back(former, { accept: former.over !== 'suspended' });
  stage.ledger.busy.delete(userId);
  return back;
}

export async function remove(stage: Stage, step: StepOf<'remove'>): Promise<void> {
  await endMembership(stage, step, 'removed', (member) => stage.cast.owner.somebody.api.member.remove.mutate(member));
}

export async function suspend(stage: Stage, step: StepOf<'suspend'>): Promise<void> {
  await endMembership(stage, step, 'suspended', (member) => stage.cast.owner.somebody.api.member.suspend.mutate(member));
}

/** Their session ends with the old role; they sign in again, and the old client gets nothing (LEAVE-7). */
export async function changeRole(stage: Stage, step: StepOf<'changeRole'>): Promise<void> {
  const api = () => stage.cast.owner.somebody.api;
  const change = (member: Member) => api().member.setRole.mutate({ ...member, role: step.role });
  // Refused when they have it already, which after a lost answer would look as if it had happened.
  const isNews = async ({ teamId, userId }: Member) => {
    const { items } = await api().member.list.query({ teamId, limit: 100 });
    return items.some((each) => each.userId === userId && each.role !== step.role);
  };
  const actor = await endMembership(stage, step, 'changed', change, isNews);
  if (actor) await settleIn(stage, await stage.cast.back(actor, { accept: false }));
}

type Member = { teamId: Stage['teamId']; userId: Account['userId'] };

async function endMembership(
  stage: Stage,
  step: { who: number },
  how: Parting,
  change: (member: Member) => Promise<unknown>,
  isNews: (member: Member) => Promise<boolean> = () => Promise.resolve(true),
): Promise<Actor | undefined> {
  const { cast, teamId, ledger } = stage;
  const actor = candidate(stage, step);
  // To be a guest is another role than the others may be given here.
  if (!actor || (how === 'changed' && actor.guest)) return undefined;
  const { userId } = actor.somebody.account;
  ledger.busy.add(userId);
  const asked = await settled(stage, cast.owner, () => isNews({ teamId, userId }));
  const isDue = asked.outcome === 'done' && asked.answer;
  const { outcome, lost } = isDue
    ? await settled(stage, cast.owner, () => change({ teamId, userId }))
    : { outcome: 'refused', lost: false };
  ledger.busy.delete(userId);
  // Refused after a lost answer: it had happened before.
  if (outcome !== 'done' && !lost) return undefined;
  parted(stage, actor, how);
  return actor;
}

export async function leave(stage: Stage, step: StepOf<'leave'>): Promise<void> {
  const actor = candidate(stage, step);
  if (!actor) return;
  const { account } = actor.somebody;
  stage.ledger.busy.add(account.userId);
  try {
    await actor.somebody.leave(stage.teamId);
  } catch {
    // The answer was lost, and the new cookie with it; what was asked may even happen later.
    await leaveForGood(stage, account);
  }
  stage.ledger.busy.delete(account.userId);
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

function parted(stage: Stage, actor: Actor, how: Parting): void {
  const { userId, name } = actor.somebody.account;
  if (how !== 'changed') stage.sight.forget(userId);
  for (const place of placesIn(stage.places)) shutOut(stage, actor, place);
  stage.cast.part(actor, how);
  stage.ledger.part(userId);
  stage.report.count(how);
  stage.report.note(`${name} ${how}`);
}

/** Somebody who may go. */
function candidate(stage: Stage, { who }: { who: number }): Actor | undefined {
  const { people } = stage.cast;
  if (people.length <= LEAST_PEOPLE) return undefined;
  const actor = nth(people.slice(1), who);
  return actor && !stage.ledger.busy.has(actor.somebody.account.userId) ? actor : undefined;
}
