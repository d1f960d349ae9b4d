import { expect, test } from 'vitest';
import type { Change, LoggedEvent, Opened, Store, StoredMessage } from '../../db/store.ts';
import type { ConversationId, MessageId } from '../../shared/ids.ts';
import { house, inviteTo, type Person, person, say, T0, to } from './store-support.ts';

/** What a reader of a conversation holds. */
type State = Pick<Opened, 'messages' | 'notices'> & { settings: unknown };

function settingsOf({ title, visibility, model, answers, archivedAt }: Opened['conversation']) {
  return { title, visibility, model, answers, ...(archivedAt && { archivedAt }) };
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
        const { thinking: _, ...rest } = message;
        return { ...rest, text: '', deletedAt: event.deletedAt };
      });
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

async function fresh(store: Store, who: Person, id: ConversationId): Promise<State & { head: number }> {
  const { messages, notices, conversation, head } = await store.conversations.open(
    { conversationId: id, limit: 100 },
    who.may(to.conversation(id)),
  );
  return { messages, notices, settings: settingsOf(conversation), head };
}

test('SEQ-3 old state and events make the fresh state after every kind of change, and SEQ-1 the log stays 1..n', async () => {
  const { store, owner, team, welcome: id } = await house();
  const grown = new Map<MessageId, Partial<StoredMessage>>();
  let { head, ...state } = await fresh(store, owner, id);
  const seen = new Set<string>();

  const check = async (changes: Change[]) => {
    const events = changes.flatMap((change) => change.events);
    for (const event of events) {
      expect(event.seq).toBe((head += 1));
      seen.add(event.type);
      state = apply(state, event, grown);
    }
    const now = await fresh(store, owner, id);
    expect({ ...state, head }).toEqual(now);
    expect((await store.events.after(id, 0, 1_000)).map((event) => event.seq)).toEqual(Array.from({ length: head }, (_, n) => n + 1));
  };

  const conversation = owner.may(to.conversation(id));
  const asked = await say(store, owner, id, 'What is it?', { model: 'tiny' });
  await check(asked.changes);
  const first = asked.generation;
  if (!first) throw new Error('nobody answers');
  await check((await store.messages.append({ conversationId: id, clientKey: 'again', text: 'two' }, conversation, T0 + 1)).changes);
  await check((await store.messages.append({ conversationId: id, clientKey: 'again', text: 'two' }, conversation, T0 + 2)).changes);
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

  for (const messageId of [other.message.id, asked.message.id]) {
    await check((await store.messages.delete(messageId, owner.may(to.message(messageId)), T0 + 7)).changes);
  }
  await check((await store.conversations.update({ conversationId: id, title: 'Named', model: 'tiny' }, conversation, T0 + 8)).changes);
  await check((await store.conversations.setArchived(id, true, conversation, T0 + 9)).changes);
  await check((await store.conversations.setArchived(id, false, conversation, T0 + 10)).changes);
  const ana = await person(store, 'Ana');
  await check((await store.invites.accept(await inviteTo(store, owner, team.id), ana.may(to.nothing), T0 + 11)).changes);
  const member = { teamId: team.id, userId: ana.user.id };
  await check((await store.members.remove(member, owner.may(to.member(member)), T0 + 12)).changes);
  await store.messages.markRead(id, head, conversation);
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
