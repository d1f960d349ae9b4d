import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Contiguous, joinGrowth } from '../../client/sdk/contiguous.ts';
import { createParley } from '../../client/sdk/index.ts';
import { Mailbox } from '../../client/sdk/mailbox.ts';
import type { FeedEvent } from '../../client/sdk/types.ts';
import type { ConversationEvent } from '../../shared/events.ts';
import { ANA, CONVERSATION, at, conversation, idOf, message, reply, runOf } from './sdk-builders.ts';
import { SdkServer } from './sdk-server.ts';
import { Reader } from './sdk-waiting.ts';

async function world() {
  const server = await SdkServer.open();
  const parley = createParley({ url: server.url, cookie: 'session=one' });
  return {
    server,
    parley,
    follow: () => new Reader<FeedEvent>(parley.conversation(CONVERSATION).events()),
    async [Symbol.asyncDispose]() {
      await parley.close();
      await server[Symbol.asyncDispose]();
    },
  };
}

const grew = (from: number, text: string, run = runOf(1)): ConversationEvent => ({
  type: 'reply.grew',
  generationId: run,
  channel: 'text',
  from,
  text,
});
const started = (seq: number): ConversationEvent => {
  const begun = reply({ seq });
  return {
    type: 'reply.started',
    seq,
    generationId: runOf(seq),
    messageId: begun.id,
    model: 'guide',
    requestedBy: ANA,
    from: { thinking: 0, text: 0 },
    message: begun,
  };
};

test('RESUME-1 a hole in the numbers opens the conversation anew instead of going on with less', async () => {
  await using all = await world();
  const reader = all.follow();
  await reader.until((events) => events.length === 1);
  all.server.messages.push(message({ seq: 1 }), message({ seq: 2 }));
  all.server.pass({ type: 'message.posted', seq: 2, message: message({ seq: 2 }) });
  await reader.until((events) => events.filter(({ type }) => type === 'opened').length === 2);
  expect(reader.items.map(({ type }) => type)).toEqual(['opened', 'opened']);
  expect(reader.items.at(-1)).toMatchObject({ conversation: { lastSeq: 2 }, messages: [{ seq: 1 }, { seq: 2 }] });
});

test('RESUME-1 a resync opens the conversation anew and is not passed on', async () => {
  await using all = await world();
  const reader = all.follow();
  await reader.until((events) => events.length === 1);
  all.server.pass({ type: 'resync', reason: 'behind' });
  await reader.until((events) => events.length === 2);
  expect(reader.items.map(({ type }) => type)).toEqual(['opened', 'opened']);
});

test('RESUME-1 a reader who waits after many failures goes on at once when somebody does not want to wait', async () => {
  await using all = await world();
  const reader = all.follow();
  const hurrying = setInterval(() => all.parley.connection.retryNow(), 10);
  // Left alone, these take minutes together.
  for (let opened = 1; opened <= 12; opened += 1) {
    await reader.until((events) => events.length === opened);
    all.server.pass({ type: 'resync', reason: 'behind' });
  }
  clearInterval(hurrying);
});

test('several readers of one conversation each get everything', async () => {
  await using all = await world();
  const readers = [all.follow(), all.follow()];
  for (const reader of readers) await reader.until((events) => events.length === 1);
  all.server.post({ type: 'message.posted', message: message({ seq: 1 }) });
  for (const reader of readers) await reader.until((events) => events.length === 2);
  expect(all.server.resumed).toHaveLength(2);
  expect(all.server.dials).toHaveLength(1);
});

test('a reader who leaves by signal ends without an error', async () => {
  await using all = await world();
  const left = new AbortController();
  const reader = new Reader(all.parley.conversation(CONVERSATION).events({ signal: left.signal }));
  await reader.until((events) => events.length === 1);
  left.abort();
  expect(await reader.end()).toBeUndefined();
});

test('an inbox begins with its state, again after every reconnect', async () => {
  await using all = await world();
  const reader = new Reader(all.parley.inbox());
  await reader.until((events) => events.length === 1);
  all.server.terminate();
  await reader.until((events) => events.length === 2);
  expect(reader.items.map(({ type }) => type)).toEqual(['inbox.state', 'inbox.state']);
});

test('REPLY-2 whatever pieces come in, repeated, overlapping or late, what comes out joins to the text without gap or repeat', () => {
  const pieces = fc.array(fc.record({ from: fc.nat(60), length: fc.nat(20) }), { maxLength: 60 });
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }), pieces, (text, cuts) => {
      const contiguous = new Contiguous({ conversation: conversation(), messages: [] });
      contiguous.admit(started(1));
      let shown = '';
      for (const { from, length } of cuts) {
        const start = Math.min(from, text.length);
        const piece = text.slice(start, start + length);
        const news = text.slice(shown.length, Math.max(shown.length, start + piece.length));
        const expected = start > shown.length ? 'hole' : news === '' ? undefined : grew(shown.length, news);
        expect(contiguous.admit(grew(start, piece))).toEqual(expected);
        if (start <= shown.length) shown += news;
      }
    }),
  );
});

test('REPLY-1 an end that says more than was delivered is a hole; a piece after the end says nothing new', () => {
  const ended = (text: number): ConversationEvent => ({
    type: 'reply.ended',
    seq: 2,
    generationId: runOf(1),
    messageId: idOf(1),
    endedAt: at(2),
    outcome: 'done',
    lengths: { thinking: 0, text },
  });
  const contiguous = new Contiguous({ conversation: conversation(), messages: [] });
  contiguous.admit(started(1));
  contiguous.admit(grew(0, 'hello'));
  expect(contiguous.admit(ended(6))).toBe('hole');
  expect(contiguous.admit(ended(5))).toMatchObject({ type: 'reply.ended' });
  expect(contiguous.admit(grew(2, 'llo'))).toBeUndefined();
});

test('RESUME-1 a snapshot says what is held: pieces it contains are left out', () => {
  const contiguous = new Contiguous({ conversation: conversation({ lastSeq: 1 }), messages: [reply({ seq: 1, text: 'hel' })] });
  expect(contiguous.admit(started(1))).toBeUndefined();
  expect(contiguous.admit(grew(0, 'hello'))).toEqual(grew(3, 'lo'));
  expect(contiguous.admit(grew(9, 'x'))).toBe('hole');
});

test('SLOW-1 a reader who does not read holds joined text, not events; past the bound it begins anew', async () => {
  const joined = new Mailbox<ConversationEvent>(3, joinGrowth);
  for (let from = 0; from < 1_000; from += 1) joined.put(grew(from, 'x'));
  expect(await joined.take()).toEqual(grew(0, 'x'.repeat(1_000)));
  joined.put(grew(1_000, 'x'));
  joined.put(grew(0, 'y', runOf(2)));
  joined.end();
  expect([await joined.take(), await joined.take(), await joined.take()]).toEqual([grew(1_000, 'x'), grew(0, 'y', runOf(2)), undefined]);

  const full = new Mailbox<number>(2);
  for (const item of [1, 2, 3]) full.put(item);
  expect(await full.take()).toBeUndefined();
});
