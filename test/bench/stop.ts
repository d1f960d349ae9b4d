/**
 * From somebody stopping a reply to all viewers knowing, beside the time it takes to hang up on the model server directly. And whether a slot on the
 * model server ever stays taken: ten thousand replies are stopped, some of which the model server goes on writing.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { GenerationId } from '../../shared/ids.ts';
import { type House, openHouse } from './support/house.ts';
import { gather } from './support/load.ts';
import { readRaw } from './support/ndjson.ts';
import { atMost, none, type Report } from './support/report.ts';
import { interleaved, median, nowUs, percentile } from './support/sample.ts';
import { Viewer } from './support/viewer.ts';

const RUNS = 5;
const STOPS = 60;
const VIEWERS = 20;
const SLOTS = 40;
const MANY = 10_000;

export async function measure(): Promise<Report> {
  await using house = await openHouse({ people: SLOTS, conversations: SLOTS }, { PARLEY_PARALLEL: `${SLOTS}` });
  const pairs = await interleaved(RUNS, { ours: () => stops(house), reference: () => hangUps(house) });
  const slots: number[] = [];
  for (let run = 0; run < RUNS; run += 1) slots.push(await slotFreeMs());
  const wedged = await stopMany(house);
  // Of all runs together: a run alone has too few for its slowest hundredth.
  const ends = { ours: percentile(pairs.ours.flat(), 0.99), reference: percentile(pairs.reference.flat(), 0.99) };
  return {
    name: 'stop',
    runs: RUNS,
    goals: [
      atMost(`the end on ${VIEWERS} viewers, p99`, ends, 'ms', 100, 'ours'),
      atMost('the slot is free again', { ours: median(slots) / 1000 }, 's', 2.5, 'ours'),
      none(`wedged slots after ${MANY} stops`, wedged),
    ],
  };
}

/** Milliseconds from the click to the last viewer, of each. */
async function stops(house: House): Promise<number[]> {
  const ms: number[] = [];
  const endedAtUs: number[] = [];
  let ended = Promise.withResolvers<void>();
  const viewers = await Promise.all(
    Array.from({ length: VIEWERS }, async (_, n) => {
      const viewer = await Viewer.dial(house.url, house.person(n).cookie);
      await viewer.subscribe('conversation.live', { conversationId: house.conversation(0) }, ({ events, atUs }) => {
        if (!events.some(({ type }) => type === 'reply.ended')) return;
        endedAtUs.push(atUs);
        if (endedAtUs.length === VIEWERS) ended.resolve();
      });
      return viewer;
    }),
  );
  const [asker] = viewers;
  for (let n = 0; asker && n < STOPS; n += 1) {
    const generationId = await house.askModel(asker, house.conversation(0), { tokens: 30, everyMs: 16 });
    await pause(30 + Math.random() * 60);
    endedAtUs.length = 0;
    ended = Promise.withResolvers<void>();
    const sinceUs = nowUs();
    asker.say('generation.stop', { generationId }, 'mutation');
    await ended.promise;
    ms.push((Math.max(...endedAtUs) - sinceUs) / 1000);
  }
  for (const each of viewers) each.end();
  return ms;
}

/** Milliseconds until the model server notices that nobody listens. */
async function hangUps(house: House): Promise<number[]> {
  const ms: number[] = [];
  for (let n = 0; n < STOPS; n += 1) {
    const reading = readRaw(house.fake.url, { tokens: 30, everyMs: 16, after: 'on' }, () => undefined);
    await pause(30 + Math.random() * 60);
    const sinceUs = nowUs();
    reading.abort();
    let at = 0;
    while (at < sinceUs) at = await house.fake.process.ask<number>({ ask: 'hang-up' });
    ms.push((at - sinceUs) / 1000);
  }
  return ms;
}

/** With one slot: from stopping a reply that the model server goes on writing, to the first token of the one behind it. */
async function slotFreeMs(): Promise<number> {
  await using house = await openHouse({ people: 1, conversations: 2 }, { PARLEY_PARALLEL: '1' });
  const grew = Promise.withResolvers<number>();
  const second: { id?: GenerationId } = {};
  using audience = await gather(house, {
    count: 2,
    each: 1,
    onFrame(_, { events, atUs }) {
      if (events.some((event) => event.type === 'reply.grew' && event.generationId === second.id)) grew.resolve(atUs);
    },
  });
  const [asker] = audience.viewers;
  if (!asker) throw new Error('nobody asks');
  const generationId = await house.askModel(asker, house.conversation(0), { tokens: 1, everyMs: 10, after: 'on' });
  await pause(100);
  second.id = await house.askModel(asker, house.conversation(1), { tokens: 5, everyMs: 1 });
  const sinceUs = nowUs();
  await asker.call('generation.stop', { generationId });
  return ((await grew.promise) - sinceUs) / 1000;
}

/** How many slots nobody gets any more when all is over. */
async function stopMany(house: House): Promise<number> {
  let left = MANY;
  const lane = async (n: number) => {
    const viewer = await Viewer.dial(house.url, house.person(n).cookie);
    while (left > 0) {
      left -= 1;
      const stubborn = left % 100 === 0;
      const recipe = stubborn ? ({ tokens: 1, everyMs: 20, after: 'on' } as const) : ({ tokens: 8, everyMs: 20 } as const);
      const generationId = await house.askModel(viewer, house.conversation(n), recipe);
      await pause(Math.random() * 60);
      await viewer.call('generation.stop', { generationId });
    }
    viewer.end();
  };
  await Promise.all(Array.from({ length: SLOTS }, (_, n) => lane(n)));
  return SLOTS - (await runningOf(house));
}

/** How many replies run at once when there is one for each slot. */
async function runningOf(house: House): Promise<number> {
  const viewers = await Promise.all(Array.from({ length: SLOTS }, (_, n) => Viewer.dial(house.url, house.person(n).cookie)));
  await Promise.all(viewers.map((viewer, n) => house.askModel(viewer, house.conversation(n), { tokens: 1, everyMs: 1, after: 'open' })));
  let running = 0;
  for (let tries = 0; running < SLOTS && tries < 50; tries += 1) {
    await pause(100);
    const { items } = (await viewers[0]?.call<Queue>('generation.queue', { teamId: house.teamId }, 'query')) ?? { items: [] };
    running = items.filter(({ position }) => position === 0).length;
  }
  for (const viewer of viewers) viewer.end();
  return running;
}

interface Queue {
  items: { position: number }[];
}
