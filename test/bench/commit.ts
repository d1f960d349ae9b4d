/**
 * From sending a message to its acknowledgement, which means that it is on disk, at a steady rate; the reference puts a row of the same text into a
 * database with synchronous=FULL and sends it back. Both files lie in the same folder of the same disk.
 */
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { Child } from './support/child.ts';
import { type House, openHouse } from './support/house.ts';
import { atMost, type Report } from './support/report.ts';
import { compared, interleaved, percentile } from './support/sample.ts';
import { Viewer } from './support/viewer.ts';

const RUNS = 7;
const PER_SECOND = 500;
const SECONDS = 4;
const SENDERS = 20;
const TEXT = 'The quick brown fox jumps over the lazy dog, and then it sits down and thinks about it.';

type Send = (n: number) => Promise<unknown>;

export async function measure(): Promise<Report> {
  await using house = await openHouse({ people: SENDERS, conversations: SENDERS });
  await using raw = new Child('test/bench/programs/raw-insert.ts', { FOLDER: house.folder });
  const senders = await Promise.all(Array.from({ length: SENDERS }, (_, n) => sender(house, n)));
  const rawUrl = await raw.ask<string>({ ask: 'url' });
  const rawSenders = await Promise.all(Array.from({ length: SENDERS }, () => rawSender(rawUrl)));
  // Both are warm before they are measured.
  for (const each of [senders, rawSenders]) await latencies(each, 1);
  const pairs = await interleaved(RUNS, { ours: () => latencies(senders, SECONDS), reference: () => latencies(rawSenders, SECONDS) });
  const p = (share: number) => compared(pairs, (ms) => percentile(ms, share));
  return {
    name: 'commit',
    runs: RUNS,
    goals: [
      atMost(`${PER_SECOND} messages/s, p50`, p(0.5), 'ms', 2, 'ratio'),
      atMost(`${PER_SECOND} messages/s, p99`, p(0.99), 'ms', 3, 'ratio'),
    ],
  };
}

async function sender(house: House, n: number): Promise<Send> {
  const viewer = await Viewer.dial(house.url, house.person(n).cookie);
  const conversationId = house.conversation(n);
  return (count) => viewer.call('message.send', { conversationId, clientKey: `commit-${n}-${count}`, text: TEXT, model: null });
}

async function rawSender(url: string): Promise<Send> {
  const socket = new WebSocket(url.replace(/^http/, 'ws'));
  await once(socket, 'open');
  const waiting: (() => void)[] = [];
  socket.on('message', () => waiting.shift()?.());
  return () => {
    socket.send(TEXT);
    return new Promise<void>((resolve) => waiting.push(resolve));
  };
}

let sent = 0;

/** Milliseconds of each. By the clock: a slow answer does not make the next question later. */
async function latencies(senders: readonly Send[], seconds: number): Promise<number[]> {
  const ms: number[] = [];
  const pending: Promise<unknown>[] = [];
  const begun = performance.now();
  for (let n = 0; n < PER_SECOND * seconds; n += 1) {
    const wait = begun + (n * 1000) / PER_SECOND - performance.now();
    if (wait > 0) await pause(wait);
    const since = performance.now();
    const answered = senders[n % senders.length]?.((sent += 1)).then(
      () => ms.push(performance.now() - since),
      // Refused, because too many wait already: never is later than any time.
      () => ms.push(Number.POSITIVE_INFINITY),
    );
    pending.push(answered ?? Promise.resolve());
  }
  await Promise.all(pending);
  return ms;
}
