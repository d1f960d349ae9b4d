import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ConversationId, MessageId, UserId } from '../../shared/ids.ts';
import { promote, rejoin, remove, suspend } from './members-support.ts';
import { conversationOf, house, type House, type Person, say, T0, to, unique } from './store-support.ts';

const MANY = 100;

/** A conversation with a message of the owner's, and a thread on it that Ana began; Ben and Cleo look on. */
async function threaded(visibility: 'team' | 'private' = 'team') {
  const w = await house();
  const { store, owner } = w;
  const [ana, ben, cleo] = [await w.joined('Ana'), await w.joined('Ben'), await w.joined('Cleo')];
  const { id } = await conversationOf(w, owner, visibility);
  const { message } = await say(store, owner, id, 'Who has the keys?\nAsk around.');
  const { conversation: thread } = await store.conversations.thread(message.id, ana.may(to.message(message.id)), T0);
  return { ...w, ana, ben, cleo, id, message, thread };
}
type World = Awaited<ReturnType<typeof threaded>>;

const named = (w: World, by: Person, text: string, ...people: Person[]) =>
  w.store.messages.append(
    { conversationId: w.thread.id, clientKey: unique('key'), text, mentions: people.map(({ user }) => user.id) },
    by.may(to.conversation(w.thread.id)),
    T0,
  );
const read = ({ store, thread }: World, who: Person, seq = MANY) =>
  store.messages.markRead(thread.id, seq, who.may(to.conversation(thread.id)));

/** What is new for each in the one thread: how much, and how much of it names them; nothing for those who are not told. */
async function news(w: House & { thread: { id: ConversationId } }, ...people: Person[]) {
  const told = await Promise.all(
    people.map(async ({ user }) => {
      const all = await w.store.threads.newsOf(user.id, MANY);
      expect(await w.store.threads.news(w.thread.id, user.id)).toEqual(all[0]);
      const seen = all[0] && (await w.store.conversations.seenBy(w.thread.id, user.id));
      if (seen) expect(all).toMatchObject([{ unread: seen.unread, mentions: seen.mentions }]);
      return all[0] && ([all[0].unread, all[0].mentions] as const);
    }),
  );
  return told;
}

const NOTHING = undefined;

test('a thread tells whose message it hangs on, whoever wrote in it and whoever it names, each of what came after; nobody else', async () => {
  const w = await threaded();
  const { store, owner, ana, ben, cleo, id, message, thread } = w;
  expect(await news(w, owner, ana, ben, cleo)).toEqual([NOTHING, NOTHING, NOTHING, NOTHING]);
  await say(store, ana, thread.id, 'I do', { now: T0 + 1 });
  expect(await news(w, owner, ana, ben, cleo)).toEqual([[1, 0], NOTHING, NOTHING, NOTHING]);
  expect(await store.threads.newsOf(owner.user.id, MANY)).toEqual([
    {
      conversationId: thread.id,
      teamId: w.team.id,
      threadOf: { conversationId: id, messageId: message.id },
      about: 'Who has the keys?',
      unread: 1,
      mentions: 0,
      newsAt: new Date(T0 + 1).toISOString(),
    },
  ]);
  await say(store, ben, thread.id, 'me too');
  // Ben came after the first: that one is not new to him. Ana was told, and so was who asked.
  expect(await news(w, owner, ana, ben, cleo)).toEqual([[2, 0], [1, 0], NOTHING, NOTHING]);
  await named(w, ana, '@Cleo come', cleo, cleo, ana);
  expect(await news(w, owner, ana, ben, cleo)).toEqual([
    [3, 0],
    [1, 0],
    [1, 0],
    [1, 1],
  ]);
  expect(await store.threads.inboxesOf(thread.id)).toEqual([owner, ana, ben, cleo].map(({ user }) => user.id).toSorted());
});

test('a reply of a model is news for those who take part, not for who asked; a thread on a reply tells who asked for it', async () => {
  const w = await threaded();
  const { store, owner, ana, ben, id } = w;
  const asked = await say(store, ana, w.thread.id, 'what of it?', { model: 'tiny' });
  expect(await news(w, owner, ana)).toEqual([[2, 0], NOTHING]);
  await store.generations.start({ messageId: asked.message.id, model: 'tiny' }, ben.may(to.message(asked.message.id)), T0);
  expect(await news(w, owner, ana, ben)).toEqual([[3, 0], [1, 0], NOTHING]);
  const { generation } = await say(store, ana, id, 'a question', { model: 'tiny' });
  const onReply = generation?.messageId ?? ('' as MessageId);
  const { conversation: other } = await store.conversations.thread(onReply, ben.may(to.message(onReply)), T0);
  await say(store, ben, other.id, 'is that so?', { now: T0 + 9 });
  expect((await store.threads.newsOf(ana.user.id, MANY)).map((each) => each.conversationId)).toEqual([other.id, w.thread.id]);
  expect((await store.threads.newsOf(ana.user.id, 1)).map((each) => each.conversationId)).toEqual([other.id]);
});

