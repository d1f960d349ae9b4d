import { expect, test } from 'vitest';
import type { ConversationEvent } from '../../shared/events.ts';
import { openHouse } from '../support/house.ts';
import { refusal } from '../support/person.ts';
import { grown, type Watch } from '../support/watch.ts';

const MODEL = 'smollm2:135m';
let keys = 0;
const key = () => `key-${(keys += 1)}`;
const seqs = (watch: Watch<ConversationEvent>) => watch.events.flatMap((event) => ('seq' in event ? [event.seq] : []));

test('SEQ-1 SEQ-2 parallel senders make one gapless line that everybody sees in the same order', async () => {
  await using house = await openHouse();
  const ana = await house.founder('Ana');
  const { conversation } = await ana.api.conversation.create.mutate({ teamId: ana.team.id });
  const people = [ana, await house.joiner(ana), await house.joiner(ana)];
  const opened = await ana.api.conversation.open.query({ conversationId: conversation.id });
  const watches = people.map((person) => person.watch(conversation.id, opened.cursor));
  await Promise.all(watches.map((watch) => watch.untilLive()));
  await Promise.all(
    people.flatMap((person) =>
      Array.from({ length: 12 }, (_, i) =>
        person.api.message.send.mutate({ conversationId: conversation.id, clientKey: key(), text: `line ${i}`, model: null }),
      ),
    ),
  );
  for (const watch of watches) await watch.until(() => seqs(watch).filter(Boolean).length >= 37, '36 messages and the title');
  const first = seqs(watches[0] ?? never());
  expect(first).toEqual(first.map((_, i) => (first[0] ?? 0) + i));
  for (const watch of watches)
    expect(watch.events.filter((event) => 'seq' in event)).toEqual(watches[0]?.events.filter((event) => 'seq' in event));
});

test('RESUME-1 from the cursor of any frame the rest follows, exactly once', async () => {
  await using house = await openHouse({ chats: 'held' });
  const ana = await house.founder();
  const conversationId = ana.welcome.id;
  const opened = await ana.api.conversation.open.query({ conversationId });
  const whole = ana.watch(conversationId, opened.cursor);
  await whole.untilLive();
  for (let i = 0; i < 3; i += 1) {
    await ana.api.message.send.mutate({ conversationId, clientKey: key(), text: `question ${i}`, model: MODEL });
    const chat = await house.ollama.nextChat();
    for (let n = 0; n < 8; n += 1) {
      const before = whole.ids.length;
      await chat.send(`word${n} `);
      await whole.until(() => whole.ids.length > before, 'the piece');
    }
    await chat.finish();
    await whole.until(() => whole.events.filter(({ type }) => type === 'reply.ended').length === i + 1, 'the end');
  }
  const final = fold(whole.events);
  const half = framesUntil(whole);
  for (const [index, id] of whole.ids.entries()) {
    const rest = ana.watch(conversationId, id);
    const before = half(index);
    await rest.holds(() => JSON.stringify(fold([...before, ...rest.events])) === JSON.stringify(final), `the rest after frame ${index}`);
    expect(rest.error).toBeUndefined();
    rest.stop();
  }
});

test('RESUME-1 a subscription that comes back after a restart of the server goes on where it was', async () => {
  await using house = await openHouse();
  const ana = await house.founder();
  const conversationId = ana.welcome.id;
  const watch = ana.watch(conversationId);
  await watch.untilLive();
  await ana.api.message.send.mutate({ conversationId, clientKey: key(), text: 'before', model: null });
  await watch.until((event) => event.type === 'message.posted' && event.message.text === 'before');
  await house.restart();
  const other = await ana.again();
  await other.api.message.send.mutate({ conversationId, clientKey: key(), text: 'after', model: null });
  await watch.until((event) => event.type === 'message.posted' && event.message.text === 'after');
  expect(watch.events.filter(({ type }) => type === 'message.posted')).toHaveLength(2);
  other.leave();
});

test('RESUME-1 a cursor that cannot be carried on from is told to reload', async () => {
  await using house = await openHouse();
  const ana = await house.founder();
  const conversationId = ana.welcome.id;
  const { cursor } = await ana.api.conversation.open.query({ conversationId });
  const [run, seq] = [cursor.slice(0, 4), Number.parseInt(cursor.slice(4), 36)];
  for (const [id, reason] of [
    [`${run === '----' ? '____' : '----'}${seq.toString(36)}.x`, 'epoch'],
    [`${run}${(seq + 1).toString(36)}.x`, 'ahead'],
    [`${run}zzzzzzzzz.x`, 'ahead'],
  ] as const) {
    const watch = ana.watch(conversationId, id);
    expect(await watch.untilType('resync')).toEqual({ type: 'resync', reason });
    await watch.untilComplete();
  }
});

