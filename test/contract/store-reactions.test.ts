import { expect, test } from 'vitest';
import { MESSAGE } from '../../shared/limits.ts';
import type { UserId } from '../../shared/ids.ts';
import { promote, remove } from './members-support.ts';
import { conversationOf, house, type House, person, type Person, refusal, say, T0, to, unique } from './store-support.ts';

async function reactable(w: House) {
  const { id } = await conversationOf(w, w.owner);
  const { message } = await say(w.store, w.owner, id, 'hi');
  const react = (who: Person, emoji: string, on = true) =>
    w.store.messages.react({ messageId: message.id, emoji, on }, who.may(to.message(message.id)), T0);
  return { id, message, react };
}

test('a reaction is added and taken back once; what is so already tells nothing', async () => {
  const w = await house();
  const ana = await w.joined('Ana');
  const { id, message, react } = await reactable(w);
  const head = await w.store.events.head(id);
  const who = { userId: ana.user.id, name: 'Ana' };
  const added = await react(ana, '👍');
  expect(added.message.reactions).toEqual([{ emoji: '👍', people: [who] }]);
  const event = { type: 'message.reacted', messageId: message.id, emoji: '👍', person: who };
  expect(added.changes).toEqual([{ conversationId: id, events: [{ ...event, seq: head + 1, on: true }] }]);
  expect((await react(ana, '👍')).changes).toEqual([]);
  expect((await react(ana, '👍', false)).changes).toEqual([{ conversationId: id, events: [{ ...event, seq: head + 2, on: false }] }]);
  expect((await react(ana, '👍', false)).changes).toEqual([]);
  expect(await w.store.messages.find(message.id)).not.toHaveProperty('reactions');
  const results = await Promise.all([react(ana, '🎉'), react(ana, '🎉'), react(ana, '🎉')]);
  expect(results.filter(({ changes }) => changes.length > 0)).toHaveLength(1);
});

test('reactions stand in the order of first use, people in the order they came, and an emoji keeps its place while anybody holds on to it', async () => {
  const w = await house();
  const [ana, ben] = [await w.joined('Ana'), await w.joined('Ben')];
  const { message, react } = await reactable(w);
  for (const [who, emoji] of [
    [ana, '👍'],
    [ben, '🎉'],
    [ben, '👍'],
  ] as const)
    await react(who, emoji);
  const shown = async () =>
    (await w.store.messages.find(message.id))?.reactions?.map(({ emoji, people }) => [emoji, ...people.map(({ name }) => name)]);
  expect(await shown()).toEqual([
    ['👍', 'Ana', 'Ben'],
    ['🎉', 'Ben'],
  ]);
  await react(ana, '👍', false);
  expect(await shown()).toEqual([
    ['👍', 'Ben'],
    ['🎉', 'Ben'],
  ]);
  await react(ana, '👍');
  expect(await shown()).toEqual([
    ['👍', 'Ben', 'Ana'],
    ['🎉', 'Ben'],
  ]);
  for (const who of [ana, ben]) await react(who, '👍', false);
  await react(ana, '👍');
  expect(await shown()).toEqual([
    ['🎉', 'Ben'],
    ['👍', 'Ana'],
  ]);
});

test('INPUT-2 a message has at most so many different reactions, also when they come at once; more people may join those', async () => {
  const w = await house();
  const ana = await w.joined('Ana');
  const { react } = await reactable(w);
  const emoji = Array.from({ length: MESSAGE.maxReactions + 3 }, (_, n) => String.fromCodePoint(0x1f600 + n));
  const results = await Promise.allSettled(emoji.map((one) => react(w.owner, one)));
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(MESSAGE.maxReactions);
  expect(await refusal(react(ana, '🎉'))).toBe('CONFLICT');
  const [first = ''] = emoji;
  expect((await react(ana, first)).changes).toHaveLength(1);
  await react(ana, first, false);
  await react(w.owner, first, false);
  expect((await react(ana, '🎉')).changes).toHaveLength(1);
});

test('nobody reacts to what is deleted', async () => {
  const w = await house();
  const { message, react } = await reactable(w);
  await w.store.messages.delete(message.id, w.owner.may(to.message(message.id)), T0);
  expect(await refusal(react(w.owner, '👍'))).toBe('NOT_FOUND');
});

async function naming(w: House, conversationId: Parameters<typeof say>[2], people: UserId[]) {
  const draft = { conversationId, clientKey: unique('key'), text: 'you', mentions: people };
  return w.store.messages.append(draft, w.owner.may(to.conversation(conversationId)), T0);
}

test('of the people a message names those are kept who see the conversation, each once, and not the writer', async () => {
  const w = await house();
  const { store, owner } = w;
  const [ana, gus, gone] = [await w.joined('Ana'), await w.joined('Gus'), await w.joined('Gone')];
  await promote(w, gus, 'guest');
  await remove(w, gone);
  const stranger = await person(store);
  const { id } = await conversationOf(w, owner);
  const everybody = [gus, ana, stranger, gone, ana, owner].map(({ user }) => user.id);
  const { message, changes } = await naming(w, id, [...everybody, '0'.repeat(20) as UserId]);
  expect(message.mentions).toEqual([ana.user.id]);
  expect(changes[0]?.events[0]).toMatchObject({ type: 'message.posted', message: { mentions: [ana.user.id] } });
  expect((await naming(w, id, [stranger.user.id])).message).not.toHaveProperty('mentions');
  await store.conversations.share({ conversationId: id, userId: gus.user.id, relation: 'viewer' }, owner.may(to.conversation(id)), T0);
  expect((await naming(w, id, [gus.user.id, ana.user.id])).message.mentions).toEqual([gus.user.id, ana.user.id]);
});

test('who is named is told how often since they last read, and not of what is deleted', async () => {
  const w = await house();
  const { store, owner } = w;
  const [ana, ben] = [await w.joined('Ana'), await w.joined('Ben')];
  const { id } = await conversationOf(w, owner);
  const mentions = async (who: Person) => (await store.conversations.seenBy(id, who.user.id))?.mentions;
  await naming(w, id, [ana.user.id]);
  const { message } = await naming(w, id, [ana.user.id, ben.user.id]);
  await naming(w, id, [ana.user.id]);
  expect([await mentions(ana), await mentions(ben), await mentions(owner)]).toEqual([3, 1, 0]);
  await store.messages.markRead(id, message.seq, ana.may(to.conversation(id)));
  expect(await mentions(ana)).toBe(1);
  await store.messages.delete(message.id, owner.may(to.message(message.id)), T0);
  expect([await mentions(ana), await mentions(ben)]).toEqual([1, 0]);
  expect((await store.conversations.inboxOf(ana.user.id, 10)).find((one) => one.id === id)).toMatchObject({ mentions: 1 });
});
