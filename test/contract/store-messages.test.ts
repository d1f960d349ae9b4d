import { expect, test } from 'vitest';
import { openStore } from '../../db/open.ts';
import type { Guard, Ref } from '../../shared/access.ts';
import { conversationId, userId } from '../../shared/ids.ts';
import { ask, bytesOf, child, conversationOf, house, refusal, say, T0, tempFolder, to } from './store-support.ts';

test('SEQ-1 concurrent sends get the numbers from 1 on, without a gap or a repeat', async () => {
  const world = await house();
  const { store, owner, joined } = world;
  const { id } = await conversationOf(world, owner);
  await store.conversations.update({ conversationId: id, title: 'Given' }, owner.may(to.conversation(id)), T0);
  const people = [owner, await joined(), await joined()];
  const sent = await Promise.all(Array.from({ length: 60 }, (_, n) => say(store, people[n % 3] ?? owner, id, `text ${n}`)));
  expect(sent.map(({ message }) => message.seq).toSorted((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, n) => n + 2));
  const log = await store.events.after(id, 0, 100);
  expect(log.map((event) => event.seq)).toEqual(Array.from({ length: 61 }, (_, n) => n + 1));
  expect(await store.events.head(id)).toBe(61);
});

test('SEQ-2 what a change tells is what replaying the log tells', async () => {
  const world = await house();
  const { store, owner } = world;
  const { id } = await conversationOf(world, owner);
  const { changes } = await say(store, owner, id, 'What is a promise?', { model: 'tiny' });
  expect(changes).toEqual([{ conversationId: id, events: await store.events.after(id, 0, 10) }]);
  expect(changes[0]?.events.map((event) => event.type)).toEqual(['message.posted', 'conversation.updated', 'reply.started']);
  expect(await store.events.after(id, 1, 1)).toEqual(changes[0]?.events.slice(1, 2));
});

test('SEND-1 the same key is stored once, also in parallel, and answers with what is there', async () => {
  const world = await house();
  const { store, owner } = world;
  const { id } = await conversationOf(world, owner);
  const guard = owner.may(to.conversation(id));
  const draft = { conversationId: id, clientKey: 'once', text: 'hello', reply: { model: 'tiny' } };
  const all = await Promise.all([1, 2, 3, 4].map(() => store.messages.append(draft, guard, T0)));
  expect(all.filter((one) => !one.repeated)).toHaveLength(1);
  expect(new Set(all.map((one) => `${one.message.id} ${one.generation?.id}`)).size).toBe(1);
  expect(all.filter((one) => one.repeated).every((one) => one.changes.length === 0)).toBe(true);
  expect(await store.events.head(id)).toBe(3);
});

