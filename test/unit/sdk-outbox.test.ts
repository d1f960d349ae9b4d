import { expect, test } from 'vitest';
import { createParley, type OutboxItem, type OutboxStorage } from '../../client/sdk/index.ts';
import { CONVERSATION, idOf } from './sdk-builders.ts';
import { refusing, SdkServer } from './sdk-server.ts';
import { gate, Reader, until } from './sdk-waiting.ts';

/** A page's storage: what it holds outlives the client. */
class Storage implements OutboxStorage {
  items: OutboxItem[] = [];

  load(): OutboxItem[] {
    return structuredClone(this.items);
  }

  save(items: OutboxItem[]): void {
    this.items = structuredClone(items);
  }
}

async function world(storage?: OutboxStorage) {
  const server = await SdkServer.open();
  const parley = createParley({ url: server.url, cookie: 'session=one', ...(storage && { outbox: storage }) });
  const { send } = parley.conversation(CONVERSATION);
  return {
    server,
    parley,
    send,
    /** Dials again without waiting out the delay. */
    async back() {
      await until(parley.connection, () => parley.connection.current.state === 'connecting');
      parley.connection.retryNow();
    },
    async [Symbol.asyncDispose]() {
      await parley.close();
      await server[Symbol.asyncDispose]();
    },
  };
}

test('SEND-1 a message whose acknowledgement was lost is sent again under the same key, and stored once', async () => {
  await using all = await world();
  all.server.onSend = async (_told, socket) => {
    all.server.onSend = () => undefined;
    // It is stored after this, but the answer has no way back.
    socket.terminate();
  };
  const sending = all.send('hello');
  await all.back();
  const { message } = await sending;
  expect(message.text).toBe('hello');
  expect(all.server.told).toHaveLength(2);
  expect(new Set(all.server.told.map(({ clientKey }) => clientKey)).size).toBe(1);
  expect(all.server.messages).toHaveLength(1);
  expect(all.parley.outbox.items).toEqual([]);
});

test('SEND-3 what is sent while nobody answers leaves later, in order, one at a time', async () => {
  await using all = await world();
  const first = gate();
  all.server.onSend = async ({ text }, socket) => {
    if (text !== 'one') return;
    all.server.onSend = () => undefined;
    await first.passed;
    socket.terminate();
  };
  const sent = ['one', 'two', 'three'].map((text) => all.send(text));
  await until(all.parley.outbox, () => all.parley.outbox.items[0]?.state === 'sending');
  expect(all.parley.outbox.items.map(({ text, state }) => [text, state])).toEqual([
    ['one', 'sending'],
    ['two', 'waiting'],
    ['three', 'waiting'],
  ]);
  first.open();
  await all.back();
  const messages = await Promise.all(sent);
  expect(messages.map(({ message }) => message.text)).toEqual(['one', 'two', 'three']);
  expect(all.server.messages.map(({ text }) => text)).toEqual(['one', 'two', 'three']);
});

test('SEND-3 unsent messages survive a reload, and keep their keys', async () => {
  const storage = new Storage();
  await using before = await world(storage);
  before.server.onSend = () => new Promise(() => undefined);
  before.send('one', { clientKey: 'k1', parentId: idOf(7), model: null }).catch(() => undefined);
  before.send('two', { clientKey: 'k2' }).catch(() => undefined);
  await until(before.parley.outbox, () => before.parley.outbox.items[0]?.state === 'sending');
  await before.parley.close();
  expect(storage.items.map(({ clientKey }) => clientKey)).toEqual(['k1', 'k2']);

  await using after = await world(storage);
  await until(after.parley.outbox, () => after.parley.outbox.items.length === 0);
  expect(after.server.told).toMatchObject([
    { clientKey: 'k1', text: 'one' },
    { clientKey: 'k2', text: 'two' },
  ]);
  expect(storage.items).toEqual([]);
});

test('a refused message says why, lets others pass, and waits for retry or discard', async () => {
  await using all = await world();
  all.server.onSend = ({ text }) => {
    if (text !== 'fine') throw refusing('ARCHIVED');
  };
  const refused = all.send('one', { clientKey: 'k1' });
  const discarded = all.send('two', { clientKey: 'k2' });
  const fine = all.send('fine');
  await expect(refused).rejects.toMatchObject({ name: 'ParleyRefusal', reason: 'ARCHIVED' });
  await expect(discarded).rejects.toMatchObject({ reason: 'ARCHIVED' });
  await fine;
  expect(all.parley.outbox.items).toMatchObject([
    { clientKey: 'k1', state: 'refused', reason: 'ARCHIVED' },
    { clientKey: 'k2', state: 'refused', reason: 'ARCHIVED' },
  ]);

  all.server.onSend = () => undefined;
  all.parley.outbox.discard('k2');
  all.parley.outbox.retry('k1');
  await until(all.parley.outbox, () => all.parley.outbox.items.length === 0);
  expect(all.server.messages.map(({ text }) => text)).toEqual(['fine', 'one']);
});

test('discarding a message on its way rejects its promise as aborted', async () => {
  await using all = await world();
  all.server.onSend = () => new Promise(() => undefined);
  const sending = all.send('one', { clientKey: 'k1' });
  await until(all.parley.outbox, () => all.parley.outbox.items[0]?.state === 'sending');
  all.parley.outbox.discard('k1');
  await expect(sending).rejects.toMatchObject({ name: 'AbortError' });
  expect(all.parley.outbox.items).toEqual([]);
});

test('SEND-1 the same key twice is one message and one answer', async () => {
  await using all = await world();
  const [one, two] = await Promise.all([all.send('one', { clientKey: 'k1' }), all.send('one', { clientKey: 'k1' })]);
  expect(one).toEqual(two);
  expect(all.server.told).toHaveLength(1);
});

test('a server on its way down is no refusal: the message waits', async () => {
  await using all = await world();
  let asked = 0;
  all.server.onSend = () => {
    asked += 1;
    if (asked === 1) throw refusing('SHUTTING_DOWN');
  };
  const { message } = await all.send('one');
  expect(message.text).toBe('one');
  expect(asked).toBe(2);
});

test('while a conversation is read, a sent message leaves the outbox when the reader has it, not before', async () => {
  await using all = await world();
  const held: string[] = [];
  const events = all.parley.conversation(CONVERSATION).events()[Symbol.asyncIterator]();
  await events.next();
  const arrives = events.next();
  await all.send('hello', { clientKey: 'k1' });
  const event = (await arrives).value;
  held.push(...all.parley.outbox.items.map(({ clientKey }) => clientKey));
  expect(event).toMatchObject({ type: 'message.posted', message: { clientKey: 'k1' } });
  expect(held).toEqual(['k1']);
  // Asking for the next event says that this one was taken in.
  const next = new Reader({ [Symbol.asyncIterator]: () => events });
  await until(all.parley.outbox, () => all.parley.outbox.items.length === 0);
  await all.parley.close();
  await next.end();
});

test('leaving a conversation lets go of what was acknowledged meanwhile', async () => {
  await using all = await world();
  const left = new AbortController();
  const events = all.parley.conversation(CONVERSATION).events({ signal: left.signal })[Symbol.asyncIterator]();
  await events.next();
  await all.send('hello');
  expect(all.parley.outbox.items).toHaveLength(1);
  left.abort();
  await events.next();
  await events.next();
  expect(all.parley.outbox.items).toEqual([]);
});
