import { expect, test } from 'vitest';
import type { FakeChat } from '../support/fake-ollama/chat.ts';
import { openHouse } from '../support/house.ts';
import { refusal } from '../support/person.ts';
import { RawSocket } from '../support/raw-socket.ts';
import { grown } from '../support/watch.ts';

const MODEL = 'smollm2:135m';
let keys = 0;
const key = () => `key-${(keys += 1)}`;

test('REPLY-1 SEQ-2 everybody in the room gets the same pieces in the same order, and they join to the stored text', async () => {
  await using house = await openHouse({ chats: 'held' });
  const ana = await house.founder('Ana');
  const bo = await house.joiner(ana, 'Bo');
  const { conversation } = await ana.api.conversation.create.mutate({ teamId: ana.team.id });
  const watches = [ana, bo].map((person) => person.watch(conversation.id));
  await Promise.all(watches.map((watch) => watch.untilLive()));

  const { reply } = await ana.api.message.send.mutate({ conversationId: conversation.id, clientKey: key(), text: 'hello', model: MODEL });
  if (!reply) throw new Error('no reply');
  const chat = await house.ollama.nextChat();
  for (const piece of ['Hel', 'lo ', '👋🏽', ' wor', 'ld']) await chat.send(piece);
  await chat.finish({ outputTokens: 5 });

  for (const watch of watches) {
    const ended = await watch.untilType('reply.ended');
    expect(ended).toMatchObject({ outcome: 'done', usage: { outputTokens: 5 } });
    expect(grown(watch.events, reply.id)).toBe('Hello 👋🏽 world');
    expect(ended.lengths.text).toBe('Hello 👋🏽 world'.length);
  }
  const stored = watches.map((watch) =>
    watch.events.filter((event) => 'seq' in event).map((event) => [event.type, 'seq' in event ? event.seq : 0]),
  );
  expect(stored[0]).toEqual(stored[1]);
  const { items } = await bo.api.message.history.query({ conversationId: conversation.id });
  expect(items.at(-1)).toMatchObject({ text: 'Hello 👋🏽 world', author: { kind: 'model', model: MODEL }, generation: { state: 'done' } });
});

test('REPLY-1 thinking and text are two channels of one reply', async () => {
  await using house = await openHouse({ chats: 'held' });
  const ana = await house.founder();
  const watch = ana.watch(ana.welcome.id);
  await watch.untilLive();
  const { reply } = await ana.api.message.send.mutate({ conversationId: ana.welcome.id, clientKey: key(), text: 'why?', model: 'thinker' });
  const chat = await house.ollama.nextChat();
  expect(chat.body).toMatchObject({ think: true });
  await chat.think('let me ');
  await chat.think('see');
  await chat.send('Because.');
  await chat.finish();
  await watch.untilType('reply.ended');
  expect(grown(watch.events, reply?.id ?? never(), 'thinking')).toBe('let me see');
  expect(grown(watch.events, reply?.id ?? never(), 'text')).toBe('Because.');
});

test('REPLY-2 whoever joins at any moment has no gap and no repeat', async () => {
  await using house = await openHouse({ chats: 'held' });
  const ana = await house.founder('Ana');
  const bo = await house.joiner(ana, 'Bo');
  const first = ana.watch(ana.welcome.id);
  await first.untilLive();
  const { reply } = await ana.api.message.send.mutate({ conversationId: ana.welcome.id, clientKey: key(), text: 'count', model: MODEL });
  const id = reply?.id ?? never();
  const chat = await house.ollama.nextChat();
  let written = '';
  for (let i = 0; i < 30; i += 1) {
    await chat.send(`${i} `);
    written += `${i} `;
    if (i % 5 !== 2) continue;
    await first.until(() => grown(first.events, id) === written, 'the text so far');
    const opened = await bo.api.conversation.open.query({ conversationId: ana.welcome.id });
    const held = opened.messages.find(({ id: messageId }) => messageId === reply?.messageId)?.text ?? never();
    const late = bo.watch(ana.welcome.id, opened.cursor);
    await chat.send('| ');
    written += '| ';
    await late.until(() => held + grown(late.events, id, 'text', held.length) === written, 'the rest');
    const without = bo.watch(ana.welcome.id);
    await without.until(() => grown(without.events, id) === written, 'the whole text');
    late.stop();
    without.stop();
  }
  await chat.finish();
  await first.untilType('reply.ended');
  expect(grown(first.events, id)).toBe(written);
});

test('REPLY-4 every generation reaches exactly one end, also when many stop it at once', async () => {
  await using house = await openHouse({ chats: 'held' });
  const ana = await house.founder('Ana');
  const bo = await house.joiner(ana, 'Bo');
  const watch = ana.watch(ana.welcome.id);
  await watch.untilLive();
  const { reply } = await ana.api.message.send.mutate({ conversationId: ana.welcome.id, clientKey: key(), text: 'go', model: MODEL });
  const generationId = reply?.id ?? never();
  const chat = await house.ollama.nextChat();
  await chat.send('some text');
  await watch.untilType('reply.grew');
  const stops = await Promise.all([ana, bo, ana, bo].map((person) => person.api.generation.stop.mutate({ generationId })));
  await watch.untilType('reply.ended');
  await ana.api.message.send.mutate({ conversationId: ana.welcome.id, clientKey: key(), text: 'after', model: null });
  await watch.until((event) => event.type === 'message.posted' && event.message.text === 'after');
  expect(watch.events.filter(({ type }) => type === 'reply.ended')).toHaveLength(1);
  expect(new Set(stops.map(({ generation }) => JSON.stringify(generation))).size).toBe(1);
});

