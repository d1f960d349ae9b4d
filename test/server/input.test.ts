import { connect } from 'node:net';
import { expect, test, vi } from 'vitest';
import { WIRE } from '../../shared/limits.ts';
import { openHouse, type House } from '../support/house.ts';
import { refusal } from '../support/person.ts';
import { RawSocket } from '../support/raw-socket.ts';

/** The server lives, and the one who is asked can still talk. */
async function lives(house: House): Promise<void> {
  expect((await fetch(`${house.url}/readyz`)).status).toBe(200);
}

test('INPUT-1 broken frames get a clear refusal or a close, and the server lives', async () => {
  await using house = await openHouse();
  const ana = await house.founder();
  const frames: unknown[] = [
    '{',
    '[]',
    '[[]]',
    '42',
    'null',
    '""',
    '{}',
    '{"id":null}',
    '{"id":1}',
    '{"id":1,"method":"query"}',
    '{"id":1,"method":"query","params":{}}',
    '{"id":1,"method":"explode","params":{"path":"auth.me"}}',
    `{"id":1,"method":"query","params":{"path":"auth.me","input":${'['.repeat(20_000)}${']'.repeat(20_000)}}}`,
    { id: 1, method: 'query', params: { path: '__proto__' } },
    { id: 1, method: 'query', params: { path: 'constructor' } },
    { id: 1, method: 'query', params: { path: 'auth.me', input: { __proto__: { admin: true }, admin: true } } },
    { id: { a: 1 }, method: 'query', params: { path: 'auth.me' } },
    { id: 'x'.repeat(5000), method: 'query', params: { path: 'auth.me' } },
    '\ud800 lone',
    '{"id":1,"method":"subscription.stop"}',
    Array.from({ length: 1_000 }, (_, id) => ({ id, method: 'query', params: { path: 'auth.me' } })),
    'PING',
    'PONG',
  ];
  for (const frame of frames) {
    const socket = await RawSocket.dial(house.url, ana.cookie);
    socket.say(frame);
    socket.call('after', 'auth.me', undefined, 'query');
    expect((await socket.answer('after')).error, JSON.stringify(frame).slice(0, 80)).toBeUndefined();
    const said = socket.frames.flatMap(({ error }) => (error ? [error.data] : []));
    expect(said.filter((data) => 'stack' in data)).toEqual([]);
    socket.leave();
  }
  expect(Object.keys(Object.prototype)).toEqual([]);
  await lives(house);
});

test('INPUT-2 a binary frame, an oversized frame and a flood are closed with a reason', async () => {
  await using house = await openHouse();
  const ana = await house.founder();
  const binary = await RawSocket.dial(house.url, ana.cookie);
  binary.say(Buffer.from('{"id":1}'));
  expect(await binary.untilClosed()).toMatchObject({ code: 1003 });
  const huge = await RawSocket.dial(house.url, ana.cookie);
  huge.say('x'.repeat(WIRE.maxFrameBytes + 1));
  expect(await huge.untilClosed()).toMatchObject({ code: 1009 });
  const flood = await RawSocket.dial(house.url, ana.cookie);
  for (let id = 0; id < 10_000; id += 1) flood.call(id, 'auth.me', undefined, 'query');
  expect(await flood.untilClosed()).toMatchObject({ code: 4429 });
  await lives(house);
});

test('INPUT-2 more calls than the bucket holds are each refused with when to come again, over all a session has open', async () => {
  await using house = await openHouse();
  const ana = await house.founder();
  // Time stands still: the bucket holds what it holds.
  vi.useFakeTimers({ toFake: ['performance'] });
  try {
    const sockets = [await RawSocket.dial(house.url, ana.cookie), await RawSocket.dial(house.url, ana.cookie)];
    const answers: Awaited<ReturnType<RawSocket['answer']>>[] = [];
    for (let wave = 0; wave < 15; wave += 1) {
      const socket = sockets[wave % 2] ?? never();
      const ids = Array.from({ length: 20 }, (_, i) => wave * 20 + i);
      for (const id of ids) socket.call(id, 'auth.me', undefined, 'query');
      answers.push(...(await Promise.all(ids.map((id) => socket.answer(id)))));
    }
    const refused = answers.filter(({ error }) => error?.data.reason === 'RATE_LIMITED');
    expect(refused.length).toBeGreaterThanOrEqual(300 - WIRE.callBurst);
    expect(refused[0]?.error?.data).toMatchObject({ retryAfter: expect.any(Number) as number });
    for (const socket of sockets) socket.leave();
  } finally {
    vi.useRealTimers();
  }
  await lives(house);
});

