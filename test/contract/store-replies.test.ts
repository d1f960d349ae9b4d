import { expect, test } from 'vitest';
import type { EndKind } from '../../db/store.ts';
import type { GenerationId } from '../../shared/ids.ts';
import { ask, conversationOf, house, type House, type Person, refusal, say, T0, to } from './store-support.ts';

/** A question whose answer is being written. */
async function running(world: House, by: Person = world.owner) {
  const { id } = await conversationOf(world, by);
  const { message, generation } = await say(world.store, by, id, 'go on', { model: 'tiny' });
  if (!generation) throw new Error('nobody answers');
  return { conversationId: id, question: message, generation };
}

const usage = { promptTokens: 1, outputTokens: 2, loadMs: 3, promptMs: 4, outputMs: 5, leftOut: 0 };

test('REPLY-4 of several ends the first wins, the others change nothing', async () => {
  const world = await house();
  const { store, owner } = world;
  const { conversationId, generation } = await running(world);
  const stop = owner.may(to.generation(generation.id));
  const ends = await Promise.all([
    store.generations.end(generation.id, { outcome: 'stopped', thinking: '', text: 'first' }, T0 + 1, stop),
    store.generations.end(generation.id, { outcome: 'done', thinking: '', text: 'first and more', usage }, T0 + 2),
    store.generations.end(generation.id, { outcome: 'stopped', thinking: '', text: 'third' }, T0 + 3, stop),
  ]);
  expect(ends.map((change) => change?.events.length)).toEqual([1, undefined, undefined]);
  const log = await store.events.after(conversationId, 0, 100);
  expect(log.filter((event) => event.type === 'reply.ended')).toEqual(ends[0]?.events);
  expect(ends[0]?.events).toEqual([
    {
      type: 'reply.ended',
      seq: 4,
      generationId: generation.id,
      messageId: generation.messageId,
      endedAt: new Date(T0 + 1).toISOString(),
      outcome: 'stopped',
      by: { userId: owner.user.id, name: 'Olga' },
      lengths: { thinking: 0, text: 5 },
    },
  ]);
  expect((await store.messages.find(generation.messageId))?.text).toBe('first');
});

test('REPLY-4 each kind of end is stored with what belongs to it', async () => {
  const world = await house();
  const { store, owner } = world;
  const by = { userId: owner.user.id, name: 'Olga' };
  const kinds: EndKind[] = [
    { outcome: 'done' },
    { outcome: 'truncated' },
    { outcome: 'interrupted' },
    { outcome: 'stopped' },
    { outcome: 'stopped', by },
    { outcome: 'failed', code: 'crashed' },
  ];
  for (const kind of kinds) {
    const { generation } = await running(world);
    await store.generations.end(generation.id, { ...kind, thinking: 'hm', text: 'yes', usage }, T0);
    const found = await store.generations.find(generation.id);
    expect(found?.ended).toEqual({ at: new Date(T0).toISOString(), ...kind, usage, lengths: { thinking: 2, text: 3 } });
    expect(await store.messages.find(generation.messageId)).toMatchObject({ text: 'yes', thinking: 'hm', generation: found });
  }
  expect(await store.generations.listOpen()).toEqual([]);
});

test('open generations are found by id, by their event number, and after a crash', async () => {
  const world = await house();
  const { store, owner } = world;
  const [one, two] = [await running(world), await running(world)];
  const { conversationId, generation } = one;
  expect(await store.generations.find(generation.id)).toEqual(generation);
  expect(await store.generations.findByStartedSeq(conversationId, generation.startedSeq)).toEqual(generation);
  expect(await store.generations.findByStartedSeq(conversationId, 1)).toBeUndefined();
  expect(await store.generations.listOpen()).toEqual([generation, two.generation]);
  const opened = await store.conversations.open({ conversationId, limit: 10 }, owner.may(to.conversation(conversationId)));
  expect(opened).toMatchObject({ openGenerations: [generation], conversation: { writing: true } });
  await store.generations.end(generation.id, { outcome: 'done', thinking: '', text: 'x' }, T0);
  expect(await store.conversations.seenBy(conversationId, owner.user.id)).toMatchObject({ writing: false });
  expect(await store.generations.listOpen()).toEqual([two.generation]);
});