test('SEQ-1 of messages that are stored together one that breaks is undone alone, and takes no number', async () => {
  const world = await house();
  const { store, owner } = world;
  const { id } = await conversationOf(world, owner);
  const send = (clientKey: string, reply?: { model: string }) =>
    store.messages.append({ conversationId: id, clientKey, text: clientKey, ...(reply && { reply }) }, owner.may(to.conversation(id)), T0);
  // A reply without a model breaks in the database, when the message it hangs on was written already.
  const nobody = { model: null as unknown as string };
  const sent = await Promise.allSettled([send('first'), send('broken', nobody), send('last')]);
  expect(sent.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  const log = await store.events.after(id, 0, 10);
  expect(log.flatMap((event) => (event.type === 'message.posted' ? [event.message.text] : []))).toEqual(['first', 'last']);
  expect(log.map(({ seq }) => seq)).toEqual(log.map((_, n) => n + 1));
  expect(await store.events.head(id)).toBe(log.length);
});

test('SEND-1 another text under the same key is refused, and keys of others are their own', async () => {
  const world = await house();
  const { store, owner, joined } = world;
  const ana = await joined();
  const { id } = await conversationOf(world, owner);
  const other = await conversationOf(world, owner);
  const send = (by: typeof owner, conversation: typeof id, text: string) =>
    store.messages.append({ conversationId: conversation, clientKey: 'key', text }, by.may(to.conversation(conversation)), T0);
  const results = await Promise.allSettled([send(owner, id, 'one'), send(owner, id, 'two')]);
  expect(results.map((one) => one.status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(await refusal(send(owner, id, 'three'))).toBe('CONFLICT');
  expect((await send(ana, id, 'four')).repeated).toBe(false);
  expect((await send(owner, other.id, 'five')).repeated).toBe(false);
});

test('SEND-1 holds for a message that was edited or deleted since', async () => {
  const world = await house();
  const { store, owner } = world;
  const { id } = await conversationOf(world, owner);
  const draft = { conversationId: id, clientKey: 'key', text: 'first' };
  const send = (text: string) => store.messages.append({ ...draft, text }, owner.may(to.conversation(id)), T0);
  const { message } = await send('first');
  const guard = owner.may(to.message(message.id));
  await store.messages.edit({ messageId: message.id, text: 'second' }, guard, T0);
  expect(await send('first')).toMatchObject({ repeated: true, message: { id: message.id, text: 'second' } });
  expect(await refusal(send('second'))).toBe('CONFLICT');
  await store.messages.delete(message.id, guard, T0);
  expect(await send('first')).toMatchObject({ repeated: true, message: { id: message.id, text: '' } });
  expect(await refusal(send('other'))).toBe('CONFLICT');
});

test('SEND-2 what was acknowledged survives kill -9, once', async () => {
  const folder = `${tempFolder()}/data`;
  const sender = child('send', folder);
  const [user = '', conversation = ''] = (await sender.line())?.split(' ') ?? [];
  const acknowledged: string[] = [];
  for (let n = 0; n < 40; n += 1) acknowledged.push((await sender.line()) ?? '');
  await sender.kill();
  const store = await openStore(folder);
  const id = conversationId.parse(conversation);
  const guard: Guard = {
    credential: { kind: 'session', id: 'kim' },
    userId: userId.parse(user),
    ref: to.conversation(id) satisfies Ref,
    check: () => [],
  };
  for (const clientKey of acknowledged) {
    const text = clientKey.replace('key-', 'message ');
    expect(await store.messages.append({ conversationId: id, clientKey, text }, guard, T0)).toMatchObject({ repeated: true });
  }
  const log = await store.events.after(id, 0, 10_000);
  expect(log.map((event) => event.seq)).toEqual(log.map((_, n) => n + 1));
  const texts = log.flatMap((event) => (event.type === 'message.posted' ? [event.message.text] : []));
  expect(new Set(texts).size).toBe(texts.length);
  expect(acknowledged.length).toBe(40);
  await store.close();
});

test('a parent is a message of the same conversation', async () => {
  const world = await house();
  const { store, owner, welcome } = world;
  const { id } = await conversationOf(world, owner);
  const [foreign] = (await store.events.after(welcome, 0, 1)).flatMap((event) =>
    event.type === 'message.posted' ? [event.message.id] : [],
  );
  if (!foreign) throw new Error('no welcome');
  expect(await refusal(say(store, owner, id, 'hi', { parentId: foreign }))).toBe('NOT_FOUND');
  expect(await store.events.head(id)).toBe(0);
  const first = await say(store, owner, id, 'hi');
  expect('parentId' in first.message).toBe(false);
  const second = await say(store, owner, id, 'and', { parentId: first.message.id });
  expect(second.message.parentId).toBe(first.message.id);
});

test('only texts of people are edited; the same text changes nothing', async () => {
  const world = await house();
  const { store, owner } = world;
  const { id } = await conversationOf(world, owner);
  const { question, answer } = await ask(store, owner, id, 'why?', 'because');
  expect(await refusal(store.messages.edit({ messageId: answer, text: 'no' }, owner.may(to.message(answer)), T0))).toBe('FORBIDDEN');
  const same = await store.messages.edit({ messageId: question.id, text: 'why?' }, owner.may(to.message(question.id)), T0);
  expect(same.changes).toEqual([]);
  await store.messages.delete(question.id, owner.may(to.message(question.id)), T0);
  const late = store.messages.edit({ messageId: question.id, text: 'x' }, owner.may(to.message(question.id)), T0);
  expect(await refusal(late)).toBe('NOT_FOUND');
});

test('a deleted text is nowhere: not in the log, the title, the files', async () => {
  const world = await house();
  const { store, owner, folder } = world;
  const { id } = await conversationOf(world, owner);
  const secrets = ['cinnamon-avalanche', 'paper-lighthouse', 'velvet-thunder', 'copper-meadow'] as const;
  const long = (word: string) => `${word} ${'and so on '.repeat(2_000)}`;
  const { message, generation } = await say(store, owner, id, long(secrets[0]), { model: 'tiny' });
  if (!generation) throw new Error('nobody answers');
  await store.journal.append(generation.id, 'text', 0, long(secrets[1]));
  await store.generations.end(generation.id, { outcome: 'done', thinking: long(secrets[2]), text: long(secrets[1]) }, T0);
  await store.journal.drop(generation.id);
  const later = await say(store, owner, id, secrets[3]);
  for (const secret of secrets) expect(bytesOf(folder).includes(secret), secret).toBe(true);

  for (const messageId of [message.id, generation.messageId, later.message.id]) {
    const { changes } = await store.messages.delete(messageId, owner.may(to.message(messageId)), T0);
    expect(JSON.stringify(changes)).not.toContain('and so on');
  }
  for (const secret of secrets) {
    expect(bytesOf(folder).includes(secret), secret).toBe(false);
    expect(JSON.stringify(await store.events.after(id, 0, 100))).not.toContain(secret);
  }
  expect(await store.conversations.seenBy(id, owner.user.id)).toMatchObject({ title: '' });
  expect(await store.messages.find(message.id)).toMatchObject({ text: '', deletedAt: new Date(T0).toISOString() });
});

test('a title that was taken from a text follows the text; one that was given stays', async () => {
  const world = await house();
  const { store, owner } = world;
  const { id } = await conversationOf(world, owner);
  const title = async () => (await store.conversations.seenBy(id, owner.user.id))?.title;
  const first = await say(store, owner, id, '\n  \u202eFirst line  \nsecond');
  expect(await title()).toBe('First line');
  const guard = owner.may(to.message(first.message.id));
  await store.messages.edit({ messageId: first.message.id, text: 'word '.repeat(40) }, guard, T0);
  expect(await title()).toBe(`${'word '.repeat(11).trim()}…`);
  await store.messages.delete(first.message.id, guard, T0);
  expect(await title()).toBe('');
  const second = await say(store, owner, id, '🧭'.repeat(80));
  expect(await title()).toBe(`${'🧭'.repeat(59)}…`);
  await store.conversations.update({ conversationId: id, title: 'Given' }, owner.may(to.conversation(id)), T0);
  await store.messages.delete(second.message.id, owner.may(to.message(second.message.id)), T0);
  expect(await title()).toBe('Given');
});

test('deleting twice changes once; a reply that is being written is not deleted', async () => {
  const world = await house();
  const { store, owner } = world;
  const { id } = await conversationOf(world, owner);
  const { message, generation } = await say(store, owner, id, 'hi', { model: 'tiny' });
  if (!generation) throw new Error('nobody answers');
  const { messageId } = generation;
  expect(await refusal(store.messages.delete(messageId, owner.may(to.message(messageId)), T0))).toBe('CONFLICT');
  const guard = owner.may(to.message(message.id));
  expect((await store.messages.delete(message.id, guard, T0)).changes).toHaveLength(1);
  const head = await store.events.head(id);
  expect((await store.messages.delete(message.id, guard, T0 + 1)).changes).toEqual([]);
  expect(await store.events.head(id)).toBe(head);
});

test('older pages meet the newest without a gap or a repeat, notices too', async () => {
  const world = await house();
  const { store, owner, welcome, joined } = world;
  for (let n = 0; n < 5; n += 1) {
    await say(store, owner, welcome, `text ${n}`);
    await joined();
  }
  const guard = owner.may(to.conversation(welcome));
  const opened = await store.conversations.open({ conversationId: welcome, limit: 2 }, guard);
  const messages = [...opened.messages];
  const notices = [...opened.notices];
  expect(opened).toMatchObject({ more: true, head: 11, conversation: { lastSeq: 11 } });
  for (let more = true; more;) {
    const page = await store.messages.history({ conversationId: welcome, beforeSeq: messages[0]?.seq ?? 0, limit: 2 }, guard);
    messages.unshift(...page.items);
    notices.unshift(...page.notices);
    more = page.more;
  }
  expect(messages.map((message) => message.text)).toEqual(['Hello from the guide.', ...[0, 1, 2, 3, 4].map((n) => `text ${n}`)]);
  expect([...messages, ...notices].map((one) => one.seq).toSorted((a, b) => a - b)).toEqual(Array.from({ length: 11 }, (_, n) => n + 1));
  expect(notices.map((notice) => notice.seq)).toEqual([3, 5, 7, 9, 11]);
  expect((await store.messages.history({ conversationId: welcome, limit: 100 }, guard)).items).toEqual(messages);
});

test('unread counts what others said or asked for and was not deleted; a marker never goes back nor past the head', async () => {
  const world = await house();
  const { store, owner, joined } = world;
  const ana = await joined('Ana');
  const { id } = await conversationOf(world, owner);
  const unread = async (who: typeof ana) => (await store.conversations.seenBy(id, who.user.id))?.unread;
  const mark = (seq: number) => store.messages.markRead(id, seq, ana.may(to.conversation(id)));
  await ask(store, owner, id, 'one', 'two');
  const three = await say(store, owner, id, 'three');
  await ask(store, ana, id, 'four', 'five');
  expect([await unread(ana), await unread(owner)]).toEqual([3, 2]);
  await store.messages.delete(three.message.id, owner.may(to.message(three.message.id)), T0);
  expect(await unread(ana)).toBe(2);
  expect(await mark(1)).toEqual({ unread: 1, moved: true });
  expect(await mark(0)).toEqual({ unread: 1, moved: false });
  expect(await mark(1_000_000)).toEqual({ unread: 0, moved: true });
  expect((await store.conversations.seenBy(id, ana.user.id))?.readSeq).toBe(await store.events.head(id));
  await say(store, owner, id, 'six');
  expect(await unread(ana)).toBe(1);
});