test('INPUT-2 thousands of subscriptions on one socket are refused past a few', async () => {
  await using house = await openHouse();
  const ana = await house.founder();
  const socket = await RawSocket.dial(house.url, ana.cookie);
  for (let id = 1; id <= 100; id += 1) {
    socket.call(id, 'inbox.live', undefined, 'subscription');
    const { error } = await socket.answer(id);
    expect(error?.data.reason).toBe(id > WIRE.maxSubscriptionsPerSocket ? 'RATE_LIMITED' : undefined);
  }
  socket.leave();
  await lives(house);
});

test('INPUT-2 streams of events over HTTP are bounded for one session', async () => {
  await using house = await openHouse();
  const ana = await house.founder();
  const over = new AbortController();
  const stream = () =>
    fetch(`${house.url}/trpc/inbox.live`, { headers: { cookie: ana.cookie, Accept: 'text/event-stream' }, signal: over.signal });
  for (let i = 0; i < WIRE.maxRequestsAtOnce - 1; i += 1) expect((await stream()).status).toBe(200);
  const answers = await Promise.all(Array.from({ length: 5 }, async () => (await stream()).status));
  expect(answers.filter((status) => status === 429).length).toBeGreaterThanOrEqual(4);
  over.abort();
  await lives(house);
});

test('INPUT-2 the body of a call is bounded, and what it may be is JSON', async () => {
  await using house = await openHouse();
  const ana = await house.founder();
  const call = (body: string, type = 'application/json') =>
    fetch(`${house.url}/trpc/message.send`, { method: 'POST', headers: { cookie: ana.cookie, 'Content-Type': type }, body });
  expect((await call('x'.repeat(WIRE.maxFrameBytes + 10))).status).toBe(413);
  expect((await call('{"conversationId":')).status).toBe(400);
  expect((await call('{}', 'text/plain')).status).toBe(400);
  expect((await call('{}', 'application/x-www-form-urlencoded')).status).toBe(400);
  await lives(house);
});

test('INPUT-1 half requests, huge headers and garbage on the port do not disturb it', async () => {
  await using house = await openHouse();
  const port = Number(new URL(house.url).port);
  for (const bytes of [
    '\x16\x03\x01garbage\r\n\r\n',
    'GET / HTTP/1.1\r\n',
    `GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${'y'.repeat(100_000)}\r\n\r\n`,
    'GET /trpc HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
    'GET //[ HTTP/1.1\r\nHost: [\r\n\r\n',
  ]) {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined).resume();
    socket.end(bytes);
    await new Promise((resolve) => socket.once('close', resolve));
  }
  expect((await fetch(`${house.url}/readyz`)).status).toBe(200);
});