test('a message of a person gets further answers; a reply and a deleted message get none', async () => {
  const world = await house();
  const { store, owner, joined } = world;
  const ana = await joined('Ana');
  const { conversationId, question, generation } = await running(world);
  const started = await store.generations.start({ messageId: question.id, model: 'other' }, ana.may(to.message(question.id)), T0);
  expect(started.message).toMatchObject({
    parentId: question.id,
    author: { kind: 'model', model: 'other' },
    generation: started.generation,
  });
  expect(started.generation.requestedBy).toEqual({ userId: ana.user.id, name: 'Ana' });
  expect((await store.messages.find(generation.messageId))?.parentId).toBe(question.id);
  const events = await store.events.after(conversationId, started.generation.startedSeq - 1, 10);
  expect(started.changes).toEqual([{ conversationId, events }]);
  const answer = started.message.id;
  expect(await refusal(store.generations.start({ messageId: answer, model: 'x' }, ana.may(to.message(answer)), T0))).toBe('NOT_FOUND');
  await store.messages.delete(question.id, owner.may(to.message(question.id)), T0);
  const late = store.generations.start({ messageId: question.id, model: 'x' }, ana.may(to.message(question.id)), T0);
  expect(await refusal(late)).toBe('NOT_FOUND');
});

test('a reply that ended early goes on where it stopped, once', async () => {
  const world = await house();
  const { store, owner } = world;
  const { generation } = await running(world);
  const goOn = (id: GenerationId) => store.generations.continue(id, owner.may(to.generation(id)), T0);
  expect(await refusal(goOn(generation.id))).toBe('CONFLICT');
  await store.generations.end(generation.id, { outcome: 'interrupted', thinking: 'hm', text: 'half' }, T0);
  const both = await Promise.allSettled([goOn(generation.id), goOn(generation.id)]);
  const [went] = both.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  expect(both.map((one) => one.status).toSorted()).toEqual(['fulfilled', 'rejected']);
  if (!went) throw new Error('nothing went on');
  expect(went.generation).toMatchObject({ messageId: generation.messageId, model: 'tiny', from: { thinking: 2, text: 4 } });
  expect(went.message).toMatchObject({ id: generation.messageId, text: 'half', generation: went.generation });
  expect(went.changes[0]?.events).toMatchObject([{ type: 'reply.started', from: { thinking: 2, text: 4 } }]);
  await expect(store.generations.end(went.generation.id, { outcome: 'done', thinking: 'hm', text: ' and half' }, T0)).rejects.toThrow(
    'without the text it began with',
  );
  await store.generations.end(went.generation.id, { outcome: 'stopped', thinking: 'hm', text: 'half and' }, T0);
  expect(await refusal(goOn(generation.id))).toBe('CONFLICT');
  const last = await goOn(went.generation.id);
  await store.generations.end(last.generation.id, { outcome: 'done', thinking: 'hm', text: 'half and half' }, T0);
  expect((await store.messages.find(generation.messageId))?.text).toBe('half and half');
  expect(await refusal(goOn(last.generation.id))).toBe('CONFLICT');
});

test('what a model was given is recorded', async () => {
  const world = await house();
  const { generation, question } = await running(world);
  await world.store.generations.recordContext(generation.id, { messageIds: [question.id], leftOut: 3 });
  expect(await world.store.generations.find(generation.id)).toEqual(generation);
});

test('REPLY-1 the journal gives back what was appended, per channel, without what overlaps or follows a gap', async () => {
  const world = await house();
  const { journal } = world.store;
  const [one, two] = [(await running(world)).generation.id, (await running(world)).generation.id];
  await journal.append(one, 'thinking', 0, 'hm');
  await journal.append(one, 'text', 7, 'Hello');
  await journal.append(one, 'text', 10, 'lo, wor');
  await journal.append(one, 'text', 17, 'ld 🧭');
  await journal.append(one, 'text', 40, 'lost');
  await journal.append(two, 'text', 0, 'other');
  expect(await journal.read(one)).toEqual({ thinking: 'hm', text: 'Hello, world 🧭' });
  await journal.drop(one);
  await journal.drop(one);
  expect(await journal.read(one)).toEqual({ thinking: '', text: '' });
  expect(await journal.read(two)).toEqual({ thinking: '', text: 'other' });
  await journal.append(one, 'text', 0, 'left behind');
  await journal.prune([two]);
  expect(await journal.read(one)).toEqual({ thinking: '', text: '' });
  expect((await journal.read(two)).text).toBe('other');
});

