import { expect, test } from 'vitest';
import type { MessageId } from '../../shared/ids.ts';
import { promote } from './members-support.ts';
import { ask, conversationOf, deciding, house, type House, type Person, refusal, say, T0, to } from './store-support.ts';

const threadOn = ({ store }: House, by: Person, messageId: MessageId, now = T0) =>
  store.conversations.thread(messageId, by.may(to.message(messageId)), now);

/** A conversation with a thread in it. */
async function threaded(w: House, visibility: 'team' | 'private' = 'team') {
  const { id } = await conversationOf(w, w.owner, visibility);
  const { message } = await say(w.store, w.owner, id, 'what it is about');
  const { conversation: thread } = await threadOn(w, w.owner, message.id);
  return { id, message, thread };
}

test('a thread hangs on its message, is made once, also by many at once, and its line is told above', async () => {
  const w = await house();
  const { store, owner } = w;
  const ana = await w.joined('Ana');
  const { id } = await conversationOf(w, owner);
  const { message } = await say(store, owner, id, 'what it is about');
  const made = await Promise.all([threadOn(w, ana, message.id), threadOn(w, owner, message.id), threadOn(w, ana, message.id)]);
  expect(new Set(made.map(({ conversation }) => conversation.id)).size).toBe(1);
  const [first, ...later] = made;
  for (const { changes } of later) expect(changes).toEqual([]);
  const threadId = first?.conversation.id;
  if (!first || !threadId) throw new Error('no thread');
  expect(first.conversation).toMatchObject({
    threadOf: { conversationId: id, messageId: message.id },
    title: '',
    folderId: null,
    createdBy: ana.user.id,
  });
  const line = { conversationId: threadId, replies: 0 };
  expect(first.changes).toMatchObject([
    { conversationId: id, events: [{ type: 'message.threaded', messageId: message.id, thread: line }] },
  ]);
  expect((await store.messages.find(message.id))?.thread).toEqual(line);
  expect(await refusal(threadOn(w, owner, (await say(store, owner, threadId, 'within')).message.id))).toBe('CONFLICT');
});

test('what is said and deleted in a thread is told above as a number, never as a text', async () => {
  const w = await house();
  const { store, owner } = w;
  const { id, message, thread } = await threaded(w);
  const head = await store.events.head(id);
  const sent = await say(store, owner, thread.id, 'the words', { now: T0 + 5 });
  expect(sent.changes.map(({ conversationId }) => conversationId)).toEqual([thread.id, id]);
  const at = (ms: number) => new Date(ms).toISOString();
  const line = (replies: number, ms: number) => ({ conversationId: thread.id, replies, lastAt: at(ms) });
  expect(sent.changes[1]?.events).toEqual([{ type: 'message.threaded', seq: head + 1, messageId: message.id, thread: line(1, T0 + 5) }]);
  const asked = await say(store, owner, thread.id, 'a question', { now: T0 + 6, model: 'tiny' });
  expect(asked.changes[1]?.events).toMatchObject([{ seq: head + 2, thread: line(3, T0 + 6) }]);
  await store.generations.end(asked.generation?.id ?? ('' as never), { outcome: 'done', thinking: '', text: 'an answer' }, T0 + 7);
  expect(await store.events.head(id)).toBe(head + 2);
  const gone = await store.messages.delete(asked.message.id, owner.may(to.message(asked.message.id)), T0 + 8);
  expect(gone.changes[1]?.events).toMatchObject([{ seq: head + 3, thread: { replies: 2 } }]);
  expect(JSON.stringify(await store.events.after(id, head, 10))).not.toContain('words');
  expect(await store.conversations.seenBy(thread.id, owner.user.id)).toMatchObject({ title: '' });
});

test('a thread is in no list and in no inbox, and is counted as read and unread for itself', async () => {
  const w = await house();
  const { store, owner, team } = w;
  const ana = await w.joined('Ana');
  const { id, thread } = await threaded(w);
  await say(store, owner, thread.id, 'in it');
  const { items } = await store.conversations.list({ teamId: team.id, archived: false, limit: 10 }, ana.may(to.team(team.id)));
  expect(items.map((one) => one.id)).not.toContain(thread.id);
  expect((await store.conversations.inboxOf(ana.user.id, 10)).map((one) => one.id)).not.toContain(thread.id);
  expect(await store.conversations.seenBy(id, ana.user.id)).toMatchObject({ unread: 1 });
  expect(await store.conversations.seenBy(thread.id, ana.user.id)).toMatchObject({ unread: 1 });
  const newcomer = await w.joined('Ben');
  expect(await store.conversations.seenBy(thread.id, newcomer.user.id)).toMatchObject({ unread: 0 });
});

