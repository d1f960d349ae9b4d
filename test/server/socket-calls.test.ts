import { expect, test } from 'vitest';
import { WIRE } from '../../shared/limits.ts';
import { openHouse } from '../support/house.ts';
import { RawSocket } from '../support/raw-socket.ts';

type Frame = RawSocket['frames'][number];

const resultsOf = (socket: RawSocket, id: unknown) => socket.frames.filter((frame) => frame.id === id).map(typeOf);
/** Frames after each other are one: how many come is up to who comes and goes. */
const courseOf = (socket: RawSocket, id: unknown) =>
  resultsOf(socket, id).filter((type, n, all) => type !== 'data' || all[n - 1] !== 'data');
const typeOf = ({ error, result }: Frame) => (error ? error.data.reason : (result as { type: string }).type);

test('a subscription starts, brings frames that name themselves twice, stops when it is told to, and its id is free again', async () => {
  await using house = await openHouse();
  const ana = await house.founder();
  const socket = await RawSocket.dial(house.url, ana.cookie);
  const begin = { id: 'inbox', jsonrpc: '2.0', method: 'subscription', params: { path: 'inbox.live' } };
  socket.say(begin);
  await socket.until(() => resultsOf(socket, 'inbox').includes('data'));
  expect(courseOf(socket, 'inbox')).toEqual(['started', 'data']);
  const frame = socket.frames.find((each) => typeOf(each) === 'data');
  const { id } = (frame?.result ?? {}) as { id?: string };
  expect(frame).toMatchObject({
    id: 'inbox',
    jsonrpc: '2.0',
    result: { type: 'data', id, data: { id, data: { events: expect.any(Array) as unknown } } },
  });

  socket.say({ id: 'inbox', method: 'subscription.stop' });
  await socket.until(() => resultsOf(socket, 'inbox').includes('stopped'));
  socket.say(begin);
  await socket.until(() => courseOf(socket, 'inbox').length === 5);
  expect(courseOf(socket, 'inbox')).toEqual(['started', 'data', 'stopped', 'started', 'data']);
  socket.leave();
});

test('INPUT-1 a second subscription of the same name is refused, and the first goes on', async () => {
  await using house = await openHouse();
  const ana = await house.founder();
  const socket = await RawSocket.dial(house.url, ana.cookie);
  for (let n = 0; n < 2; n += 1) socket.call(1, 'conversation.live', { conversationId: ana.welcome.id }, 'subscription');
  await socket.until(() => resultsOf(socket, 1).includes('data'));
  expect(courseOf(socket, 1).toSorted()).toEqual(['VALIDATION', 'data', 'started']);
  const before = socket.frames.length;
  socket.call(2, 'message.send', { conversationId: ana.welcome.id, clientKey: 'key', text: 'Still here?', model: null });
  await socket.until(() => socket.frames.slice(before).some((frame) => frame.id === 1 && typeOf(frame) === 'data'));
  socket.leave();
});

test('INPUT-2 each of too many calls in one frame is told so, and none of them runs', async () => {
  await using house = await openHouse();
  const ana = await house.founder();
  const socket = await RawSocket.dial(house.url, ana.cookie);
  const ids = Array.from({ length: WIRE.maxCallsPerFrame + 1 }, (_, id) => id);
  const input = { teamId: ana.team.id, title: 'Never' };
  socket.say(ids.map((id) => ({ id, method: 'mutation', params: { path: 'conversation.create', input } })));
  await socket.until(() => socket.frames.length === ids.length);
  expect(socket.frames.map(({ id }) => id)).toEqual(ids);
  expect(new Set(socket.frames.map(typeOf))).toEqual(new Set(['VALIDATION']));
  const { items } = await ana.api.conversation.list.query({ teamId: ana.team.id });
  expect(items.map(({ title }) => title)).not.toContain('Never');
  socket.leave();
});

test('INPUT-2 a subscription that is stopped in the frame it began in holds nothing', async () => {
  await using house = await openHouse();
  const ana = await house.founder();
  const socket = await RawSocket.dial(house.url, ana.cookie);
  for (let id = 0; id <= WIRE.maxSubscriptionsPerSocket; id += 1) {
    socket.say([
      { id, method: 'subscription', params: { path: 'inbox.live' } },
      { id, method: 'subscription.stop' },
    ]);
    await socket.until(() => resultsOf(socket, id).includes('stopped'));
  }
  socket.call('after', 'inbox.live', undefined, 'subscription');
  expect(typeOf(await socket.answer('after'))).toBe('started');
  expect(await ana.api.auth.me.query()).toBeDefined();
  socket.leave();
});

test('RESUME-1 what a stock client says beside its input when it comes back counts: it goes on from there', async () => {
  await using house = await openHouse();
  const ana = await house.founder();
  const conversationId = ana.welcome.id;
  const say = (text: string) => ana.api.message.send.mutate({ conversationId, clientKey: text, text, model: null });
  const { cursor: first } = await ana.api.conversation.open.query({ conversationId });
  await say('before the cut');
  const { cursor: later } = await ana.api.conversation.open.query({ conversationId });
  const socket = await RawSocket.dial(house.url, ana.cookie);
  const input = { conversationId, lastEventId: first };
  socket.say({ id: 1, method: 'subscription', params: { path: 'conversation.live', input, lastEventId: later } });
  await socket.until(() => resultsOf(socket, 1).includes('started'));
  await say('after the cut');
  const said = () => JSON.stringify(socket.frames);
  await socket.until(() => said().includes('after the cut'));
  expect(said()).not.toContain('before the cut');
  socket.leave();
});
