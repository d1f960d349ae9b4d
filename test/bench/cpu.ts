/** What a streamed token costs the server's processor, beside a process that only pipes the model's answer from one HTTP connection to another. */
import { setTimeout as pause } from 'node:timers/promises';
import { Child } from './support/child.ts';
import { type House, openHouse } from './support/house.ts';
import { askAll, Ends, gather } from './support/load.ts';
import { readRaw } from './support/ndjson.ts';
import type { Recipe } from './support/recipe.ts';
import { atMost, type Report } from './support/report.ts';
import { compared, interleaved, median } from './support/sample.ts';

const RUNS = 5;
const EVERY_MS = 1000 / 60;
const GENERATIONS = 50;
const VIEWERS = 20;
const WINDOW_MS = 2_000;

export async function measure(): Promise<Report> {
  await using house = await openHouse({ people: VIEWERS, conversations: GENERATIONS });
  await using pipe = new Child('test/bench/programs/pipe.ts', { UPSTREAM: house.fake.url });
  const pipeUrl = await pipe.ask<string>({ ask: 'url' });
  const answer: Recipe = { tokens: 200, everyMs: EVERY_MS };
  const one = await interleaved(RUNS, {
    ours: () => answerCpuMs(house, answer, 1),
    reference: () => pipedCpuMs(pipe, pipeUrl, answer),
  });
  const twenty: number[] = [];
  for (let run = 0; run < RUNS; run += 1) twenty.push((await answerCpuMs(house, answer, VIEWERS)) / 1000);
  const cores = await coresUnderLoad(house);
  return {
    name: 'cpu',
    runs: RUNS,
    goals: [
      atMost(
        '200 tokens to one viewer',
        compared(one, (ms) => ms),
        'CPU ms',
        3,
        'ratio',
      ),
      atMost(`${GENERATIONS} generations × 60 tokens/s × ${VIEWERS} viewers`, { ours: median(cores) }, 'cores', 1, 'ours'),
      atMost(`200 tokens to ${VIEWERS} viewers`, { ours: median(twenty) }, 'CPU seconds', 0.1, 'ours'),
    ],
  };
}

/** From the question to the end of the reply. */
async function answerCpuMs(house: House, recipe: Recipe, viewers: number): Promise<number> {
  const ends = new Ends();
  using audience = await gather(house, { count: 1, each: viewers, onFrame: (_, frame) => ends.take(frame) });
  await pause(200);
  const before = await house.server.cpuUs();
  await askAll(house, audience, recipe);
  await ends.reached(1);
  return ((await house.server.cpuUs()) - before) / 1000;
}

async function pipedCpuMs(pipe: Child, url: string, recipe: Recipe): Promise<number> {
  const before = await pipe.cpuUs();
  await readRaw(url, recipe, () => undefined).ended;
  return ((await pipe.cpuUs()) - before) / 1000;
}

/** One load, looked at in windows. */
async function coresUnderLoad(house: House): Promise<number[]> {
  const ends = new Ends();
  using audience = await gather(house, { count: GENERATIONS, each: VIEWERS, onFrame: (_, frame) => ends.take(frame) });
  await askAll(house, audience, { tokens: Math.ceil(((RUNS + 2) * WINDOW_MS) / EVERY_MS), everyMs: EVERY_MS });
  await pause(WINDOW_MS / 2);
  const cores: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const before = { cpu: await house.server.cpuUs(), at: performance.now() };
    await pause(WINDOW_MS);
    cores.push(((await house.server.cpuUs()) - before.cpu) / 1000 / (performance.now() - before.at));
  }
  await ends.reached(GENERATIONS);
  return cores;
}