test('ACCESS-2 a thread is seen by whoever sees its conversation: not by who began it, when that one is hidden or taken back', async () => {
  const w = await house();
  const { store, owner } = w;
  const ana = await w.joined('Ana');
  const { id } = await conversationOf(w, owner);
  const { message } = await say(store, owner, id, 'what it is about');
  const { conversation: thread } = await threadOn(w, ana, message.id);
  const hers = (action: 'conversation.read' | 'message.send') =>
    store.conversations.get(thread.id, deciding(ana, action, to.conversation(thread.id)));
  expect((await hers('message.send')).writable).toBe(true);
  const update = (visibility: 'team' | 'private') =>
    store.conversations.update({ conversationId: id, visibility }, owner.may(to.conversation(id)), T0);
  const { changes } = await update('private');
  expect(changes.map(({ conversationId }) => conversationId)).toEqual([id, thread.id]);
  expect(changes[1]?.events).toMatchObject([{ type: 'conversation.updated', settings: { visibility: 'private' } }]);
  expect(await refusal(hers('conversation.read'))).toBe('NOT_FOUND');
  expect(await store.conversations.audience(thread.id)).toEqual([owner.user.id]);
  const share = (relation: 'viewer' | null) =>
    store.conversations.share({ conversationId: id, userId: ana.user.id, relation }, owner.may(to.conversation(id)), T0);
  await share('viewer');
  expect(await hers('conversation.read')).toMatchObject({ writable: false, shared: 1, visibility: 'private' });
  expect(await refusal(hers('message.send'))).toBe('FORBIDDEN');
  await share(null);
  expect(await refusal(hers('conversation.read'))).toBe('NOT_FOUND');
});

test('a guest reaches a thread through the folder its conversation is in', async () => {
  const w = await house();
  const { store, owner, team } = w;
  const gus = await w.joined('Gus');
  await promote(w, gus, 'guest');
  const folder = await store.folders.create({ teamId: team.id, name: 'Plans' }, owner.may(to.team(team.id)), T0);
  await store.folders.share({ folderId: folder.id, userId: gus.user.id, relation: 'editor' }, owner.may(to.folder(folder.id)));
  const { id, thread } = await threaded(w);
  expect(await store.conversations.seenBy(thread.id, gus.user.id)).toBeUndefined();
  await store.conversations.move(
    { conversationId: id, folderId: folder.id },
    owner.may(to.conversation(id)),
    T0,
    owner.may(to.folder(folder.id)),
  );
  expect(await store.conversations.seenBy(thread.id, gus.user.id)).toMatchObject({ writable: true, folderId: null });
});

test('a thread goes with its conversation: it is not changed, moved, shared or deleted for itself', async () => {
  const w = await house();
  const { store, owner } = w;
  const { thread } = await threaded(w);
  const conversationId = thread.id;
  const guard = owner.may(to.conversation(conversationId));
  for (const change of [
    () => store.conversations.update({ conversationId, title: 'Mine' }, guard, T0),
    () => store.conversations.update({ conversationId, visibility: 'private' }, guard, T0),
    () => store.conversations.move({ conversationId, folderId: null }, guard, T0),
    () => store.conversations.share({ conversationId, userId: owner.user.id, relation: 'viewer' }, guard, T0),
    () => store.conversations.shares(conversationId, guard),
    () => store.conversations.delete(conversationId, guard),
  ])
    await expect(change()).rejects.toMatchObject({ reason: 'CONFLICT', message: 'A thread goes with its conversation.' });
});

