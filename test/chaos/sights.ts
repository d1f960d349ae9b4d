/** Who sees the den and the annex changes: by a share and by a folder, given and taken back. Whoever loses sight of a place gets nothing of it any more. */
import type { UserId } from '../../shared/ids.ts';
import { settled } from './attempt.ts';
import { type Actor, screensOf } from './cast.ts';
import { nth } from './deeds.ts';
import { keptOut } from './kept-out.ts';
import { LogFile } from './log-file.ts';
import { type Place, placesIn } from './places.ts';
import type { StepOf } from './plan.ts';
import type { Stage } from './stage.ts';
import { TickGuard } from './ticks.ts';

export async function share(stage: Stage, { who, what, on }: StepOf<'share'>): Promise<void> {
  const { cast, places, ledger } = stage;
  const those = what === 'den' ? stage.sight.den : stage.sight.folder;
  const able = cast.people.slice(1).filter(({ guest }) => what === 'den' || guest);
  // Mostly to somebody who has it not, and back from somebody who has.
  const fitting = able.filter(({ somebody }) => those.has(somebody.account.userId) !== on);
  const actor = nth(fitting.length > 0 ? fitting : able, who);
  if (!actor || ledger.busy.has(actor.somebody.account.userId)) return;
  const { userId } = actor.somebody.account;
  // Asked for each time: a tab that is opened again has another.
  const api = () => cast.owner.somebody.api;
  const given = { userId, relation: on ? ('editor' as const) : null };
  const conversationId = places.den.talks[0]?.id;
  const call = () =>
    what === 'den' && conversationId
      ? api().conversation.share.mutate({ conversationId, ...given })
      : api().folder.share.mutate({ folderId: places.folderId, ...given });
  await changing(stage, [userId], call, () => {
    if (!on) those.delete(userId);
    // Whoever left meanwhile took the share with them.
    else if (cast.people.includes(actor)) those.add(userId);
  });
}

/** The annex goes into its folder, or out of it. */
export async function file(stage: Stage, { into }: StepOf<'file'>): Promise<void> {
  const { cast, places, sight } = stage;
  const conversationId = places.annex.talks[0]?.id;
  if (!conversationId) return;
  const folderId = into ? places.folderId : null;
  await changing(
    stage,
    [],
    () => cast.owner.somebody.api.conversation.move.mutate({ conversationId, folderId }),
    () => {
      sight.filed = into;
    },
  );
}

/** One change of sight at a time, and meanwhile nobody whom it is about comes or goes. */
async function changing(stage: Stage, about: readonly UserId[], change: () => Promise<unknown>, note: () => void): Promise<void> {
  const { ledger, cast } = stage;
  if (ledger.busy.has('sight')) return;
  for (const key of ['sight', ...about]) ledger.busy.add(key);
  const { outcome } = await settled(stage, cast.owner, change);
  if (outcome === 'done') {
    const before = seers(stage);
    note();
    const after = seers(stage);
    for (const [actor, place] of before) if (!after.some(([other, its]) => other === actor && its === place)) lost(stage, actor, place);
    for (const [actor, place] of after) if (!before.some(([other, its]) => other === actor && its === place)) gained(stage, actor, place);
  }
  for (const key of ['sight', ...about]) ledger.busy.delete(key);
}

function seers({ cast, places, sight }: Stage): (readonly [Actor, Place])[] {
  return cast.people.flatMap((actor) =>
    placesIn(places)
      .filter((place) => sight.sees(place, actor))
      .map((place) => [actor, place] as const),
  );
}

function lost(stage: Stage, actor: Actor, place: Place): void {
  shutOut(stage, actor, place);
  stage.report.count('lost sight');
  stage.report.note(`${actor.somebody.account.name} lost sight of ${place.mark}`);
}

function gained(stage: Stage, actor: Actor, place: Place): void {
  keptOut(stage, actor, place);
  actor.ears.delete(place.mark);
  for (const { id } of place.talks) {
    actor.shutOut.delete(id);
    for (const screen of screensOf(actor)) screen.alsoLookAt(id);
  }
  stage.report.count('gained sight');
  stage.report.note(`${actor.somebody.account.name} gained sight of ${place.mark}`);
}

/** From this moment on nothing of that place may come to them, and nothing there may be of their doing. */
export function shutOut(stage: Stage, actor: Actor, place: Place): void {
  const { talks } = place;
  mayNotHear(stage, actor, place);
  using log = new LogFile(stage.folder);
  for (const { id } of talks) if (!actor.shutOut.has(id)) actor.shutOut.set(id, log.head(id) ?? 0);
}

/** From this moment on. */
export function mayNotHear({ counts }: Stage, { ears }: Actor, { mark }: Place): void {
  if (!ears.has(mark)) ears.set(mark, new TickGuard(counts.all[mark]));
}
