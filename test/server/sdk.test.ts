import { expect, test } from 'vitest';
import { COOKIE_CALLS } from '../../client/sdk/calls.ts';
import { createParley, type Parley, ParleyRefusal, ReplyEnded } from '../../client/sdk/index.ts';
import { asShown, type ConversationState, openedState } from '../../client/store/conversation-state.ts';
import { type ConversationStore, createConversationStore } from '../../client/store/conversation-store.ts';
import { procedures } from '../../server/rpc/router.ts';
import type { ConversationId } from '../../shared/ids.ts';
import { type House, openHouse } from '../support/house.ts';
import { PASSWORD } from '../support/person.ts';
import { Reader, until } from '../unit/sdk-waiting.ts';
import { CuttingProxy, seeded } from './sdk-proxy.ts';

const MODEL = 'smollm2:135m';

/** Somebody with the client, in a team of their own. */
async function founder(house: House, name = 'Ana') {
  const parley = createParley({ url: house.url });
  await parley.register({ name, email: `${name.toLowerCase()}@example.org`, password: PASSWORD });
  const { team } = await parley.api.team.create.mutate({ name: 'Acme' });
  const { conversation } = await parley.api.conversation.create.mutate({ teamId: team.id });
  return {
    parley,
    team,
    conversationId: conversation.id,
    [Symbol.asyncDispose]: () => parley.close(),
  };
}

/** The same account over another address. */
async function again(parley: Parley, url: string) {
  const other = createParley({ url, cookie: parley.cookie() ?? '' });
  return { parley: other, [Symbol.asyncDispose]: () => other.close() };
}

/** A store that follows, as the web app does. */
function follow(parley: Parley, conversationId: ConversationId): ConversationStore {
  const store = createConversationStore();
  void (async () => {
    for await (const event of parley.conversation(conversationId).events()) store.dispatch(event, Date.now());
  })();
  return store;
}

/** What a person sees, without what differs from person to person. */
function seen(state: ConversationState | undefined) {
  if (!state) return undefined;
  const { unread: _unread, readSeq: _readSeq, updatedAt: _updatedAt, ...conversation } = state.conversation;
  return {
    conversation,
    messages: state.messages.map((message) => asShown(state, message)),
    notices: state.notices,
    open: state.generations.size,
    headSeq: state.headSeq,
  };
}

async function fresh(parley: Parley, conversationId: ConversationId) {
  return seen(openedState(await parley.api.conversation.open.query({ conversationId })));
}

/** Never waits out a delay. */
function impatient(parley: Parley): void {
  parley.connection.subscribe(() => {
    const { current } = parley.connection;
    if (current.state === 'connecting' && current.nextTryAt !== undefined) parley.connection.retryNow();
  });
}

test('calls that set the session cookie are the same for the client and the router', () => {
  const declared = procedures().flatMap(({ path, meta }) => (meta?.setsCookie ? [path] : []));
  expect([...COOKIE_CALLS].toSorted()).toEqual(declared.toSorted());
});

test('REPLY-1 from nothing to an answer: register, create a team, ask the guide, and the pieces join to the stored text', async () => {
  await using house = await openHouse();
  await using ana = await founder(house);
  const pieces: string[] = [];
  for await (const piece of ana.parley.conversation(ana.conversationId).ask('How do I invite somebody?', { model: 'guide' }))
    pieces.push(piece);
  expect(pieces.length).toBeGreaterThan(1);
  const { items } = await ana.parley.api.message.history.query({ conversationId: ana.conversationId });
  expect(items.map(({ author }) => author.kind)).toEqual(['user', 'model']);
  expect(items[1]?.text).toBe(pieces.join(''));
  expect(items[1]?.parentId).toBe(items[0]?.id);
});