test('a thread is archived for itself or with its conversation, whose model and manner it takes', async () => {
  const w = await house();
  const { store, owner } = w;
  const { id, thread } = await threaded(w);
  const archive = (which: typeof id, archived: boolean, now = T0) =>
    store.conversations.setArchived(which, archived, owner.may(to.conversation(which)), now);
  const isArchived = async () => (await store.conversations.seenBy(thread.id, owner.user.id))?.archivedAt !== undefined;
  const { changes } = await archive(id, true, T0 + 1);
  expect(changes.map(({ conversationId }) => conversationId)).toEqual([id, thread.id]);
  expect(await isArchived()).toBe(true);
  expect(await refusal(archive(thread.id, false))).toBe('CONFLICT');
  expect(
    await refusal(
      store.messages.append(
        { conversationId: thread.id, clientKey: 'k', text: 'hi' },
        deciding(owner, 'message.send', to.conversation(thread.id)),
        T0,
      ),
    ),
  ).toBe('ARCHIVED');
  await archive(id, false);
  expect(await isArchived()).toBe(false);
  expect((await archive(thread.id, true)).changes).toHaveLength(1);
  expect((await archive(thread.id, true)).changes).toEqual([]);
  expect(await store.conversations.seenBy(id, owner.user.id)).not.toHaveProperty('archivedAt');
  await archive(thread.id, false);
  await store.conversations.update({ conversationId: id, model: 'big', answers: 'named' }, owner.may(to.conversation(id)), T0);
  expect(await store.conversations.seenBy(thread.id, owner.user.id)).toMatchObject({ model: 'big', answers: 'named' });
});

test('a deleted conversation takes its threads along, and names them and what was being written in them', async () => {
  const w = await house();
  const { store, owner } = w;
  const { id, thread } = await threaded(w);
  const inside = await say(store, owner, thread.id, 'q', { model: 'tiny' });
  const above = await say(store, owner, id, 'q', { model: 'tiny' });
  const gone = await store.conversations.delete(id, owner.may(to.conversation(id)));
  expect(gone.threads).toEqual([thread.id]);
  expect(new Set(gone.open)).toEqual(new Set([inside.generation?.id, above.generation?.id]));
  expect(await store.messages.find(inside.message.id)).toBeUndefined();
  expect(await store.events.head(thread.id)).toBe(0);
  expect(store.facts({ kind: 'session', id: owner.sessionId }, to.conversation(thread.id))).not.toHaveProperty('conversation');
});

test('a thread stays when the message it hangs on is deleted, and no thread begins on one that is', async () => {
  const w = await house();
  const { store, owner } = w;
  const { id, message, thread } = await threaded(w);
  await store.messages.delete(message.id, owner.may(to.message(message.id)), T0);
  expect((await store.messages.find(message.id))?.thread).toMatchObject({ conversationId: thread.id });
  const other = await say(store, owner, id, 'another');
  await store.messages.delete(other.message.id, owner.may(to.message(other.message.id)), T0);
  expect(await refusal(threadOn(w, owner, other.message.id))).toBe('NOT_FOUND');
});

test('a fork copies texts alone: no thread, no reaction, no mention; from a thread it is a conversation of its own', async () => {
  const w = await house();
  const { store, owner } = w;
  const ana = await w.joined('Ana');
  const { id } = await conversationOf(w, owner);
  const { question, answer } = await ask(store, owner, id, 'q', 'a');
  const named = await store.messages.append(
    { conversationId: id, clientKey: 'n', text: '@Ana', mentions: [ana.user.id] },
    owner.may(to.conversation(id)),
    T0,
  );
  await store.messages.react({ messageId: answer, emoji: '👍', on: true }, owner.may(to.message(answer)), T0);
  const { conversation: thread } = await threadOn(w, owner, question.id);
  const inside = await say(store, owner, thread.id, 'within');
  const fork = (messageId: MessageId) => store.conversations.fork({ messageId }, owner.may(to.message(messageId)), T0);
  const copy = await fork(named.message.id);
  const { messages } = await store.conversations.open({ conversationId: copy.id, limit: 10 }, owner.may(to.conversation(copy.id)));
  expect(messages.map(({ text }) => text)).toEqual(['q', 'a', '@Ana']);
  for (const message of messages) for (const part of ['thread', 'reactions', 'mentions']) expect(message).not.toHaveProperty(part);
  const own = await fork(inside.message.id);
  expect(own).toMatchObject({ visibility: 'private', title: 'within', forkedFrom: { conversationId: thread.id } });
  expect(own).not.toHaveProperty('threadOf');
});
