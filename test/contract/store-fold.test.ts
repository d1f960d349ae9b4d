import { expect, test } from 'vitest';
import type { Change, LoggedEvent, Opened, Store, StoredMessage } from '../../db/store.ts';
import type { ConversationId, MessageId } from '../../shared/ids.ts';
import { house, inviteTo, type Person, person, say, T0, to, upload } from './store-support.ts';

/** What a reader of a conversation holds. */
type State = Pick<Opened, 'messages' | 'notices'> & { settings: unknown };

function settingsOf({ title, folderId, visibility, model, answers, archivedAt }: Opened['conversation']) {
  return { title, folderId, visibility, model, answers, ...(archivedAt && { archivedAt }) };
}

/** `grown` stands for the pieces of replies, which are not in the log. */
function apply({ messages, notices, settings }: State, event: LoggedEvent, grown: Map<MessageId, Partial<StoredMessage>>): State {
  const change = (id: MessageId, by: (message: StoredMessage) => StoredMessage) => ({
    notices,
    settings,
    messages: messages.map((message) => (message.id === id ? by(message) : message)),
  });
  switch (event.type) {
    case 'message.posted':
      return { notices, settings, messages: [...messages, event.message] };
    case 'message.edited':
      return change(event.messageId, (message) => ({ ...message, text: event.text, editedAt: event.editedAt }));
    case 'message.deleted':
      return change(event.messageId, (message) => {
        const { thinking: _, attachments: __, ...rest } = message;
        return { ...rest, text: '', deletedAt: event.deletedAt };
      });
    case 'message.reacted':
      return change(event.messageId, (message) => withReaction(message, event));
    case 'message.threaded':
      return change(event.messageId, (message) => ({ ...message, thread: event.thread }));
    case 'reply.started': {
      const others = messages.filter((message) => message.id !== event.messageId);
      return { notices, settings, messages: [...others, event.message].toSorted((a, b) => a.seq - b.seq) };
    }
    case 'reply.ended': {
      const { type: _, seq: __, generationId: ___, messageId, endedAt, ...ending } = event;
      return change(messageId, (message) => ({
        ...message,
        ...grown.get(messageId),
        ...(message.generation && { generation: { ...message.generation, ended: { at: endedAt, ...ending } } }),
      }));
    }
    case 'member.joined':
    case 'member.left':
      return { messages, settings, notices: [...notices, { type: event.type, seq: event.seq, person: event.person, at: event.at }] };
    case 'conversation.updated':
      return { messages, notices, settings: event.settings };
  }
}

/** An emoji comes at the end and goes with the last who holds on to it. */
function withReaction(message: StoredMessage, { emoji, person: by, on }: Extract<LoggedEvent, { type: 'message.reacted' }>): StoredMessage {
  const { reactions: before = [], ...rest } = message;
  const known = before.some((one) => one.emoji === emoji) ? before : [...before, { emoji, people: [] }];
  const reactions = known.map((one) => {
    if (one.emoji !== emoji) return one;
    const others = one.people.filter(({ userId }) => userId !== by.userId);
    const isOn = others.length < one.people.length;
    return { emoji, people: isOn && on ? one.people : [...others, ...(on ? [by] : [])] };
  });
  const left = reactions.filter(({ people }) => people.length > 0);
  return left.length > 0 ? { ...rest, reactions: left } : rest;
}

async function fresh(store: Store, who: Person, id: ConversationId): Promise<State & { head: number }> {
  const { messages, notices, conversation, head } = await store.conversations.open(
    { conversationId: id, limit: 100 },
    who.may(to.conversation(id)),
  );
  return { messages, notices, settings: settingsOf(conversation), head };
}

/** Holds what a reader holds, and compares it with a fresh look after every change. */
async function reader(store: Store, who: Person, id: ConversationId) {
  const grown = new Map<MessageId, Partial<StoredMessage>>();
  let { head, ...state } = await fresh(store, who, id);
  const seen = new Set<string>();
  return {
    grown,
    seen,
    head: () => head,
    async check(changes: Change[]) {
      const events = changes.filter(({ conversationId }) => conversationId === id).flatMap((change) => change.events);
      for (const event of events) {
        expect(event.seq).toBe((head += 1));
        seen.add(event.type);
        state = apply(state, event, grown);
      }
      const now = await fresh(store, who, id);
      expect({ ...state, head }).toEqual(now);
      expect((await store.events.after(id, 0, 1_000)).map((event) => event.seq)).toEqual(Array.from({ length: head }, (_, n) => n + 1));
    },
  };
}

