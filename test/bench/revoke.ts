/**
 * How long anything still reaches somebody whom the owner removes: of those who only read from when it is asked for, and of hostile ones (many calls
 * without waiting for answers, deaf to closing) from when it is acknowledged; and whether anything they asked for still happens then. The reference is a
 * loop of socket.destroy() over as many sockets of a bare ws server.
 */
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { ConversationId } from '../../shared/ids.ts';
import { Child } from './support/child.ts';
import { type House, openHouse } from './support/house.ts';
import { askAll, gather } from './support/load.ts';
import { atMost, none, type Report } from './support/report.ts';
import { interleaved, nowUs, percentile } from './support/sample.ts';
import { Viewer } from './support/viewer.ts';

const RUNS = 12;
const LOADED_RUNS = 8;
const HOSTILE_RUNS = 8;
const SOCKETS = 50;
const PIPELINED = 200;
/** About half of what the server can deliver on one core. */
const LOAD = { generations: 25, viewers: 20 };

/** Milliseconds to the last byte of each socket, from when the removal was asked for and from when it was acknowledged. */
interface Cut {
  sinceAsked: number[];
  sinceAcked: number[];
  effects: number;
}

export async function measure(): Promise<Report> {
  const victims = RUNS + LOADED_RUNS + HOSTILE_RUNS;
  await using house = await openHouse({ people: 1 + victims + LOAD.viewers, conversations: LOAD.generations + 1 });
  const talked = house.conversation(LOAD.generations);
  const writer = await Viewer.dial(house.url, house.person(0).cookie);
  await using raw = new Child('test/bench/programs/raw-socket.ts');
  let victim = 0;
  const removed = (hostile: boolean) => remove(house, (victim += 1), { conversationId: talked, writer, hostile });
  const pairs = await interleaved<number[]>(RUNS, {
    ours: async () => (await removed(false)).sinceAsked,
    reference: () => destroyAll(raw),
  });
  const hostile = await repeated(HOSTILE_RUNS, () => removed(true));
  const loaded = await underLoad(house, victims, () => repeated(LOADED_RUNS, () => removed(false)));
  writer.end();
  const p99 = (ms: number[]) => percentile(ms, 0.99);
  const times = { ours: p99(pairs.ours.flat()), reference: p99(pairs.reference.flat()) };
  return {
    name: 'revoke',
    runs: RUNS,
    goals: [
      atMost(`last byte on ${SOCKETS} sockets, idle, p99`, times, 'ms', 25, 'ours'),
      atMost('last byte, half loaded, p99', { ours: p99(loaded.flatMap(({ sinceAsked }) => sinceAsked)) }, 'ms', 100, 'ours'),
      atMost(
        'last byte to the hostile after the answer, p99',
        { ours: p99(hostile.flatMap(({ sinceAcked }) => sinceAcked)) },
        'ms',
        25,
        'ours',
      ),
      none(
        `effects after the answer, of ${PIPELINED} calls on their way each time`,
        hostile.reduce((sum, { effects }) => sum + effects, 0),
      ),
    ],
  };
}

async function repeated<Item>(times: number, work: () => Promise<Item>): Promise<Item[]> {
  const items: Item[] = [];
  for (let n = 0; n < times; n += 1) items.push(await work());
  return items;
}

/** While replies are being written to others. */
async function underLoad<Answer>(house: House, victims: number, work: () => Promise<Answer>): Promise<Answer> {
  const bystanders = { ...house, person: (n: number) => house.person(1 + victims + (n % LOAD.viewers)) };
  using audience = await gather(bystanders, { count: LOAD.generations, each: LOAD.viewers });
  await askAll(bystanders, audience, { tokens: 1, everyMs: 1000 / 60, after: 'on' });
  await pause(1_000);
  return await work();
}

/** While a reply is being written to all of the victim's sockets. */
async function remove(
  house: House,
  victim: number,
  how: { conversationId: ConversationId; writer: Viewer; hostile: boolean },
): Promise<Cut> {
  const { conversationId, writer } = how;
  const { cookie, userId } = house.person(victim);
  const generationId = await house.askModel(writer, conversationId, { tokens: 1, everyMs: 10, after: 'on' });
  const sockets = await Promise.all(Array.from({ length: SOCKETS }, () => Viewer.dial(house.url, cookie)));
  const grew = sockets.map(() => 0);
  await Promise.all(
    sockets.map((each, n) => each.subscribe('conversation.live', { conversationId }, () => void (grew[n] = (grew[n] ?? 0) + 1))),
  );
  await pause(500);
  // Silence would prove nothing.
  if (Math.min(...grew) < 2) throw new Error('nothing is being written to them');
  for (const each of sockets) each.socket.close = () => undefined;
  if (how.hostile) pipeline(sockets, conversationId);
  const askedUs = nowUs();
  await writer.call('member.remove', { teamId: house.teamId, userId });
  const ackedUs = nowUs();
  const atAck = (await newest(writer, conversationId)).conversation.lastSeq;
  await pause(300);
  const later = (await newest(writer, conversationId)).messages.filter(({ seq }) => seq > atAck);
  await writer.call('generation.stop', { generationId });
  for (const each of sockets) each.end();
  const since = (momentUs: number) => sockets.map(({ lastAtUs }) => Math.max(0, lastAtUs - momentUs) / 1000);
  return {
    sinceAsked: since(askedUs),
    sinceAcked: since(ackedUs),
    effects: later.filter(({ author }) => author.userId === userId).length,
  };
}

/** Calls without waiting, on all sockets, just before the removal. */
function pipeline(sockets: readonly Viewer[], conversationId: ConversationId): void {
  for (let n = 0; n < PIPELINED; n += 1) {
    const clientKey = `hostile-${nowUs()}-${n}`;
    sockets[n % sockets.length]?.say('message.send', { conversationId, clientKey, text: 'still here', model: null }, 'mutation');
  }
}

interface Newest {
  conversation: { lastSeq: number };
  messages: { seq: number; author: { userId?: string } }[];
}

function newest(viewer: Viewer, conversationId: ConversationId): Promise<Newest> {
  return viewer.call('conversation.open', { conversationId, limit: 100 }, 'query');
}

async function destroyAll(raw: Child): Promise<number[]> {
  const url = await raw.ask<string>({ ask: 'url' });
  const sockets = await Promise.all(Array.from({ length: SOCKETS }, () => rawListener(url)));
  const sending = raw.ask({ ask: 'broadcast', text: 'x'.repeat(200), perRound: 1, rounds: 30, everyMs: 10 });
  await pause(150);
  const sinceUs = await raw.ask<number>({ ask: 'destroy' });
  await sending;
  return sockets.map(({ lastAtUs }) => Math.max(0, lastAtUs - sinceUs) / 1000);
}

async function rawListener(url: string): Promise<{ lastAtUs: number }> {
  const listener = { lastAtUs: 0 };
  const socket = new WebSocket(url.replace(/^http/, 'ws'));
  socket.on('error', () => undefined);
  socket.on('message', () => (listener.lastAtUs = nowUs()));
  await once(socket, 'open');
  return listener;
}
