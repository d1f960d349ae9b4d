/**
 * How much later people see a token than one who reads the model's lines directly. Each token is the moment at which the fake model wrote it, so both
 * readers measure the same thing on one clock. Added = the same percentile of ours less that of the reference.
 */
import { windowFor } from '../../server/generation/run.ts';
import { openHouse, type House } from './support/house.ts';
import { askAll, Ends, gather } from './support/load.ts';
import { readRaw } from './support/ndjson.ts';
import { type Recipe, stampsIn } from './support/recipe.ts';
import { atMost, type Report } from './support/report.ts';
import { compared, interleaved, nowUs, percentile } from './support/sample.ts';

const RUNS = 5;
const TOKENS_PER_SECOND = 60;
const GENERATIONS = 50;
const VIEWERS = 20;
/** So many that the slowest of a hundred first tokens is one. */
const ANSWERS = 100;

/** Milliseconds from writing to seeing. */
interface Delays {
  first: number[];
  later: number[];
}

export async function measure(): Promise<Report> {
  await using house = await openHouse({ people: VIEWERS, conversations: GENERATIONS });
  const quiet = { tokens: 5, everyMs: 1000 / TOKENS_PER_SECOND, stamped: true } as const;
  const idle = await interleaved(RUNS, { ours: () => oneByOne(house, quiet), reference: () => oneByOneRaw(house, quiet) });
  const busy = { tokens: 3 * TOKENS_PER_SECOND, everyMs: 1000 / TOKENS_PER_SECOND, stamped: true } as const;
  const loaded = await interleaved(RUNS, { ours: () => allAtOnce(house, busy), reference: () => allAtOnceRaw(house, busy) });
  const p = (of: keyof Delays, share: number) => (delays: Delays) => percentile(delays[of], share);
  const windowMs = windowFor(GENERATIONS);
  return {
    name: 'first-token',
    runs: RUNS,
    goals: [
      atMost('first token, p99', compared(idle, p('first', 0.99)), 'ms', 5, 'added'),
      atMost('later tokens, p50', compared(idle, p('later', 0.5)), 'ms', 4, 'added'),
      atMost(`${GENERATIONS} generations × ${VIEWERS} viewers, p99`, compared(loaded, p('later', 0.99)), 'ms', windowMs + 10, 'added'),
    ],
    notes: [
      `first token p50 ${compared(idle, p('first', 0.5)).ours.toFixed(2)} ms; later tokens p99 ${compared(idle, p('later', 0.99)).ours.toFixed(2)} ms; loaded p50 ${compared(loaded, p('later', 0.5)).ours.toFixed(1)} ms, window ${windowMs} ms`,
    ],
  };
}

/** Answers after each other, so that each has its first token on an idle server. */
async function oneByOne(house: House, recipe: Recipe): Promise<Delays> {
  const delays = new Collector();
  const ends = new Ends();
  using audience = await gather(house, {
    count: 1,
    each: 1,
    onFrame(_, frame) {
      for (const event of frame.events) if (event.type === 'reply.grew') delays.take(event.from, event.text, frame.atUs);
      ends.take(frame);
    },
  });
  for (let n = 0; n < ANSWERS; n += 1) {
    await askAll(house, audience, recipe);
    await ends.reached(n + 1);
  }
  return delays;
}

async function oneByOneRaw(house: House, recipe: Recipe): Promise<Delays> {
  const delays = new Collector();
  for (let n = 0; n < ANSWERS; n += 1) await rawDelays(house, recipe, delays);
  return delays;
}

async function rawDelays(house: House, recipe: Recipe, delays: Collector): Promise<void> {
  let seen = 0;
  await readRaw(house.fake.url, recipe, (text) => {
    delays.take(seen, text.match(/"content":"[^"]*"/g)?.join('') ?? '', nowUs());
    seen += 1;
  }).ended;
}

async function allAtOnce(house: House, recipe: Recipe): Promise<Delays> {
  const delays = new Collector();
  const ends = new Ends();
  using audience = await gather(house, {
    count: GENERATIONS,
    each: VIEWERS,
    onFrame(_, frame) {
      for (const event of frame.events) if (event.type === 'reply.grew') delays.take(event.from, event.text, frame.atUs);
      ends.take(frame);
    },
  });
  await askAll(house, audience, recipe);
  await ends.reached(GENERATIONS);
  return delays;
}

async function allAtOnceRaw(house: House, recipe: Recipe): Promise<Delays> {
  const delays = new Collector();
  await Promise.all(Array.from({ length: GENERATIONS }, () => rawDelays(house, recipe, delays)));
  return delays;
}

class Collector implements Delays {
  readonly first: number[] = [];
  readonly later: number[] = [];

  /** `from`: 0 for the text that begins an answer. */
  take(from: number, text: string, atUs: number): void {
    for (const [n, stamp] of stampsIn(text).entries()) (from === 0 && n === 0 ? this.first : this.later).push((atUs - stamp) / 1000);
  }
}
