/** What the server holds when everybody is gone has to be what it held before: a storm leaves nothing behind. */
import { setTimeout as pause } from 'node:timers/promises';
import { playAct } from './act.ts';
import { screensOf } from './cast.ts';
import { churn } from './churn.ts';
import { piecesLeft } from './log-file.ts';
import type { ActSize } from './plan.ts';
import { ServerProcess } from './server.ts';
import type { Stage } from './stage.ts';

/** Compiled code, pools and the allocator's own reserve move; a leak of a whole act's texts and connections is more than this. */
const HEAP_SLACK_BYTES = 8 * 1024 ** 2;
const RSS_SLACK_BYTES = 96 * 1024 ** 2;
/** Of heap, over this many connections: a kilobyte of each. */
const CHURN_SLACK_BYTES = 3 * 1024 ** 2;
const CHURN = { warmUp: 500, connections: 3_000 };
const LOOKS = 12;
const LOOK_MS = 250;

interface Memory {
  heapBytes: number;
  rssBytes: number;
}

/** Two storms of the same size over one and the same process: the first warms it up, the second must not show. */
export async function memoryReturns(stage: Stage, act: number, size: ActSize): Promise<void> {
  const { report, server } = stage;
  if (!(server instanceof ServerProcess)) return;
  report.check((await server.stop()) === 0, () => 'the server did not end with 0 when it was asked to');
  const left = piecesLeft(stage.folder);
  report.check(left === 0, () => `every reply has ended, and journal.db still holds ${left} pieces`);
  await server.start();
  await playAct(stage, act, size);
  const before = await atRest(stage, server);
  await playAct(stage, act + 1, size);
  const after = await atRest(stage, server);
  report.say(`memory at rest: ${inWords(before)} before a storm, ${inWords(after)} after it`);
  report.check(after.heapBytes <= before.heapBytes + HEAP_SLACK_BYTES, () => `the heap grew from ${inWords(before)} to ${inWords(after)}`);
  report.check(after.rssBytes <= before.rssBytes + RSS_SLACK_BYTES, () => `the process grew from ${inWords(before)} to ${inWords(after)}`);
}

/** What each connection leaves behind would be small, and there are many of them. */
export async function connectionsLeaveNothing(stage: Stage): Promise<void> {
  const { report, server } = stage;
  if (!(server instanceof ServerProcess)) return;
  await churn(stage, CHURN.warmUp);
  const before = await atRest(stage, server);
  await churn(stage, CHURN.connections);
  const after = await atRest(stage, server);
  report.say(`memory at rest: ${inWords(before)} before ${CHURN.connections} connections, ${inWords(after)} after them`);
  report.check(after.heapBytes <= before.heapBytes + CHURN_SLACK_BYTES, () => `connections left ${inWords(before)} as ${inWords(after)}`);
}

/** The least it holds over a few looks, once nobody is connected but for the sockets that stock clients keep open. */
async function atRest(stage: Stage, server: ServerProcess): Promise<Memory> {
  await stage.cast.dismiss(0);
  stage.readers.follow([]);
  for (const actor of stage.cast.people) for (const screen of screensOf(actor)) await screen.lookAway();
  while ((await metricsOf(server))('parley_sockets') > stage.cast.people.length) await pause(LOOK_MS);
  const looks: Memory[] = [];
  for (let count = 0; count < LOOKS; count += 1) {
    server.collectGarbage();
    await pause(LOOK_MS);
    const metrics = await metricsOf(server);
    looks.push({ heapBytes: metrics('nodejs_heap_size_used_bytes'), rssBytes: metrics('process_resident_memory_bytes') });
  }
  return { heapBytes: Math.min(...looks.map(({ heapBytes }) => heapBytes)), rssBytes: Math.min(...looks.map(({ rssBytes }) => rssBytes)) };
}

async function metricsOf(server: ServerProcess): Promise<(name: string) => number> {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  return (name) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
}

function inWords({ heapBytes, rssBytes }: Memory): string {
  return `${(heapBytes / 1024 ** 2).toFixed(1)} MiB of heap in ${(rssBytes / 1024 ** 2).toFixed(0)} MiB`;
}