test('INPUT-1 a cursor of nonsense is refused clearly', async () => {
  await using house = await openHouse();
  const ana = await house.founder();
  for (const id of ['nonsense', '', '1', '__proto__', 'a.B.c', `e.1.x${'~1.1.1'.repeat(64)}~`]) {
    const watch = ana.watch(ana.welcome.id, id);
    await watch.untilFailed();
    expect(await refusal(Promise.reject(watch.error))).toMatchObject({ reason: 'VALIDATION' });
  }
});

test('SEQ-3 old state and events give the fresh state, after every kind of change', async () => {
  await using house = await openHouse({ chats: 'held' });
  const ana = await house.founder('Ana');
  const { conversation } = await ana.api.conversation.create.mutate({ teamId: ana.team.id });
  const conversationId = conversation.id;
  const opened = await ana.api.conversation.open.query({ conversationId });
  const watch = ana.watch(conversationId, opened.cursor);
  await watch.untilLive();
  const changes: (() => Promise<unknown>)[] = [
    () => ana.api.message.send.mutate({ conversationId, clientKey: 'k1', text: 'first', model: null }),
    async () => ana.api.message.edit.mutate({ messageId: (await newest()).id, text: 'first, edited' }),
    () => ana.api.conversation.update.mutate({ conversationId, title: 'Renamed', answers: 'named' }),
    async () => {
      await ana.api.message.send.mutate({ conversationId, clientKey: 'k2', text: 'ask', model: MODEL });
      const chat = await house.ollama.nextChat();
      await chat.send('answer');
      await chat.finish();
    },
    async () => {
      const { message } = await ana.api.message.send.mutate({ conversationId, clientKey: 'k3', text: 'gone soon', model: null });
      await ana.api.message.delete.mutate({ messageId: message.id });
    },
    () => ana.api.conversation.archive.mutate({ conversationId }),
    () => ana.api.conversation.archive.mutate({ conversationId, archived: false }),
  ];
  for (const [index, change] of changes.entries()) {
    await change();
    const fresh = async () => ({ fresh: stateOf(await ana.api.conversation.open.query({ conversationId })), followed: afterEvents() });
    await expect
      .poll(async () => fresh().then(({ fresh: a, followed: b }) => JSON.stringify(a) === JSON.stringify(b)), {
        message: `change ${index}`,
      })
      .toBe(true);
  }

  function afterEvents() {
    return { title: lastTitle(), ...fold(watch.events) };
  }
  function lastTitle() {
    return watch.events.reduce(
      (title, event) => (event.type === 'conversation.updated' ? event.settings.title : title),
      conversation.title,
    );
  }
  async function newest() {
    const { messages } = await ana.api.conversation.open.query({ conversationId });
    return messages.at(-1) ?? never();
  }
});

test('SEQ-1 a deleted text is in no answer and in no replay', async () => {
  await using house = await openHouse();
  const ana = await house.founder();
  const conversationId = ana.welcome.id;
  const { cursor } = await ana.api.conversation.open.query({ conversationId });
  const { message } = await ana.api.message.send.mutate({ conversationId, clientKey: key(), text: 'xyzzy-secret', model: null });
  await ana.api.message.edit.mutate({ messageId: message.id, text: 'xyzzy-secret too' });
  await ana.api.message.delete.mutate({ messageId: message.id });
  const watch = ana.watch(conversationId, cursor);
  await watch.untilType('message.deleted');
  const history = await ana.api.message.history.query({ conversationId });
  expect(JSON.stringify([watch.events, history])).not.toContain('xyzzy');
});

test('ACCESS-2 a feed of a conversation that is not yours does not exist, and one that is deleted ends', async () => {
  await using house = await openHouse();
  const ana = await house.founder('Ana');
  const stranger = await house.founder('Stranger');
  const bo = await house.joiner(ana, 'Bo');
  for (const id of [ana.welcome.id, '0'.repeat(20) as typeof ana.welcome.id]) {
    const watch = stranger.watch(id);
    await watch.untilFailed();
    expect(await refusal(Promise.reject(watch.error))).toMatchObject({ reason: 'NOT_FOUND' });
  }
  const watch = bo.watch(ana.welcome.id);
  await watch.untilLive();
  await ana.api.conversation.delete.mutate({ conversationId: ana.welcome.id });
  await watch.untilFailed();
  expect(await refusal(Promise.reject(watch.error))).toMatchObject({ reason: 'NOT_FOUND' });
});

