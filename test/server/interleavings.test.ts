/**
 * Every kind of change that takes access away, against whatever its subject does at that moment on one and on several sockets, in random order. After
 * the acknowledgement nothing they do has an effect, and no byte of what is said then reaches them. A seed reproduces a run: PARLEY_SEED=7.
 */
import { beforeAll, afterAll, describe, expect, test } from 'vitest';
import type { MessageId } from '../../shared/ids.ts';
import { type ChangeKind, CHANGES, type Scene, scene } from '../support/changes.ts';
import { Chance } from '../support/chance.ts';
import { type House, openHouse } from '../support/house.ts';
import { type Person, post } from '../support/person.ts';
import { RawSocket } from '../support/raw-socket.ts';

const ROUNDS = process.env['PARLEY_TEST_DEEP'] === '1' ? 80 : 5;
const FIRST_SEED = Number(process.env['PARLEY_SEED'] ?? 1);

let house: House;
let root: Person;
beforeAll(async () => {
  house = await openHouse();
  root = await house.newcomer('Root');
});
afterAll(() => house[Symbol.asyncDispose]());

describe.each(CHANGES)('$name', (kind) => {
  test(
    'LEAVE-2 LEAVE-3 LEAVE-7 LEAVE-8 A06 A09 no effect and no byte after the acknowledgement',
    async () => {
      for (let seed = FIRST_SEED; seed < FIRST_SEED + ROUNDS; seed += 1) await round(kind, seed);
    },
    20_000 + ROUNDS * 5_000,
  );
});

async function round(kind: ChangeKind, seed: number): Promise<void> {
  const chance = new Chance(seed, kind.name);
  const random = (below: number) => chance.below(below);
  const where = `${kind.name}, PARLEY_SEED=${seed}`;
  const at = await scene(house, root, kind);
  const { ana, conversationId } = at;
  const { message } = await ana.api.message.send.mutate({ conversationId, clientKey: 'first', text: 'first', model: null });
  const devices = await Promise.all(Array.from({ length: 1 + random(3) }, () => house.device(at.bo)));
  const sockets = await Promise.all(devices.map((device) => open(at, device, random)));
  const acts = Array.from({ length: 4 + random(9) }, () => ({ act: random(ACTS.length), on: random(sockets.length), wait: random(4) }));
  const fromHere = random(acts.length + 1);
  const running: Promise<unknown>[] = [];
  const perform = async (slice: typeof acts) => {
    for (const { act, on, wait } of slice) {
      for (let turns = 0; turns < wait; turns += 1) await new Promise((resolve) => setImmediate(resolve));
      running.push(ACTS[act]?.(at, sockets[on] ?? never(), message.id) ?? never());
    }
  };
  await perform(acts.slice(0, fromHere));
  const change = kind.run(at).then(() => stateOf(at));
  await perform(acts.slice(fromHere));
  const acknowledged = await change;
  // Everything once more, now that it is over: each is refused.
  const late = await Promise.all(sockets.map(({ device }) => lateCall(at, device, message.id)));
  if (!at.house.parley.app.draining.aborted)
    expect(
      late.map(({ status }) => status),
      where,
    ).not.toContain(200);
  await Promise.all(running);
  await said(at, kind);
  expect(await stateOf(at), where).toEqual(acknowledged);
  for (const { socket } of sockets) {
    if (kind.ends === 'sessions') await socket.untilClosed();
    expect(JSON.stringify(socket.frames), where).not.toContain('after the acknowledgement');
    socket.leave();
  }
  for (const each of [...devices, at.ana, at.bo, at.other]) each.leave();
}

interface Open {
  device: Person;
  socket: RawSocket;
}

async function open({ conversationId }: Scene, device: Person, random: (below: number) => number): Promise<Open> {
  const socket = await RawSocket.dial(device.url, device.cookie);
  const feeds = 1 + random(2);
  for (let feed = 0; feed < feeds; feed += 1) socket.call(`feed ${feed}`, 'conversation.live', { conversationId }, 'subscription');
  if (random(2) === 0) socket.call('inbox', 'inbox.live', undefined, 'subscription');
  await socket.answer('feed 0');
  return { device, socket };
}