test('INPUT-1 an upgrade with a Host that is no address is refused, and a broken frame right behind it does not end the server', async () => {
  await using house = await openHouse();
  const ana = await house.founder();
  const port = Number(new URL(house.url).port);
  const broken = Buffer.from([0xf1, 0x85, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  for (const [host, answer] of [
    ['[', 'HTTP/1.1 400 Bad Request'],
    ['a b', 'HTTP/1.1 400 Bad Request'],
    [`127.0.0.1:${port}`, 'HTTP/1.1 101 Switching Protocols'],
  ] as const) {
    const socket = connect(port, '127.0.0.1');
    let heard = '';
    socket.on('error', () => undefined).on('data', (data) => (heard += data.toString('latin1')));
    const key = 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==';
    const head = `GET /trpc HTTP/1.1\r\nHost: ${host}\r\n${key}\r\nCookie: ${ana.cookie}\r\n\r\n`;
    socket.write(Buffer.concat([Buffer.from(head), broken]));
    await new Promise((resolve) => socket.once('close', resolve));
    expect(heard.split('\r\n')[0]).toBe(answer);
  }
  await lives(house);
});

test('ACCESS-6 unknown keys, wrong types and oversized text are refused with where they are', async () => {
  await using house = await openHouse();
  const ana = await house.founder();
  const good = { conversationId: ana.welcome.id, clientKey: 'k', text: 'hi', model: null };
  const bad: [object, (string | number)[]][] = [
    [{ ...good, userId: ana.user.id }, []],
    [{ ...good, role: 'owner' }, []],
    [{ ...good, text: 7 }, ['text']],
    [{ ...good, text: '' }, ['text']],
    [{ ...good, text: '   \n' }, ['text']],
    [{ ...good, text: 'x'.repeat(32_001) }, ['text']],
    [{ ...good, text: '\ud83d' }, ['text']],
    [{ ...good, clientKey: '' }, ['clientKey']],
    [{ ...good, parentId: '../..' }, ['parentId']],
    [{ ...good, model: '../../etc' }, ['model']],
  ];
  for (const [input, path] of bad) {
    const refused = await refusal(ana.api.message.send.mutate(input as typeof good));
    expect(refused, JSON.stringify(input).slice(0, 100)).toMatchObject({ reason: 'VALIDATION', fields: [{ path }] });
  }
  expect(await refusal(ana.api.conversation.open.query({ conversationId: 'nope' as typeof ana.welcome.id }))).toMatchObject({
    reason: 'VALIDATION',
  });
});

test('ACCESS-2 the id of another conversation inside a call is not there', async () => {
  await using house = await openHouse();
  const ana = await house.founder();
  const stranger = await house.founder();
  const { items } = await stranger.api.message.history.query({ conversationId: stranger.welcome.id });
  const foreign = items[0]?.id;
  expect(
    await refusal(
      ana.api.message.send.mutate({ conversationId: ana.welcome.id, clientKey: 'k', text: 'hi', model: null, parentId: foreign }),
    ),
  ).toMatchObject({ reason: 'NOT_FOUND' });
});

test('INPUT-3 an error of ours shows a request id and nothing of the inside', async () => {
  await using house = await openHouse();
  const ana = await house.founder();
  house.parley.app.models.show = () => Promise.reject(new Error('secret /srv/parley/path SELECT * FROM users'));
  const shown = await ana.api.model.show.query({ teamId: ana.team.id, model: 'guide' }).catch((error: unknown) => error);
  expect(JSON.stringify(shown)).not.toMatch(/secret|srv|SELECT/);
  expect(await refusal(Promise.reject(shown))).toMatchObject({
    reason: 'INTERNAL',
    requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
  });
});

test('INPUT-1 a page of another origin gets no socket and no call', async () => {
  await using house = await openHouse();
  const ana = await house.founder();
  const { port } = new URL(house.url);
  for (const origin of [
    'https://evil.example',
    'null',
    `http://127.0.0.1:${Number(port) + 1}`,
    `https://127.0.0.1:${port}`,
    `http://127.0.0.1.evil.example:${port}`,
    `http://x.localhost:${port}`,
    `${house.url}0`,
    `${house.url}.evil.example`,
  ]) {
    expect(await RawSocket.refused(house.url, ana.cookie, { Origin: origin }), origin).toBe(403);
    const posted = await fetch(`${house.url}/trpc/auth.signOut`, {
      method: 'POST',
      headers: { cookie: ana.cookie, Origin: origin, 'Content-Type': 'application/json' },
      body: '{}',
    });
    expect(posted.status, origin).toBe(403);
  }
  expect(await RawSocket.refused(house.url, ana.cookie, { 'Sec-Fetch-Site': 'cross-site' })).toBe(403);
  (await RawSocket.dial(house.url, ana.cookie, { Origin: house.url })).leave();
});

test('SESSION-4 nobody gets a socket, and a credential in the address is none', async () => {
  await using house = await openHouse();
  const ana = await house.founder();
  expect(await RawSocket.refused(house.url, undefined)).toBe(401);
  expect(await RawSocket.refused(house.url, 'session=nonsense')).toBe(401);
  expect(await RawSocket.refused(house.url, undefined, {}, `/trpc?${ana.cookie}`)).toBe(404);
  expect(await RawSocket.refused(house.url, ana.cookie, {}, '/trpc?connectionParams=1')).toBe(404);
  expect(await RawSocket.refused(house.url, ana.cookie, {}, '/other')).toBe(404);
});

test('SESSION-2 a call that sets the cookie is refused on a socket', async () => {
  await using house = await openHouse();
  const ana = await house.founder();
  expect(await refusal(ana.api.team.create.mutate({ name: 'On a socket' }))).toMatchObject({ reason: 'HTTP_REQUIRED' });
  expect(await refusal(ana.api.auth.signOut.mutate())).toMatchObject({ reason: 'HTTP_REQUIRED' });
});

function never(): never {
  throw new Error('this is always there');
}
