import { once } from 'node:events';
import { expect, test } from 'vitest';
import { createParley, meaningOf, type Parley } from '../../client/sdk/index.ts';
import type { FeedEvent } from '../../client/sdk/types.ts';
import { CLOSE } from '../../shared/errors.ts';
import { CONVERSATION, message } from './sdk-builders.ts';
import { refusing, SdkServer } from './sdk-server.ts';
import { Reader, until } from './sdk-waiting.ts';

async function world(cookie = 'session=one') {
  const server = await SdkServer.open();
  const parley = createParley({ url: server.url, cookie });
  const follow = () => new Reader<FeedEvent>(parley.conversation(CONVERSATION).events());
  return {
    server,
    parley,
    follow,
    async [Symbol.asyncDispose]() {
      await parley.close();
      await server[Symbol.asyncDispose]();
    },
  };
}

/** Posts a message and waits until the reader has it. */
async function deliver(server: SdkServer, reader: Reader<FeedEvent>, text: string): Promise<void> {
  const seq = server.log.length + 1;
  server.post({ type: 'message.posted', message: message({ seq, text }) });
  await reader.until((events) => events.some((event) => event.type === 'message.posted' && event.message.text === text));
}

function posted(reader: Reader<FeedEvent>): string[] {
  return reader.items.flatMap((event) => (event.type === 'message.posted' ? [event.message.text] : []));
}

function stateOf(parley: Parley): string {
  return parley.connection.current.state;
}

test('nothing is dialled before the first call', async () => {
  await using all = await world();
  expect(stateOf(all.parley)).toBe('idle');
  expect(all.server.dials).toHaveLength(0);
  await all.parley.api.team.list.query();
  expect(stateOf(all.parley)).toBe('open');
  expect(all.server.dials).toHaveLength(1);
});

test('RESUME-1 after a cut the feed goes on where it was, with every event once', async () => {
  await using all = await world();
  const reader = all.follow();
  await reader.until((events) => events.length === 1);
  for (const round of [1, 2, 3]) {
    await deliver(all.server, reader, `before ${round}`);
    all.server.terminate();
    await until(all.parley.connection, () => stateOf(all.parley) === 'connecting');
    all.server.post({ type: 'message.posted', message: message({ seq: all.server.log.length + 1, text: `during ${round}` }) });
    all.parley.connection.retryNow();
    await deliver(all.server, reader, `after ${round}`);
  }
  expect(posted(reader)).toEqual([1, 2, 3].flatMap((round) => [`before ${round}`, `during ${round}`, `after ${round}`]));
  expect(reader.items.filter(({ type }) => type === 'opened')).toHaveLength(1);
  expect(all.server.opens).toBe(1);
});

test('RESUME-2 a renewed session is dialled again at once, and nobody who follows notices', async () => {
  await using all = await world();
  const reader = all.follow();
  await reader.until((events) => events.length === 1);
  await deliver(all.server, reader, 'old cookie');
  await all.parley.api.team.create.mutate({ name: 'Acme' });
  await deliver(all.server, reader, 'new cookie');
  expect(posted(reader)).toEqual(['old cookie', 'new cookie']);
  expect(all.server.dials.map(({ cookie }) => cookie)).toEqual(['session=one', 'session=renewed1']);
  expect(all.parley.cookie()).toBe('session=renewed1');
});

test('a session that was ended stops everything, and nothing is dialled until somebody signs in', async () => {
  await using all = await world();
  const reader = all.follow();
  await reader.until((events) => events.length === 1);
  all.server.session = undefined;
  all.server.close(CLOSE.sessionRevoked);
  expect(await reader.end()).toMatchObject({ name: 'ParleyRefusal', reason: 'SESSION_REVOKED' });
  expect(all.parley.connection.current).toEqual({ state: 'ended', reason: 'SESSION_REVOKED' });
  const refused = await all.parley.api.team.list.query().catch(meaningOf);
  expect(refused).toMatchObject({ reason: 'SESSION_REVOKED' });
  all.parley.connection.retryNow();
  expect(all.server.dials).toHaveLength(1);

  await all.parley.signIn({ email: 'a@example.org', password: 'x' });
  expect(await all.parley.api.team.list.query()).toEqual({ items: [] });
  expect(stateOf(all.parley)).toBe('open');
});

test('signing out ends the connection at once', async () => {
  await using all = await world();
  const reader = all.follow();
  await reader.until((events) => events.length === 1);
  await all.parley.signOut();
  expect(await reader.end()).toMatchObject({ reason: 'SESSION_REVOKED' });
  expect(all.parley.cookie()).toBeUndefined();
});

test('RESUME-2 an upgrade that is refused without a word leads to one question over HTTP, not to a storm', async () => {
  await using all = await world('session=stale');
  const refused = await all.parley.api.team.list.query().catch(meaningOf);
  expect(refused).toMatchObject({ reason: 'UNAUTHENTICATED' });
  expect(all.server.dials).toHaveLength(1);
  expect(all.server.calls).toEqual(['/trpc/auth.me']);
});