test('SEQ-3 what the client holds after every kind of change equals a fresh opening', async () => {
  await using house = await openHouse({ chats: 'held' });
  await using ana = await founder(house);
  const { parley, conversationId } = ana;
  const store = follow(parley, conversationId);
  const same = async () => {
    const { lastSeq } = (await parley.api.conversation.open.query({ conversationId })).conversation;
    await until(store, () => store.get()?.headSeq === lastSeq);
    expect(seen(store.get())).toEqual(await fresh(parley, conversationId));
  };
  const handle = parley.conversation(conversationId);
  const { message } = await handle.send('first', { model: null });
  await same();
  const { reply } = await handle.send('and a question', { model: MODEL, parentId: message.id });
  if (!reply) throw new Error('no reply');
  const chat = await house.ollama.nextChat();
  await chat.send('An ans');
  const writing = () => store.get()?.generations.get(reply.id);
  await until(store, () => writing()?.text === 'An ans' && writing()?.generation.state === 'streaming');
  await parley.api.generation.stop.mutate({ generationId: reply.id });
  await same();
  await parley.api.generation.continue.mutate({ generationId: reply.id });
  const more = await house.ollama.nextChat();
  await more.send('wer');
  await more.finish();
  await until(store, () => store.get()?.generations.size === 0 && store.get()?.messages.at(-1)?.generation?.state === 'done');
  await same();
  await parley.api.message.edit.mutate({ messageId: message.id, text: 'first, edited' });
  await parley.api.conversation.update.mutate({ conversationId, title: 'Another title' });
  await same();
  await parley.api.generation.start.mutate({ messageId: (await handle.send('again?', { model: null })).message.id, model: MODEL });
  const sibling = await house.ollama.nextChat();
  sibling.refuse(500, 'model runner has unexpectedly stopped');
  await until(store, () => store.get()?.messages.at(-1)?.generation?.state === 'failed');
  await same();
  await parley.api.message.delete.mutate({ messageId: message.id });
  await parley.api.conversation.archive.mutate({ conversationId });
  await same();
});

test('RESUME-1 REPLY-2 a client that is cut at any byte ends with the same messages and text as one that never was', async () => {
  await using house = await openHouse({ chats: 'held' });
  await using ana = await founder(house);
  const random = seeded(7);
  await using proxy = await CuttingProxy.open(house.url, () => 300 + Math.floor(random() ** 2 * 14_000));
  await using unlucky = await again(ana.parley, proxy.url);
  impatient(unlucky.parley);
  const steady = follow(ana.parley, ana.conversationId);
  const shaken = follow(unlucky.parley, ana.conversationId);
  await until(steady, () => steady.get() !== undefined);
  await until(shaken, () => shaken.get() !== undefined);

  let reopened = 0;
  const texts = new Map<string, string>();
  shaken.subscribe(() => {
    const state = shaken.get();
    if (state?.needsReopen) reopened += 1;
    for (const { generation, text } of state?.generations.values() ?? []) {
      // What was shown is never taken back, and never changes.
      expect(text.startsWith(texts.get(generation.id) ?? '')).toBe(true);
      texts.set(generation.id, text);
    }
  });
  const { reply } = await ana.parley.conversation(ana.conversationId).send('write a lot', { model: MODEL });
  if (!reply) throw new Error('no reply');
  const chat = await house.ollama.nextChat();
  let written = '';
  for (let index = 0; proxy.cuts < 40 && index < 5_000; index += 1) {
    const piece = `${index} 👋🏽 ${'x'.repeat(Math.floor(random() * 60))}\n`;
    written += piece;
    await chat.send(piece);
    if (index % 25 === 0) await ana.parley.conversation(ana.conversationId).send(`meanwhile ${index}`, { model: null });
    // It may lag, but less than a connection lets through: else it could never catch up.
    if (index % 5 === 0) await until(shaken, () => (shaken.get()?.generations.get(reply.id)?.text.length ?? 0) >= written.length - 3_000);
  }
  await chat.finish();
  await until(steady, () => steady.get()?.generations.size === 0);
  const { headSeq = 0 } = steady.get() ?? {};
  await until(shaken, () => shaken.get()?.headSeq === headSeq);
  expect(proxy.cuts).toBeGreaterThanOrEqual(40);
  expect(seen(shaken.get())).toEqual(seen(steady.get()));
  expect(shaken.get()?.messages.find(({ id }) => id === reply.messageId)?.text).toBe(written);
  expect(reopened).toBe(0);
});

test('RESUME-1 a client comes back to a server that was restarted in the middle of a reply, with what was shown', async () => {
  await using house = await openHouse({ chats: 'held' });
  await using ana = await founder(house);
  const store = follow(ana.parley, ana.conversationId);
  await until(store, () => store.get() !== undefined);
  const { reply } = await ana.parley.conversation(ana.conversationId).send('write', { model: MODEL });
  if (!reply) throw new Error('no reply');
  const chat = await house.ollama.nextChat();
  await chat.send('so far');
  await until(store, () => store.get()?.generations.get(reply.id)?.text === 'so far');
  await house.restart();
  await until(store, () => store.get()?.generations.size === 0);
  expect(store.get()?.messages.at(-1)).toMatchObject({ text: 'so far', generation: { state: 'interrupted' } });
  expect(seen(store.get())).toEqual(await fresh(ana.parley, ana.conversationId));
});