/** The whole log, from nothing: what somebody would hold who was there from the beginning. */
async function replayed(store: Store, id: ConversationId, like: State): Promise<State> {
  let state: State = { messages: [], notices: [], settings: like.settings };
  for (const event of await store.events.after(id, 0, -1)) state = apply(state, event, new Map());
  return state;
}

test('SEQ-3 old state and events make the fresh state after every kind of change, and SEQ-1 the log stays 1..n', async () => {
  const { store, owner, team, welcome: id } = await house();
  const { grown, seen, head, check } = await reader(store, owner, id);
  const conversation = owner.may(to.conversation(id));
  const asked = await say(store, owner, id, 'What is it?', { model: 'tiny' });
  await check(asked.changes);
  const first = asked.generation;
  if (!first) throw new Error('nobody answers');
  await check((await store.messages.append({ conversationId: id, clientKey: 'again', text: 'two' }, conversation, T0 + 1)).changes);
  await check((await store.messages.append({ conversationId: id, clientKey: 'again', text: 'two' }, conversation, T0 + 2)).changes);
  const { id: sent } = await upload(store, owner, id);
  const withFile = await say(store, owner, id, '', { attachments: [sent], now: T0 + 2 });
  expect(withFile.message.attachments).toMatchObject([{ id: sent, name: 'notes.txt' }]);
  await check(withFile.changes);
  const kept = await say(store, owner, id, 'look', { attachments: [(await upload(store, owner, id)).id], now: T0 + 2 });
  await check(kept.changes);
  const ofKept = owner.may(to.message(kept.message.id));
  await check((await store.messages.edit({ messageId: kept.message.id, text: '' }, ofKept, T0 + 2)).changes);
  await check(
    (await store.messages.edit({ messageId: asked.message.id, text: 'What was it?' }, owner.may(to.message(asked.message.id)), T0 + 3))
      .changes,
  );

  const end = async (generation: typeof first, kind: { outcome: 'stopped' | 'done' }, texts: { thinking: string; text: string }) => {
    grown.set(generation.messageId, { ...texts });
    const change = await store.generations.end(generation.id, { ...kind, ...texts }, T0 + 4, owner.may(to.generation(generation.id)));
    await check(change ? [change] : []);
  };
  await end(first, { outcome: 'stopped' }, { thinking: 'hm', text: 'It' });
  const went = await store.generations.continue(first.id, owner.may(to.generation(first.id)), T0 + 5);
  await check(went.changes);
  await end(went.generation, { outcome: 'done' }, { thinking: 'hm', text: 'It was this.' });
  const other = await store.generations.start(
    { messageId: asked.message.id, model: 'big' },
    owner.may(to.message(asked.message.id)),
    T0 + 6,
  );
  await check(other.changes);
  await end(other.generation, { outcome: 'done' }, { thinking: 'so', text: 'That.' });

  for (const messageId of [other.message.id, asked.message.id, withFile.message.id]) {
    await check((await store.messages.delete(messageId, owner.may(to.message(messageId)), T0 + 7)).changes);
  }
  await check((await store.conversations.update({ conversationId: id, title: 'Named', model: 'tiny' }, conversation, T0 + 8)).changes);
  await check((await store.conversations.setArchived(id, true, conversation, T0 + 9)).changes);
  await check((await store.conversations.setArchived(id, false, conversation, T0 + 10)).changes);
  const ana = await person(store, 'Ana');
  await check((await store.invites.accept(await inviteTo(store, owner, team.id), ana.may(to.nothing), T0 + 11)).changes);
  const member = { teamId: team.id, userId: ana.user.id };
  await check((await store.members.remove(member, owner.may(to.member(member)), T0 + 12)).changes);
  await store.messages.markRead(id, head(), conversation);
  await check([]);

  expect([...seen].toSorted()).toEqual([
    'conversation.updated',
    'member.joined',
    'member.left',
    'message.deleted',
    'message.edited',
    'message.posted',
    'reply.ended',
    'reply.started',
  ]);
});