test('RESUME-2 a server that says "too many" is not dialled for ten seconds, not even on request', async () => {
  await using all = await world();
  const reader = all.follow();
  await reader.until((events) => events.length === 1);
  all.server.close(CLOSE.tooMany);
  await until(all.parley.connection, () => stateOf(all.parley) === 'connecting');
  all.parley.connection.retryNow();
  const { current } = all.parley.connection;
  if (current.state !== 'connecting' || current.nextTryAt === undefined) throw new Error('does not wait');
  expect(current.nextTryAt - current.since).toBeGreaterThanOrEqual(9_900);
  expect(all.server.dials).toHaveLength(1);
});

test('a changed access refuses what runs, and a new call dials again', async () => {
  await using all = await world();
  const reader = all.follow();
  await reader.until((events) => events.length === 1);
  all.server.close(CLOSE.accessChanged);
  expect(await reader.end()).toMatchObject({ reason: 'FORBIDDEN' });
  expect(await all.parley.api.team.list.query()).toEqual({ items: [] });
});

test('a socket that says the session is over is not believed when HTTP says it is not', async () => {
  await using all = await world();
  await all.parley.api.team.list.query();
  let refusals = 0;
  all.server.onSend = () => {
    refusals += 1;
    if (refusals === 1) throw refusing('SESSION_REVOKED');
  };
  const sent = await all.parley.conversation(CONVERSATION).send('hello');
  expect(sent.message.text).toBe('hello');
  expect(all.server.dials).toHaveLength(2);
  expect(stateOf(all.parley)).toBe('open');
});

test('RESUME-1 a feed that was doubted goes on from its last frame, not from its beginning', async () => {
  await using all = await world();
  const reader = all.follow();
  await reader.until((events) => events.length === 1);
  await deliver(all.server, reader, 'before');
  let doubts = 0;
  all.server.onLive = () => {
    doubts += 1;
    if (doubts === 1) throw refusing('SESSION_REVOKED');
  };
  all.server.terminate();
  await deliver(all.server, reader, 'after');
  const [begun, again, resumed] = all.server.resumed;
  expect(resumed).toBe(again);
  expect(again).not.toBe(begun);
  expect(posted(reader)).toEqual(['before', 'after']);
  expect(all.server.opens).toBe(1);
});

test('a refused subscription throws the refusal as the server gave it', async () => {
  await using all = await world();
  all.server.onLive = () => {
    throw refusing('NOT_FOUND');
  };
  const reader = all.follow();
  expect(await reader.end()).toMatchObject({ name: 'ParleyRefusal', reason: 'NOT_FOUND', requestId: 'r1' });
});

test('retryNow cuts the waiting short', async () => {
  await using all = await world();
  const reader = all.follow();
  await reader.until((events) => events.length === 1);
  all.server.close(CLOSE.restart);
  await until(all.parley.connection, () => stateOf(all.parley) === 'connecting');
  all.parley.connection.retryNow();
  const { current } = all.parley.connection;
  expect(current).toMatchObject({ state: 'connecting' });
  expect(current).not.toHaveProperty('nextTryAt');
  await until(all.parley.connection, () => stateOf(all.parley) === 'open');
});

test('closing ends everything: streams end, sends and calls are told, and nothing stays behind', async () => {
  const server = await SdkServer.open();
  server.onSend = () => new Promise(() => undefined);
  const parley = createParley({ url: server.url, cookie: 'session=one' });
  const reader = new Reader(parley.conversation(CONVERSATION).events());
  const inbox = new Reader(parley.inbox());
  await reader.until((events) => events.length === 1);
  await inbox.until((events) => events.length === 1);
  const send = parley
    .conversation(CONVERSATION)
    .send('hello')
    .catch((error: unknown) => error);
  await until(parley.outbox, () => parley.outbox.items[0]?.state === 'sending');
  const hungUp = Promise.all(server.sockets.map((socket) => once(socket, 'close')));
  await parley.close();
  await hungUp;
  expect(await reader.end()).toBeUndefined();
  expect(await inbox.end()).toBeUndefined();
  expect(await send).toMatchObject({ name: 'ConnectionLost' });
  expect(await parley.api.team.list.query().catch(meaningOf)).toMatchObject({ name: 'ConnectionLost' });
  await server[Symbol.asyncDispose]();
});

test('closing while a dial is being waited for ends as well', async () => {
  await using all = await world();
  const reader = all.follow();
  await reader.until((events) => events.length === 1);
  all.server.close(CLOSE.tooMany);
  await until(all.parley.connection, () => stateOf(all.parley) === 'connecting');
  await all.parley.close();
  expect(await reader.end()).toBeUndefined();
});
