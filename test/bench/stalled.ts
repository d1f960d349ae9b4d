/**
 * One in ten readers stops reading (as a frozen tab or a stopped process does) while much is being said: what the others notice of it, what such a
 * socket costs, and when it is closed. A socket counts as stalled from when the network takes nothing more of it, which the kernel's own buffers put off.
 */
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { Child } from './support/child.ts';
import { type House, openHouse } from './support/house.ts';
import { atMost, type Report } from './support/report.ts';
import { compared, interleaved, median, nowUs, percentile } from './support/sample.ts';
import { following, Sink } from './support/sink.ts';
import { Viewer } from './support/viewer.ts';

const RUNS = 5;
const READERS = 20;
const STALLED = 2;
const SECONDS = 8;
const PER_SECOND = 40;
const WRITERS = 8;
/** Large, so that the buffers of the kernel are full soon. */
const FILLER = '語'.repeat(10_000);

interface Run {
  delays: number[];
  closedAfterS: number[];
  /** Resident memory of the server, at most, above where it began. */
  grewBytes: number;
}

export async function measure(): Promise<Report> {
  const pairs = await interleaved(RUNS, { ours: () => talk(STALLED), reference: () => talk(0) });
  // Talk itself makes the server grow: what is more with somebody stalled is theirs.
  const each = pairs.ours.map(({ grewBytes }, run) => (grewBytes - (pairs.reference[run]?.grewBytes ?? 0)) / STALLED);
  const p99 = compared(pairs, ({ delays }) => percentile(delays, 0.99));
  return {
    name: 'stalled',
    runs: RUNS,
    goals: [
      atMost('delay of the others, p99', p99, 'ms', 1.1, 'ratio'),
      atMost('memory of a stalled socket', { ours: median(each) / 1024 / 1024 }, 'MiB', 2, 'ours'),
      atMost('closed after', { ours: Math.max(...pairs.ours.flatMap(({ closedAfterS }) => closedAfterS)) }, 's', 12, 'ours'),
    ],
  };
}

/** Everybody reads the same conversation; those who stall stop at the start. */
async function talk(stalled: number): Promise<Run> {
  await using house = await openHouse({ people: READERS + 1, conversations: 1 });
  await using queues = new Child('test/bench/programs/kernel-queues.ts');
  const conversationId = house.conversation(0);
  const delays: number[] = [];
  const readers: Viewer[] = [];
  for (let n = 0; n < READERS - STALLED; n += 1) {
    const reader = await Viewer.dial(house.url, house.person(n + 1).cookie);
    await reader.subscribe('conversation.live', { conversationId }, ({ events, atUs }) => {
      for (const event of events) if (event.type === 'message.posted') delays.push((atUs - Number.parseInt(event.message.text, 10)) / 1000);
    });
    readers.push(reader);
  }
  await say(house, 1);
  delays.length = 0;
  const sinks = await Promise.all(
    Array.from({ length: STALLED }, (_, n) => Sink.dial(house.url, { cookie: house.person(n).cookie, says: following(conversationId) })),
  );
  await pause(300);
  const before = (await house.server.memory()).rss;
  const frozen = sinks.slice(0, stalled);
  for (const sink of frozen) sink.freeze();
  const closings = frozen.map(({ localPort }) => queues.ask<number | null>({ closing: localPort }));
  let highest = before;
  const talking = say(house, SECONDS);
  for (let n = 0; n < SECONDS - 1; n += 1) {
    await pause(1_000);
    highest = Math.max(highest, await rssOf(house.server.pid));
  }
  await talking;
  const closedAfterS = (await Promise.all(closings)).map((seconds) => seconds ?? Number.POSITIVE_INFINITY);
  for (const each of [...readers, ...sinks]) each.end();
  return { delays, closedAfterS, grewBytes: highest - before };
}

/** By several people: one alone may not say so much. */
async function say(house: House, seconds: number): Promise<void> {
  const writers = await Promise.all(Array.from({ length: WRITERS }, (_, n) => Viewer.dial(house.url, house.person(n).cookie)));
  const sent: Promise<unknown>[] = [];
  const begun = performance.now();
  for (let n = 0; n < seconds * PER_SECOND; n += 1) {
    const wait = begun + (n * 1000) / PER_SECOND - performance.now();
    if (wait > 0) await pause(wait);
    const draft = { conversationId: house.conversation(0), clientKey: `say-${nowUs()}`, text: `${nowUs()} ${FILLER}`, model: null };
    sent.push(writers[n % WRITERS]?.call('message.send', draft) ?? Promise.resolve());
  }
  await Promise.all(sent);
  for (const writer of writers) writer.end();
}

async function rssOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024;
}