test('the line a model reads takes of several answers the one that was named, else the latest', async () => {
  const world = await house();
  const { store, owner } = world;
  const { id } = await conversationOf(world, owner);
  const line = async (last: typeof first.answer, limit = 100) => (await store.messages.lineTo(last, limit)).map((message) => message.text);
  const again = async (answer: string) => {
    const { generation } = await store.generations.start(
      { messageId: first.question.id, model: 'tiny' },
      owner.may(to.message(first.question.id)),
      T0,
    );
    await store.generations.end(generation.id, { outcome: 'done', thinking: '', text: answer }, T0);
    return generation.messageId;
  };
  const first = await ask(store, owner, id, 'q1', 'a1');
  const second = await ask(store, owner, id, 'q2', 'a2');
  const better = await again('a1 better');
  expect(await line(second.question.id)).toEqual(['q1', 'a1 better', 'q2']);
  expect(await line(first.answer)).toEqual(['q1', 'a1']);
  expect(await line(first.question.id)).toEqual(['q1']);
  const named = await say(store, owner, id, 'q3', { parentId: first.answer });
  expect(await line(named.message.id)).toEqual(['q1', 'a1', 'q2', 'a2', 'q3']);
  const newer = await say(store, owner, id, 'q4', { parentId: better });
  expect(await line(newer.message.id)).toEqual(['q1', 'a1 better', 'q2', 'a2', 'q3', 'q4']);
  expect(await line(newer.message.id, 2)).toEqual(['q3', 'q4']);
  await store.messages.delete(better, owner.may(to.message(better)), T0);
  await again('');
  await store.messages.delete(second.question.id, owner.may(to.message(second.question.id)), T0);
  expect(await line(newer.message.id)).toEqual(['q1', 'a1', 'a2', 'q3', 'q4']);
  expect(await line(second.question.id)).not.toContain('q2');
});

test('the line leaves out what is still being written', async () => {
  const world = await house();
  const { store, owner } = world;
  const { conversationId, question, generation } = await running(world);
  const next = await say(store, owner, conversationId, 'meanwhile', { parentId: generation.messageId });
  expect((await store.messages.lineTo(next.message.id, 10)).map((message) => message.id)).toEqual([question.id, next.message.id]);
});

test('a fork begins with a copy of the line, private, numbered anew, and goes its own way', async () => {
  const world = await house();
  const { store, owner, joined } = world;
  const ana = await joined('Ana');
  const { id } = await conversationOf(world, owner);
  const first = await ask(store, owner, id, 'q1', 'a1');
  await ask(store, owner, id, 'q2', 'a2');
  const { generation } = await store.generations.start(
    { messageId: first.question.id, model: 'tiny' },
    owner.may(to.message(first.question.id)),
    T0,
  );
  const open = owner.may(to.message(generation.messageId));
  expect(await refusal(store.conversations.fork({ messageId: generation.messageId }, open, T0))).toBe('CONFLICT');
  const fork = await store.conversations.fork({ messageId: first.answer }, ana.may(to.message(first.answer)), T0 + 5);
  expect(fork).toMatchObject({
    title: 'q1',
    visibility: 'private',
    createdBy: ana.user.id,
    forkedFrom: { conversationId: id, messageId: first.answer },
    unread: 0,
    lastSeq: 2,
  });
  const log = await store.events.after(fork.id, 0, 10);
  expect(log.map((event) => [event.seq, event.type])).toEqual([
    [1, 'message.posted'],
    [2, 'message.posted'],
  ]);
  const [question, answer] = log.flatMap((event) => (event.type === 'message.posted' ? [event.message] : []));
  expect(question).toMatchObject({ text: 'q1', author: { userId: owner.user.id }, createdAt: first.question.createdAt });
  expect(answer).toMatchObject({ text: 'a1', author: { kind: 'model', model: 'tiny' }, parentId: question?.id });
  expect(answer && 'generation' in answer).toBe(false);
  expect(question?.id).not.toBe(first.question.id);
  await store.messages.delete(first.question.id, owner.may(to.message(first.question.id)), T0);
  expect((await store.events.after(fork.id, 0, 1))[0]).toMatchObject({ message: { text: 'q1' } });
  expect(await store.conversations.seenBy(fork.id, owner.user.id)).toBeUndefined();
  if (!question) throw new Error('no copy');
  await store.messages.delete(question.id, ana.may(to.message(question.id)), T0);
  expect(await store.conversations.seenBy(fork.id, ana.user.id)).toMatchObject({ title: '' });
});
