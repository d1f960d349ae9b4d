/** One act: new conversations, a storm over them, calm, and the oracle. */
import { calm } from './calm.ts';
import { Ledger } from './ledger.ts';
import { settleIn } from './memberships.ts';
import { judge } from './oracle.ts';
import { perform } from './perform.ts';
import { type Place, type Places, readable, Sight } from './places.ts';
import { type ActSize, modelTroubles, planAct } from './plan.ts';
import type { Stage } from './stage.ts';

/** People whose access ended and whose clients go on trying in the next act. */
const STILL_TRYING = 2;

export async function playAct(stage: Stage, act: number, size: ActSize): Promise<void> {
  const { cast, report, answers, modelNetwork } = stage;
  const before = { people: cast.met, cuts: cast.cuts + modelNetwork.cuts };
  await openAct(stage, size);
  answers.storm();
  modelNetwork.expect(modelTroubles(stage.seed + act));
  cast.storm(size.wild);
  const storm = await timed(perform(stage, planAct(stage.seed, act, size)));
  const calmed = await timed(calm(stage));
  const judged = await timed(judge(stage));
  await cast.dismiss(STILL_TRYING);
  report.count('people', cast.met - before.people);
  report.count('cuts', cast.cuts + modelNetwork.cuts - before.cuts);
  report.say(`act ${act}: storm ${storm} s, calm ${calmed} s, judged ${judged} s; so far ${report.sum}`);
}

/** Everybody looks at new conversations, and at those only. */
export async function openAct(stage: Stage, { people, conversations }: ActSize): Promise<void> {
  const { cast, readers } = stage;
  stage.ledger = new Ledger();
  stage.sight = new Sight();
  stage.places = await newPlaces(stage, conversations);
  while (cast.people.length < people) await cast.join();
  await shareThem(stage);
  for (const actor of cast.people) {
    actor.ears.clear();
    actor.shutOut.clear();
    await settleIn(stage, actor);
  }
  readers.follow(readable(stage.places).map(({ id }) => id));
}

/** Every other one begins with sight of the den, and every guest with sight of the annex. */
async function shareThem({ cast, places, sight }: Stage): Promise<void> {
  const { api } = cast.owner.somebody;
  const [den, annex] = [places.den.talks[0]?.id, places.annex.talks[0]?.id];
  if (!den || !annex) return;
  await api.conversation.move.mutate({ conversationId: annex, folderId: places.folderId });
  sight.filed = true;
  for (const { number, guest, somebody } of cast.people.slice(1)) {
    const given = { userId: somebody.account.userId, relation: 'editor' as const };
    if (guest) await api.folder.share.mutate({ folderId: places.folderId, ...given });
    if (guest) sight.folder.add(given.userId);
    if (number % 2 === 0) await api.conversation.share.mutate({ conversationId: den, ...given });
    if (number % 2 === 0) sight.den.add(given.userId);
  }
}

async function newPlaces({ cast, teamId }: Stage, conversations: number): Promise<Places> {
  const { api } = cast.owner.somebody;
  const conversation = async (title: string, visibility: 'team' | 'private' = 'team') =>
    (await api.conversation.create.mutate({ teamId, title, visibility, answers: 'named' })).conversation;
  const { folder } = await api.folder.create.mutate({ teamId, name: 'Folder of the annex' });
  const hall: Place = { mark: '', talks: [] };
  for (let count = 0; count < conversations; count += 1) hall.talks.push(await conversation(`Conversation ${count}`));
  const den: Place = { mark: 'd', talks: [await conversation('The den', 'private')] };
  const annex: Place = { mark: 'f', talks: [await conversation('The annex')] };
  return { hall, den, annex, folderId: folder.id };
}

/** Seconds, for people. */
async function timed(work: Promise<void>): Promise<string> {
  const since = performance.now();
  await work;
  return ((performance.now() - since) / 1_000).toFixed(1);
}