test('reading, deleting and archiving end what is new, and only what came later brings it back', async () => {
  const w = await threaded();
  const { store, owner, ana, thread, id } = w;
  const first = await say(store, ana, thread.id, 'one');
  const second = await named(w, ana, '@Olga two', owner);
  await read(w, owner, first.message.seq);
  expect(await news(w, owner)).toEqual([[1, 1]]);
  await store.messages.delete(second.message.id, ana.may(to.message(second.message.id)), T0);
  expect(await news(w, owner)).toEqual([NOTHING]);
  await say(store, ana, thread.id, 'three');
  expect(await news(w, owner)).toEqual([[1, 0]]);
  await store.conversations.setArchived(id, true, owner.may(to.conversation(id)), T0);
  expect(await news(w, owner)).toEqual([NOTHING]);
  await store.conversations.setArchived(id, false, owner.may(to.conversation(id)), T0);
  expect(await news(w, owner)).toEqual([[1, 0]]);
  await read(w, owner);
  expect(await news(w, owner)).toEqual([NOTHING]);
});

test('LEAVE-2 whoever does not see the conversation has nothing new in its threads; who sees it again begins there', async () => {
  const w = await threaded();
  const { store, owner, ana, ben, id, thread } = w;
  await say(store, ana, thread.id, 'I do');
  await say(store, ben, thread.id, 'me too');
  const open = (visibility: 'team' | 'private') =>
    store.conversations.update({ conversationId: id, visibility }, owner.may(to.conversation(id)), T0);
  await open('private');
  expect(await news(w, owner, ana)).toEqual([[2, 0], NOTHING]);
  expect(await store.threads.inboxesOf(thread.id)).toEqual([owner.user.id]);
  await named(w, owner, '@Ana secret', ana);
  await open('team');
  expect(await news(w, ana)).toEqual([NOTHING]);
  await say(store, owner, thread.id, 'now then');
  expect(await news(w, ana)).toEqual([[1, 0]]);
  await promote(w, ana, 'guest');
  expect(await news(w, ana)).toEqual([NOTHING]);
  await promote(w, ana, 'member');
  expect(await news(w, ana)).toEqual([NOTHING]);
});

test.each([
  ['removed', remove],
  ['suspended', suspend],
] as const)(
  'LEAVE-2 somebody %s has nothing new in threads, and takes part in none; whose message it hangs on is told again after',
  async (_, end) => {
    const w = await threaded();
    const { store, owner, ana, ben, id, folder } = w;
    const { message } = await say(store, ana, id, 'mine');
    const { conversation: hers } = await store.conversations.thread(message.id, ben.may(to.message(message.id)), T0);
    await say(store, ana, w.thread.id, 'I do');
    await say(store, ben, w.thread.id, 'me too');
    await say(store, ben, hers.id, 'yours');
    await end(w, ana);
    expect(await store.threads.newsOf(ana.user.id, MANY)).toEqual([]);
    const rows = new DatabaseSync(join(folder, 'parley.db'), { readOnly: true });
    const held = (userId: UserId) => rows.prepare('select count(*) as held from participants where user_id = ?').get(userId);
    expect(held(ana.user.id)).toEqual({ held: 0 });
    rows.close();
    await say(store, ben, hers.id, 'while she was away');
    if (end === remove) await rejoin(w, ana);
    else
      await store.members.restore(
        { teamId: w.team.id, userId: ana.user.id },
        owner.may(to.member({ teamId: w.team.id, userId: ana.user.id })),
        T0,
      );
    expect(await store.threads.newsOf(ana.user.id, MANY)).toEqual([]);
    await say(store, ben, hers.id, 'welcome back');
    await say(store, ben, w.thread.id, 'and here');
    expect(await store.threads.newsOf(ana.user.id, MANY)).toMatchObject([{ conversationId: hers.id, unread: 1 }]);
  },
);

test('a thread that is gone, a conversation, and an id of nothing have no news; of a conversation everybody who sees it is told', async () => {
  const w = await threaded();
  const { store, owner, ana, ben, cleo, id, thread } = w;
  await say(store, ana, thread.id, 'I do');
  expect(await store.threads.news(id, owner.user.id)).toBeUndefined();
  expect(await store.threads.inboxesOf(id)).toEqual([owner, ana, ben, cleo].map(({ user }) => user.id).toSorted());
  await store.conversations.delete(id, owner.may(to.conversation(id)));
  expect(await news(w, owner)).toEqual([NOTHING]);
  expect(await store.threads.inboxesOf(thread.id)).toEqual([]);
});