test('REPLY-5 closing every tab does not stop it', async () => {
  await using house = await openHouse({ chats: 'held' });
  const ana = await house.founder();
  await ana.api.message.send.mutate({ conversationId: ana.welcome.id, clientKey: key(), text: 'go', model: MODEL });
  const chat = await house.ollama.nextChat();
  await chat.send('first ');
  ana.hangUp();
  await chat.send('second');
  await chat.finish();
  const watch = ana.watch(ana.welcome.id);
  await watch.untilLive();
  const text = async () => (await ana.api.message.history.query({ conversationId: ana.welcome.id })).items.at(-1);
  await expect.poll(text).toMatchObject({ text: 'first second', generation: { state: 'done' } });
});

test('REPLY-6 a stop ends it for all viewers, names who, keeps the text, and frees the model server', async () => {
  await using house = await openHouse({ chats: 'held' });
  const ana = await house.founder('Ana');
  const bo = await house.joiner(ana, 'Bo');
  const watches = [ana, bo].map((person) => person.watch(ana.welcome.id));
  await Promise.all(watches.map((watch) => watch.untilLive()));
  const { reply } = await ana.api.message.send.mutate({ conversationId: ana.welcome.id, clientKey: key(), text: 'go', model: MODEL });
  const chat = await house.ollama.nextChat();
  await chat.send('kept');
  await Promise.all(watches.map((watch) => watch.untilType('reply.grew')));
  const { generation } = await bo.api.generation.stop.mutate({ generationId: reply?.id ?? never() });
  expect(generation).toMatchObject({ state: 'stopped', by: { name: 'Bo' } });
  for (const watch of watches)
    expect(await watch.untilType('reply.ended')).toMatchObject({ outcome: 'stopped', by: { name: 'Bo' }, lengths: { text: 4 } });
  await chat.aborted;
  await ana.api.message.send.mutate({ conversationId: ana.welcome.id, clientKey: key(), text: 'next', model: MODEL });
  await (await house.ollama.nextChat()).finish();
});

test('REPLY-6 nothing that comes after a stop is shown', async () => {
  await using house = await openHouse({ chats: 'held' });
  const ana = await house.founder();
  const watch = ana.watch(ana.welcome.id);
  await watch.untilLive();
  const { reply } = await ana.api.message.send.mutate({ conversationId: ana.welcome.id, clientKey: key(), text: 'go', model: MODEL });
  const id = reply?.id ?? never();
  const chat = await house.ollama.nextChat();
  await chat.send('before');
  await watch.untilType('reply.grew');
  const stopped = ana.api.generation.stop.mutate({ generationId: id });
  await chat.send(' after').catch(() => undefined);
  await stopped;
  const ended = await watch.untilType('reply.ended');
  const { items } = await ana.api.message.history.query({ conversationId: ana.welcome.id });
  expect(items.at(-1)?.text).toBe(grown(watch.events, id));
  expect(ended.lengths.text).toBe(grown(watch.events, id).length);
});

const failures: [string, (chat: FakeChat) => Promise<unknown> | void, object][] = [
  [
    'an error in the middle',
    (chat) => chat.fail('an error was encountered while running the model: unexpected EOF'),
    { outcome: 'failed', code: 'crashed' },
  ],
  ['a body that breaks', (chat) => chat.cut('eof'), { outcome: 'failed' }],
  ['an end without its last line', (chat) => chat.end(), { outcome: 'truncated' }],
];
for (const [what, happens, ending] of failures) {
  test(`REPLY-7 ${what} is shown as what it was, the text so far is kept`, async () => {
    await using house = await openHouse({ chats: 'held' });
    const ana = await house.founder();
    const watch = ana.watch(ana.welcome.id);
    await watch.untilLive();
    await ana.api.message.send.mutate({ conversationId: ana.welcome.id, clientKey: key(), text: 'go', model: MODEL });
    const chat = await house.ollama.nextChat();
    await chat.send('so far');
    await watch.untilType('reply.grew');
    await happens(chat);
    expect(await watch.untilType('reply.ended')).toMatchObject({ ...ending, lengths: { text: 6 } });
    const { items } = await ana.api.message.history.query({ conversationId: ana.welcome.id });
    expect(items.at(-1)?.text).toBe('so far');
  });
}