test('SEND-1 SEND-3 messages sent over a network that breaks all the time are each stored once, in order', async () => {
  await using house = await openHouse();
  await using ana = await founder(house);
  const random = seeded(11);
  await using proxy = await CuttingProxy.open(house.url, () => 250 + Math.floor(random() * 1_500));
  await using unlucky = await again(ana.parley, proxy.url);
  impatient(unlucky.parley);
  const texts = Array.from({ length: 40 }, (_, index) => `message ${index}`);
  const handle = unlucky.parley.conversation(ana.conversationId);
  const sent = await Promise.all(texts.map((text) => handle.send(text, { model: null })));
  expect(proxy.cuts).toBeGreaterThan(3);
  const { items } = await ana.parley.api.message.history.query({ conversationId: ana.conversationId, limit: 100 });
  expect(items.map(({ text }) => text)).toEqual(texts);
  expect(items.map(({ id }) => id)).toEqual(sent.map(({ message }) => message.id));
  expect(unlucky.parley.outbox.items).toEqual([]);
});

test('RESUME-2 who changes their own membership keeps reading without noticing', async () => {
  await using house = await openHouse();
  await using ana = await founder(house);
  const events = new Reader(ana.parley.conversation(ana.conversationId).events());
  await events.until((all) => all.length === 1);
  await ana.parley.api.team.create.mutate({ name: 'Second' });
  await ana.parley.conversation(ana.conversationId).send('still here', { model: null });
  await events.until((all) => all.some((event) => event.type === 'message.posted'));
  expect(events.items.filter(({ type }) => type === 'opened')).toHaveLength(1);
});

test('SESSION-5 a session that is ended elsewhere ends every stream of this client with a refusal, and nothing dials again', async () => {
  await using house = await openHouse();
  await using ana = await founder(house);
  const other = createParley({ url: house.url });
  await other.signIn({ email: 'ana@example.org', password: PASSWORD });
  const feed = new Reader(other.conversation(ana.conversationId).events());
  const inbox = new Reader(other.inbox());
  await feed.until((all) => all.length === 1);
  await inbox.until((all) => all.length === 1);
  await ana.parley.api.session.revokeOthers.mutate();
  for (const error of [await feed.end(), await inbox.end()])
    expect(error).toMatchObject({ name: 'ParleyRefusal', reason: 'SESSION_REVOKED' });
  expect(other.connection.current).toEqual({ state: 'ended', reason: 'SESSION_REVOKED' });
  await other.close();
});

test('a conversation that is not there refuses, whether reading, sending or asking', async () => {
  await using house = await openHouse();
  await using ana = await founder(house);
  const nowhere = ana.parley.conversation('z'.repeat(20));
  expect(await new Reader(nowhere.events()).end()).toMatchObject({ reason: 'NOT_FOUND' });
  expect(await new Reader(nowhere.ask('hello')).end()).toBeInstanceOf(ParleyRefusal);
  await expect(nowhere.send('hello')).rejects.toMatchObject({ name: 'ParleyRefusal', reason: 'NOT_FOUND' });
});

test('REPLY-6 asking throws how a reply ended when it was not done, after the text there was', async () => {
  await using house = await openHouse({ chats: 'held' });
  await using ana = await founder(house);
  const asked = new Reader(ana.parley.conversation(ana.conversationId).ask('write', { model: MODEL }));
  const chat = await house.ollama.nextChat();
  await chat.send('so far');
  await asked.until((pieces) => pieces.join('') === 'so far');
  const { generations } = await ana.parley.api.conversation.open.query({ conversationId: ana.conversationId });
  await ana.parley.api.generation.stop.mutate({ generationId: generations[0]?.id ?? never() });
  const error = await asked.end();
  expect(error).toBeInstanceOf(ReplyEnded);
  expect(error).toMatchObject({ outcome: 'stopped', by: { name: 'Ana' } });
  expect(asked.items.join('')).toBe('so far');
});

test('wrong credentials and a wrong form are refusals that say what is wrong', async () => {
  await using house = await openHouse();
  const parley = createParley({ url: house.url });
  await expect(parley.signIn({ email: 'nobody@example.org', password: 'a wrong password' })).rejects.toMatchObject({
    reason: 'WRONG_CREDENTIALS',
  });
  const refused = await parley.register({ name: 'Ana', email: 'ana@example.org', password: 'short' }).catch((error: unknown) => error);
  expect(refused).toMatchObject({ reason: 'VALIDATION', fields: [{ path: ['password'] }], details: { fields: [{ path: ['password'] }] } });
  expect((refused as ParleyRefusal).requestId).toBeTruthy();
  await parley.close();
});

function never(): never {
  throw new Error('this is always there');
}