let calls = 0;
type Act = (at: Scene, on: Open, messageId: MessageId) => Promise<unknown>;
const call =
  (path: string, input: (at: Scene, messageId: MessageId) => object, method: 'mutation' | 'query' | 'subscription' = 'mutation'): Act =>
  (at, { socket }, messageId) => {
    calls += 1;
    socket.call(`act ${calls}`, path, input(at, messageId), method);
    return socket.answer(`act ${calls}`).catch(() => undefined);
  };
const overHttp =
  (path: string, input: (at: Scene, messageId: MessageId) => object): Act =>
  (at, { device }, messageId) =>
    post(device.url, path, input(at, messageId), device.cookie).catch(() => undefined);

/** What somebody may be doing when it is taken away. */
const ACTS: Act[] = [
  call('message.send', ({ conversationId }) => ({ conversationId, clientKey: `k${calls}`, text: 'raced', model: null })),
  call('message.send', ({ conversationId }) => ({ conversationId, clientKey: `k${calls}`, text: 'raced', model: 'guide' })),
  overHttp('message.send', ({ conversationId }) => ({ conversationId, clientKey: `h${Math.random()}`, text: 'raced', model: null })),
  call('conversation.open', ({ conversationId }) => ({ conversationId }), 'query'),
  call('message.history', ({ conversationId }) => ({ conversationId }), 'query'),
  call('conversation.live', ({ conversationId }) => ({ conversationId }), 'subscription'),
  call('generation.start', (_at, messageId) => ({ messageId, model: 'guide' })),
  overHttp('generation.start', (_at, messageId) => ({ messageId, model: 'guide' })),
  call('message.react', (_at, messageId) => ({ messageId, emoji: '👍' })),
  call('message.thread', (_at, messageId) => ({ messageId })),
  call('conversation.update', ({ conversationId }) => ({ conversationId, title: `raced ${calls}` })),
  call('presence.typing', ({ conversationId }) => ({ conversationId })),
  async (at, on) => {
    const another = await RawSocket.dial(at.bo.url, on.device.cookie).catch(() => undefined);
    another?.call('again', 'conversation.live', { conversationId: at.conversationId }, 'subscription');
    another?.call('send', 'message.send', {
      conversationId: at.conversationId,
      clientKey: `s${Math.random()}`,
      text: 'raced',
      model: null,
    });
    await another?.answer('send').catch(() => undefined);
    another?.leave();
  },
];

/** Over HTTP with the cookie they had: replayed, as it is. */
async function lateCall({ conversationId }: Scene, device: Person, messageId: MessageId): Promise<{ status: number }> {
  const attempts: [string, object][] = [
    ['message.send', { conversationId, clientKey: `late ${Math.random()}`, text: 'late', model: null }],
    ['message.react', { messageId, emoji: '🎉' }],
    ['generation.start', { messageId, model: 'guide' }],
  ];
  for (const [path, input] of attempts) {
    const let_in = await post(device.url, path, input, device.cookie).then(
      () => true,
      () => false,
    );
    if (let_in) return { status: 200 };
  }
  return { status: 403 };
}

/** What they could have changed: everything in the log but ends of replies, which others write, and the title. */
async function stateOf({ house: { parley }, conversationId }: Scene): Promise<unknown> {
  const logged = await parley.app.store.events.after(conversationId, 0, 1_000);
  return logged
    .filter((event) => event.type !== 'reply.ended' && event.type !== 'member.left' && event.type !== 'conversation.updated')
    .filter((event) => !(event.type === 'message.posted' && event.message.text.startsWith('after the acknowledgement')))
    .map(({ seq, type }) => `${seq} ${type}`);
}

/** Something is said after it, and heard by who may hear it: now it would have come to the others, too. */
async function said({ ana, conversationId }: Scene, { name }: ChangeKind): Promise<void> {
  if (name === 'team deletion' || name === 'conversation deleted') return;
  const watch = ana.watch(conversationId);
  await watch.untilLive();
  const text = 'after the acknowledgement';
  await ana.api.message.send.mutate({ conversationId, clientKey: 'last', text, model: null });
  await watch.until((event) => event.type === 'message.posted' && event.message.text === text);
}

function never(): never {
  throw new Error('this is always there');
}
