/**
 * What a connection costs while nothing happens: signed in, following its inbox and one conversation as a tab does, beside a bare ws connection. Each
 * run has a fresh process: memory that was once used is rarely given back.
 */
import { Child } from './support/child.ts';
import { type House, openHouse } from './support/house.ts';
import { atMost, type Report } from './support/report.ts';
import { compared, interleaved } from './support/sample.ts';
import { following, Sink } from './support/sink.ts';
import { settled } from './support/settled.ts';

const RUNS = 5;
const CONNECTIONS = 5_000;
const PER_PERSON = 50;
const CYCLES = 10_000;
const AT_ONCE = 50;

export async function measure(): Promise<Report> {
  const pairs = await interleaved(RUNS, { ours: ourPerConnection, reference: rawPerConnection });
  const growth = await growthOverCycles();
  return {
    name: 'idle-memory',
    runs: RUNS,
    goals: [
      atMost(
        `${CONNECTIONS} connections, resident`,
        compared(pairs, ({ rss }) => rss / 1024),
        'KiB each',
        3.5,
        'ratio',
      ),
      atMost(`growth after ${CYCLES} connects`, { ours: growth }, '%', 1, 'ours'),
    ],
    notes: [`of it on the JavaScript heap: ${compared(pairs, ({ heap }) => heap / 1024).ours.toFixed(1)} KiB each`],
  };
}

interface Memory {
  rss: number;
  heap: number;
}

async function ourPerConnection(): Promise<Memory> {
  await using house = await openHouse({ strangers: CONNECTIONS / PER_PERSON });
  return await perConnection(house.server, (n) => tab(house, n));
}

async function rawPerConnection(): Promise<Memory> {
  await using raw = new Child('test/bench/programs/raw-socket.ts');
  const url = await raw.ask<string>({ ask: 'url' });
  return await perConnection(raw, () => Sink.dial(url, { path: '/' }));
}

/** What the first connections made the process load is not what a connection costs. */
async function perConnection(child: Child, dial: (n: number) => Promise<Sink>): Promise<Memory> {
  const first = await dialMany(100, dial);
  const before = await child.memory();
  const sinks = await dialMany(CONNECTIONS - first.length, (n) => dial(n + first.length));
  await settled(child);
  const after = await child.memory();
  for (const sink of [...first, ...sinks]) sink.end();
  return { rss: (after.rss - before.rss) / sinks.length, heap: (after.heap - before.heap) / sinks.length };
}

async function growthOverCycles(): Promise<number> {
  await using house = await openHouse({ strangers: CONNECTIONS / PER_PERSON });
  const keep = await dialMany(CONNECTIONS / 2, (n) => tab(house, n));
  await cycle(house, CYCLES / 5);
  const before = await house.server.memory();
  await cycle(house, CYCLES);
  const after = await house.server.memory();
  for (const sink of keep) sink.end();
  return (after.heap / before.heap - 1) * 100;
}

/** Comes, follows, goes. */
async function cycle(house: House, times: number): Promise<void> {
  await dialMany(times, async (n) => {
    const sink = await tab(house, n);
    await sink.first();
    sink.end();
    return sink;
  });
  // Whoever left is there for a moment more (presence).
  await new Promise((resolve) => setTimeout(resolve, 4_000));
  await settled(house.server);
}

function tab(house: House, n: number): Promise<Sink> {
  return Sink.dial(house.url, { cookie: house.person(n).cookie, says: following(house.conversation(n), { inbox: true }) });
}

async function dialMany(count: number, dial: (n: number) => Promise<Sink>): Promise<Sink[]> {
  const sinks: Sink[] = [];
  let next = 0;
  const dialler = async () => {
    while (next < count) sinks.push(await dial(next++));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, dialler));
  return sinks;
}