test('SEQ-3 holds for reactions, mentions, threads, folders and what a conversation and its threads share, and so does a replay from the beginning', async () => {
  const { store, owner, team, joined, welcome: id } = await house();
  const ana = await joined('Ana');
  const room = await reader(store, owner, id);
  const conversation = owner.may(to.conversation(id));
  const inTeam = owner.may(to.team(team.id));

  const named = await store.messages.append(
    { conversationId: id, clientKey: 'm', text: '@Ana', mentions: [ana.user.id] },
    conversation,
    T0 + 1,
  );
  expect(named.message.mentions).toEqual([ana.user.id]);
  await room.check(named.changes);
  const react = async (who: Person, emoji: string, on: boolean) => {
    await room.check(
      (await store.messages.react({ messageId: named.message.id, emoji, on }, who.may(to.message(named.message.id)), T0 + 2)).changes,
    );
  };
  for (const [who, emoji, on] of [
    [ana, '👍', true],
    [owner, '🎉', true],
    [owner, '👍', true],
    [owner, '👍', true],
    [ana, '👍', false],
    [ana, '👍', false],
    [owner, '🎉', false],
    [ana, '👍', true],
    [ana, '🎉', true],
  ] as const)
    await react(who, emoji, on);

  const begun = await store.conversations.thread(named.message.id, ana.may(to.message(named.message.id)), T0 + 3);
  await room.check(begun.changes);
  const threadId = begun.conversation.id;
  const thread = await reader(store, ana, threadId);
  const both = async (changes: Change[]) => {
    await room.check(changes);
    await thread.check(changes);
  };
  const inThread = await say(store, ana, threadId, 'in here', { now: T0 + 4, model: 'tiny' });
  await both(inThread.changes);
  const { generation } = inThread;
  if (!generation) throw new Error('nobody answers');
  thread.grown.set(generation.messageId, { text: 'yes' });
  const ended = await store.generations.end(generation.id, { outcome: 'done', thinking: '', text: 'yes' }, T0 + 5);
  await both(ended ? [ended] : []);
  const again = await store.generations.start(
    { messageId: inThread.message.id, model: 'big' },
    ana.may(to.message(inThread.message.id)),
    T0 + 5,
  );
  await both(again.changes);
  const stopped = await store.generations.end(again.generation.id, { outcome: 'stopped', thinking: '', text: '' }, T0 + 5);
  await both(stopped ? [stopped] : []);
  await both((await store.messages.delete(generation.messageId, owner.may(to.message(generation.messageId)), T0 + 6)).changes);

  const folder = await store.folders.create({ teamId: team.id, name: 'Plans' }, inTeam, T0 + 7);
  await both(
    (await store.conversations.move({ conversationId: id, folderId: folder.id }, conversation, T0 + 8, owner.may(to.folder(folder.id))))
      .changes,
  );
  await both((await store.conversations.update({ conversationId: id, model: 'big', answers: 'named' }, conversation, T0 + 9)).changes);
  await both((await store.conversations.update({ conversationId: id, title: 'Only above' }, conversation, T0 + 9)).changes);
  await both((await store.conversations.setArchived(id, true, conversation, T0 + 10)).changes);
  await both((await store.conversations.setArchived(id, false, conversation, T0 + 11)).changes);
  const ofThread = ana.may(to.conversation(threadId));
  await both((await store.conversations.setArchived(threadId, true, ofThread, T0 + 12)).changes);
  await both((await store.conversations.setArchived(threadId, false, ofThread, T0 + 13)).changes);
  const head = room.head();
  await store.folders.delete(folder.id, owner.may(to.folder(folder.id)));
  await room.check([{ conversationId: id, events: await store.events.after(id, head, 10) }]);
  expect(room.head()).toBe(head + 1);

  for (const [which, who] of [
    [id, owner],
    [threadId, ana],
  ] as const) {
    const { head: _, ...state } = await fresh(store, who, which);
    expect(await replayed(store, which, state)).toEqual(state);
  }
  expect(room.seen).toEqual(new Set(['message.posted', 'message.reacted', 'message.threaded', 'conversation.updated']));
  expect(thread.seen).toEqual(new Set(['message.posted', 'reply.started', 'reply.ended', 'message.deleted', 'conversation.updated']));
});
