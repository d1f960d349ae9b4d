/**
 * The server is killed in the middle of traffic and started again, and everybody comes back spread over the same delay (the SDK's own first one): how
 * long until the last one holds everything. The reference is a ws server that only lets them in.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { RECONNECT } from '../../client/sdk/policy.ts';
import { freePort } from '../support/house.ts';
import { Child } from './support/child.ts';
import { Follower } from './support/follower.ts';
import { type House, openHouse } from './support/house.ts';
import { atMost, none, type Report } from './support/report.ts';
import { compared, interleaved, median } from './support/sample.ts';
import { Viewer } from './support/viewer.ts';

const RUNS = 5;
const CLIENTS = 2_000;
/** Fewer than one may have, for those who write and look meanwhile. */
const PER_PERSON = 40;
const MESSAGES_BEFORE = 10;
const MESSAGES_WHILE = 20;

interface Storm {
  ms: number;
  loopP99Ms: number;
}

export async function measure(): Promise<Report> {
  await using house = await openHouse({ people: CLIENTS / PER_PERSON, conversations: 4 });
  const delays = Array.from({ length: CLIENTS }, () => Math.random() * RECONNECT.firstDelayMs);
  const followers = Array.from({ length: CLIENTS }, (_, n) => new Follower(house.url, house.person(n).cookie, house.conversation(n)));
  await inTurns(followers, 50, (each) => each.dial());
  const pairs = await interleaved(RUNS, { ours: () => storm(house, followers, delays), reference: () => rawStorm(delays) });
  const faults = (of: 'gaps' | 'repeats') => followers.reduce((sum, each) => sum + each[of], 0);
  for (const each of followers) each.leave();
  return {
    name: 'storm',
    runs: RUNS,
    goals: [
      atMost(
        `${CLIENTS} clients are back`,
        compared(pairs, ({ ms }) => ms),
        'ms',
        1.5,
        'ratio',
      ),
      atMost('event loop delay meanwhile, p99', { ours: median(pairs.ours.map(({ loopP99Ms }) => loopP99Ms)) }, 'ms', 200, 'ours'),
      none('gaps', faults('gaps')),
      none('repeats', faults('repeats')),
    ],
  };
}

/** From the server being ready to the last client holding the newest message. */
async function storm(house: House, followers: readonly Follower[], delays: readonly number[]): Promise<Storm> {
  await talk(house, MESSAGES_BEFORE);
  await caughtUp(house, followers);
  const talking = talk(house, 1_000).catch(() => undefined);
  await pause(100);
  await house.kill();
  await talking;
  await house.start();
  await house.server.loop();
  const since = performance.now();
  const back = Promise.all(followers.map((each, n) => pause(delays[n]).then(() => each.dial())));
  await talk(house, MESSAGES_WHILE);
  await back;
  await caughtUp(house, followers);
  const ms = performance.now() - since;
  return { ms, loopP99Ms: (await house.server.loop()).p99 };
}

/** Somebody writes into each of the conversations, one message after the other. */
async function talk(house: House, count: number): Promise<void> {
  const writer = await Viewer.dial(house.url, house.person(0).cookie);
  try {
    for (let n = 0; n < count; n += 1) {
      const clientKey = `${performance.now()}-${n}`;
      await writer.call('message.send', { conversationId: house.conversation(n), clientKey, text: 'Is anybody there?', model: null });
    }
  } finally {
    writer.end();
  }
}

async function caughtUp(house: House, followers: readonly Follower[]): Promise<void> {
  const asking = await Viewer.dial(house.url, house.person(1).cookie);
  const heads = new Map<string, number>();
  for (const id of house.conversations) {
    const { conversation } = await asking.call<{ conversation: { lastSeq: number } }>('conversation.open', { conversationId: id }, 'query');
    heads.set(id, conversation.lastSeq);
  }
  asking.end();
  await Promise.all(followers.map((each) => each.reached(heads.get(each.conversationId) ?? 0)));
}

async function rawStorm(delays: readonly number[]): Promise<Storm> {
  const port = await freePort();
  await using raw = new Child('test/bench/programs/raw-socket.ts', { PORT: String(port) });
  const url = await raw.ask<string>({ ask: 'url' });
  await raw.loop();
  const since = performance.now();
  const sockets = await Promise.all(delays.map((ms) => pause(ms).then(() => rawDial(url))));
  const ms = performance.now() - since;
  const loopP99Ms = (await raw.loop()).p99;
  for (const socket of sockets) socket.terminate();
  return { ms, loopP99Ms };
}

/** In the same way and with the same client as ours, and told something at once, so that both count the way there and back. */
async function rawDial(url: string): Promise<WebSocket> {
  const socket = new WebSocket(url.replace(/^http/, 'ws'));
  socket.on('error', () => undefined);
  await new Promise<void>((resolve) => {
    socket.once('open', () => socket.send('{"bytes":100}'));
    socket.once('message', () => resolve());
    socket.once('close', () => resolve());
  });
  return socket;
}

async function inTurns<Item>(items: readonly Item[], atOnce: number, work: (item: Item) => Promise<unknown>): Promise<void> {
  for (let n = 0; n < items.length; n += atOnce) await Promise.all(items.slice(n, n + atOnce).map(work));
}