test('REPLY-7 a model server that is gone fails the reply, the message stays, and trying again works when it is back', async () => {
  await using house = await openHouse({ chats: 'held' });
  const ana = await house.founder();
  await house.ollama.stop();
  const watch = ana.watch(ana.welcome.id);
  await watch.untilLive();
  const { message } = await ana.api.message.send.mutate({
    conversationId: ana.welcome.id,
    clientKey: key(),
    text: 'anybody?',
    model: MODEL,
  });
  expect(await watch.untilType('reply.ended')).toMatchObject({ outcome: 'failed', code: 'unreachable' });
  await house.ollama.start();
  const again = await ana.api.generation.start.mutate({ messageId: message.id, model: MODEL });
  expect(again.message.parentId).toBe(message.id);
  const chat = await house.ollama.nextChat();
  await chat.send('yes');
  await chat.finish();
  await watch.until((event) => event.type === 'reply.ended' && event.generationId === again.generation.id);
  expect(grown(watch.events, again.generation.id)).toBe('yes');
});

test('REPLY-1 another answer is a sibling, and continue goes on with the same text', async () => {
  await using house = await openHouse({ chats: 'held' });
  const ana = await house.founder();
  const watch = ana.watch(ana.welcome.id);
  await watch.untilLive();
  const sent = await ana.api.message.send.mutate({ conversationId: ana.welcome.id, clientKey: key(), text: 'story', model: MODEL });
  const chat = await house.ollama.nextChat();
  await chat.send('Once upon');
  await watch.untilType('reply.grew');
  await ana.api.generation.stop.mutate({ generationId: sent.reply?.id ?? never() });

  const sibling = await ana.api.generation.start.mutate({ messageId: sent.message.id });
  expect(sibling.message).toMatchObject({ parentId: sent.message.id });
  expect(sibling.generation.model).toBe('smollm2:135m');
  await (await house.ollama.nextChat()).finish();
  await watch.until((event) => event.type === 'reply.ended' && event.generationId === sibling.generation.id);

  const more = await ana.api.generation.continue.mutate({ generationId: sent.reply?.id ?? never() });
  expect(more.generation.messageId).toBe(sent.reply?.messageId);
  const second = await house.ollama.nextChat();
  expect(second.body.messages.at(-1)).toMatchObject({ role: 'assistant', content: 'Once upon' });
  await second.send(' a time');
  await second.finish();
  await watch.until((event) => event.type === 'reply.ended' && event.generationId === more.generation.id);
  expect(grown(watch.events, more.generation.id, 'text', 'Once upon'.length)).toBe(' a time');
  const { items } = await ana.api.message.history.query({ conversationId: ana.welcome.id });
  expect(items.find(({ id }) => id === more.message.id)?.text).toBe('Once upon a time');
  expect(await refusal(ana.api.generation.continue.mutate({ generationId: more.generation.id }))).toMatchObject({ reason: 'CONFLICT' });
});

test('REPLY-2 a model reads the line as the asker sees it', async () => {
  await using house = await openHouse({ chats: 'held' });
  const ana = await house.founder();
  const { conversation } = await ana.api.conversation.create.mutate({ teamId: ana.team.id });
  const conversationId = conversation.id;
  const answer = async (text: string) => {
    const chat = await house.ollama.nextChat();
    await chat.send(text);
    await chat.finish();
    return chat;
  };
  const watch = ana.watch(conversationId);
  await watch.untilLive();
  const ends = (count: number) =>
    watch.until(() => watch.events.filter(({ type }) => type === 'reply.ended').length === count, `${count} ends`);
  const first = await ana.api.message.send.mutate({ conversationId, clientKey: key(), text: 'one', model: MODEL });
  await answer('A');
  await ends(1);
  await ana.api.generation.start.mutate({ messageId: first.message.id, model: MODEL });
  await answer('B');
  await ends(2);
  await ana.api.message.send.mutate({ conversationId, clientKey: key(), text: 'two', parentId: first.reply?.messageId, model: MODEL });
  const chat = await answer('C');
  expect(chat.body.messages.map(({ content }: { content: string }) => content)).toEqual(['one', 'A', 'two']);
  await ends(3);
});

test('REPLY-8 bytes to a viewer stay proportional to the answer, however long it is', async () => {
  await using house = await openHouse({ chats: 'held' });
  const ana = await house.founder();
  const bytesFor = async (pieces: number): Promise<number> => {
    const viewer = await RawSocket.dial(house.url, ana.cookie);
    viewer.call(1, 'conversation.live', { conversationId: ana.welcome.id }, 'subscription');
    await viewer.answer(1);
    await ana.api.message.send.mutate({ conversationId: ana.welcome.id, clientKey: key(), text: 'go', model: MODEL });
    const chat = await house.ollama.nextChat();
    const before = viewer.bytes;
    for (let i = 0; i < pieces; i += 1) {
      const count = viewer.frames.length;
      await chat.send('word ');
      await viewer.until(() => viewer.frames.length > count);
    }
    const used = viewer.bytes - before;
    await chat.finish();
    viewer.leave();
    return used;
  };
  const [short, long] = [await bytesFor(50), await bytesFor(400)];
  expect(Math.log(long / short) / Math.log(8)).toBeLessThanOrEqual(1.02);
});

function never(): never {
  throw new Error('this is always there');
}
