/**
 * Events delivered per second of the server's processor, where one event goes to everybody in a conversation: replies growing in step, 1, 4 or 25 at
 * once. The reference sends a prebuilt text of the same length once per event and socket. Measured per processor second and not per second, so that
 * neither the client that receives nor another process of the machine decides.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { windowFor } from '../../server/generation/run.ts';
import type { ConversationId } from '../../shared/ids.ts';
import { Child } from './support/child.ts';
import { type House, openHouse } from './support/house.ts';
import { Ends } from './support/load.ts';
import { atLeast, type Report } from './support/report.ts';
import { compared, interleaved, nowUs } from './support/sample.ts';
import { following, Sink } from './support/sink.ts';
import { type Frame, Viewer } from './support/viewer.ts';

const RUNS = 5;
const SOCKETS = 200;
/** What one event was on the wire when this was written, without the envelope of its frame. */
const EVENT = JSON.stringify({ type: 'reply.grew', generationId: '0'.repeat(20), channel: 'text', from: 1234, text: '  words' });

/** Rounds of so many events, each round a frame: further apart than the window in which pieces are gathered when so many are written at once. */
interface Rounds {
  events: number;
  count: number;
  everyMs: number;
}

interface Delivered {
  perCpuSecond: number;
  perFrame: number;
}

export async function measure(): Promise<Report> {
  await using house = await openHouse({ people: 20, conversations: 3 });
  await using raw = new Child('test/bench/programs/raw-socket.ts');
  const rawUrl = await raw.ask<string>({ ask: 'url' });
  const rawSinks = await Promise.all(Array.from({ length: SOCKETS }, () => Sink.dial(rawUrl, { path: '/' })));
  const goals = [];
  const notes = [];
  for (const [n, { events, count, limit }] of [
    { events: 4, count: 40, limit: 1 },
    { events: 25, count: 15, limit: 3 },
    { events: 1, count: 40, limit: 0.3 },
  ].entries()) {
    using audience = await Audience.of(house, n);
    const rounds = { events, count, everyMs: windowFor(events) + 35 };
    const pairs = await interleaved(RUNS, {
      ours: () => grow(house, audience, rounds),
      reference: () => broadcast(raw, rawSinks, rounds),
    });
    goals.push(
      atLeast(
        `${events} events a frame`,
        compared(pairs, (one) => one.perCpuSecond),
        'events per CPU second',
        limit,
      ),
    );
    notes.push(`${events}: ${compared(pairs, (one) => one.perFrame).ours.toFixed(1)} events a frame in fact`);
  }
  for (const sink of rawSinks) sink.end();
  return { name: 'fan-out', runs: RUNS, goals, notes };
}

async function broadcast(raw: Child, sinks: Sink[], { events, count, everyMs }: Rounds): Promise<Delivered> {
  const before = { cpu: await raw.cpuUs(), bytes: bytesOf(sinks) };
  await raw.ask({ ask: 'broadcast', text: EVENT, perRound: events, rounds: count, everyMs });
  const sent = events * count * SOCKETS;
  while (bytesOf(sinks) - before.bytes < sent * EVENT.length) await pause(5);
  return { perCpuSecond: sent / (((await raw.cpuUs()) - before.cpu) / 1e6), perFrame: 1 };
}

async function grow(house: House, audience: Audience, { events, count, everyMs }: Rounds): Promise<Delivered> {
  const { viewer, ends } = audience;
  const ended = ends.count;
  const startUs = nowUs() + 1_000_000;
  const recipe = { tokens: count, everyMs, startUs, after: 'open' } as const;
  const ids = await Promise.all(
    Array.from({ length: events }, (_, n) => house.askModel(audience.asker(n), audience.conversationId, recipe)),
  );
  await pause(Math.max(0, (startUs - nowUs()) / 1000 - 50));
  const before = { cpu: await house.server.cpuUs(), events: audience.events, frames: audience.frames };
  await pause((startUs - nowUs()) / 1000 + count * everyMs);
  // What came late may have been joined, so there is no number to wait for.
  for (let seen = -1; seen !== audience.frames; await pause(4 * everyMs)) seen = audience.frames;
  const cpu = (await house.server.cpuUs()) - before.cpu;
  const seen = { events: audience.events - before.events, frames: audience.frames - before.frames };
  if (seen.frames === 0) throw new Error('nobody saw anything grow');
  for (const generationId of ids) await viewer.call('generation.stop', { generationId });
  await ends.reached(ended + events);
  return { perCpuSecond: (seen.events * SOCKETS) / (cpu / 1e6), perFrame: seen.events / seen.frames };
}

/** Everybody in one conversation; one of them counts. */
class Audience implements Disposable {
  readonly viewer: Viewer;
  readonly conversationId: ConversationId;
  readonly ends = new Ends();
  events = 0;
  frames = 0;
  readonly #askers: Viewer[];
  readonly #sinks: Sink[];

  private constructor(house: House, n: number, viewer: Viewer, askers: Viewer[], sinks: Sink[]) {
    this.conversationId = house.conversation(n);
    this.viewer = viewer;
    this.#askers = askers;
    this.#sinks = sinks;
  }

  static async of(house: House, n: number): Promise<Audience> {
    const conversationId = house.conversation(n);
    const viewer = await Viewer.dial(house.url, house.person(0).cookie);
    const askers = await Promise.all([1, 2, 3].map((who) => Viewer.dial(house.url, house.person(who).cookie)));
    const sinks: Sink[] = [];
    for (let k = 0; k < SOCKETS - 1; k += 1)
      sinks.push(await Sink.dial(house.url, { cookie: house.person(k).cookie, says: following(conversationId) }));
    const audience = new Audience(house, n, viewer, askers, sinks);
    await viewer.subscribe('conversation.live', { conversationId }, (frame) => audience.#take(frame));
    return audience;
  }

  /** Nobody may have more than ten replies on their way. */
  asker(n: number): Viewer {
    return this.#askers[n % this.#askers.length] ?? this.viewer;
  }

  #take(frame: Frame): void {
    const grew = frame.events.filter(({ type }) => type === 'reply.grew').length;
    this.events += grew;
    this.frames += grew > 0 ? 1 : 0;
    this.ends.take(frame);
  }

  [Symbol.dispose](): void {
    for (const each of [this.viewer, ...this.#askers, ...this.#sinks]) each.end();
  }
}

function bytesOf(sinks: readonly Sink[]): number {
  return sinks.reduce((sum, { bytes }) => sum + bytes, 0);
}