test('ACCESS-7 a conversation that becomes private ends for everybody but its maker, in the middle of a reply', async () => {
  await using house = await openHouse({ chats: 'held' });
  const ana = await house.founder('Ana');
  const bo = await house.joiner(ana, 'Bo');
  const { conversation } = await ana.api.conversation.create.mutate({ teamId: ana.team.id });
  const [mine, his] = [ana.watch(conversation.id), bo.watch(conversation.id)];
  await Promise.all([mine.untilLive(), his.untilLive()]);
  const { reply } = await ana.api.message.send.mutate({ conversationId: conversation.id, clientKey: key(), text: 'go', model: MODEL });
  const chat = await house.ollama.nextChat();
  await chat.send('for all');
  await his.untilType('reply.grew');
  await ana.api.conversation.update.mutate({ conversationId: conversation.id, visibility: 'private' });
  await chat.send(' for me');
  await chat.finish();
  await mine.untilType('reply.ended');
  expect(grown(mine.events, reply?.id ?? never())).toBe('for all for me');
  await his.untilFailed();
  expect(grown(his.events, reply?.id ?? never())).toBe('for all');
  expect(await refusal(bo.api.conversation.open.query({ conversationId: conversation.id }))).toMatchObject({ reason: 'NOT_FOUND' });
});

/** Messages as a client that follows the rules holds them. */
function fold(events: readonly ConversationEvent[]) {
  const texts = new Map<string, { text: string; deleted: boolean }>();
  const messageOf = new Map<string, string>();
  for (const event of events) {
    if (event.type === 'message.posted')
      texts.set(event.message.id, { text: event.message.text, deleted: event.message.deletedAt !== undefined });
    if (event.type === 'reply.started') {
      texts.set(event.messageId, { text: event.message.text, deleted: false });
      messageOf.set(event.generationId, event.messageId);
    }
    if (event.type === 'message.edited') texts.set(event.messageId, { text: event.text, deleted: false });
    if (event.type === 'message.deleted') texts.set(event.messageId, { text: '', deleted: true });
    if (event.type === 'reply.grew' && event.channel === 'text') {
      const message = texts.get(messageOf.get(event.generationId) ?? '');
      if (!message) throw new Error('growth of a reply that never started');
      if (event.from !== message.text.length) throw new Error(`a piece begins at ${event.from}, held are ${message.text.length}`);
      message.text += event.text;
    }
  }
  return { messages: [...texts].map(([id, message]) => ({ id, ...message })) };
}

function stateOf(opened: { conversation: { title: string }; messages: { id: string; text: string; deletedAt?: string | undefined }[] }) {
  return {
    title: opened.conversation.title,
    messages: opened.messages.map(({ id, text, deletedAt }) => ({ id, text, deleted: deletedAt !== undefined })),
  };
}

/** The events of the first frames; frames are told apart by what had arrived when each id came. */
function framesUntil(watch: Watch<ConversationEvent>): (index: number) => ConversationEvent[] {
  return (index) =>
    watch.events.slice(
      0,
      watch.sizes.slice(0, index + 1).reduce((sum, size) => sum + size, 0),
    );
}

function never(): never {
  throw new Error('this is always there');
}

test('LEAVE-2 ACCESS-7 the feed of a thread ends with the share of its conversation, though nothing is said in it', async () => {
  await using house = await openHouse();
  const ana = await house.founder('Ana');
  const bo = await house.joiner(ana, 'Bo');
  const teamId = ana.team.id;
  const { conversation } = await ana.api.conversation.create.mutate({ teamId, visibility: 'private' });
  const given = { conversationId: conversation.id, userId: bo.user.id };
  await ana.api.conversation.share.mutate({ ...given, relation: 'viewer' });
  const draft = { conversationId: conversation.id, clientKey: 'k', text: 'about this', model: null };
  const { message } = await ana.api.message.send.mutate(draft);
  const thread = (await ana.api.message.thread.mutate({ messageId: message.id })).conversation;
  const watch = bo.watch(thread.id);
  const hers = ana.watch(thread.id);
  await Promise.all([watch.untilLive(), hers.untilLive()]);
  await ana.api.conversation.share.mutate({ ...given, relation: null });
  expect(await watch.untilFailed()).toMatchObject({ data: { reason: 'NOT_FOUND' } });
  await ana.api.message.send.mutate({ conversationId: thread.id, clientKey: 'l', text: 'among us', model: null });
  await hers.untilType('message.posted');
  expect(hers.error).toBeUndefined();
});

test('RESUME-1 SLOW-2 a socket that cannot be written to takes nobody else’s feed along', async () => {
  await using house = await openHouse();
  const ana = await house.founder('Ana');
  const bo = await house.joiner(ana, 'Bo');
  const cleo = await house.joiner(ana, 'Cleo');
  const [torn, whole] = [bo.watch(ana.welcome.id), cleo.watch(ana.welcome.id)];
  await Promise.all([torn.untilLive(), whole.untilLive()]);
  const say = async (text: string) => {
    const draft = { conversationId: ana.welcome.id, clientKey: text, text, model: null };
    await ana.api.message.send.mutate(draft);
    const said = (event: ConversationEvent) => event.type === 'message.posted' && event.message.text === text;
    await Promise.all([torn.until(said), whole.until(said)]);
  };
  await say('before');
  const fault = () => {
    throw new Error('torn');
  };
  for (const { userId, transport } of house.parley.app.live.all()) if (userId === bo.user.id) transport.sendShared = fault;
  await say('while one is torn');
  await say('after it');
});
