/** What a model server says, as the parts of a reply. */
import { describe, expect, test } from 'vitest';
import { collect, endOf, textOf } from '../contract/model-provider.ts';
import type { FakeOllama } from '../support/fake-ollama/fake-ollama.ts';
import { recording, textOf as recordedText } from '../support/fake-ollama/recordings.ts';
import * as scripts from '../support/fake-ollama/scripts.ts';
import { house } from './models-house.ts';

describe('a good day', () => {
  test('REPLY-1 the pieces of a recorded chat join to exactly its text', async () => {
    const { fake, reply } = await house();
    for (const name of ['chat-warm', 'chat-unicode', 'chat-long', 'chat-helper', 'chat-thinking']) {
      fake.onChat(scripts.play(name));
      const parts = await reply();
      expect(textOf(parts)).toBe(recordedText(name).text);
      expect(textOf(parts, 'thinking')).toBe(recordedText(name).thinking);
    }
  });

  test('QUOTA-2 the counts are the model server’s own', async () => {
    const { fake, reply } = await house();
    fake.onChat(scripts.play('chat-warm'));
    const last = JSON.parse(recording('chat-warm').chunks.at(-1)?.[1] ?? '{}');
    expect(endOf(await reply())).toEqual({
      outcome: 'done',
      usage: {
        promptTokens: last.prompt_eval_count,
        outputTokens: last.eval_count,
        loadMs: Math.round(last.load_duration / 1e6),
        promptMs: Math.round(last.prompt_eval_duration / 1e6),
        outputMs: Math.round(last.eval_duration / 1e6),
        leftOut: 0,
      },
    });
  });

  test('a request has one profile: the same num_ctx, no shift, truncate off, think as the model can', async () => {
    const { fake, reply } = await house();
    await reply('short');
    await reply('x'.repeat(3_000));
    await reply('Think.', undefined, 'thinker');
    const [first, second, thinking] = fake.chats.map((chat) => chat.body);
    expect(first).toMatchObject({ model: 'smollm2:135m', stream: true, think: false, truncate: false, options: { num_ctx: 8192 } });
    expect(second?.options?.['num_ctx']).toBe(8192);
    expect(Number(first?.options?.['num_predict'])).toBeGreaterThan(0);
    expect(thinking).toMatchObject({ model: 'thinker:latest', think: true });
    for (const body of [first, second, thinking])
      expect(Object.keys(body ?? {}).sort()).toEqual(['messages', 'model', 'options', 'stream', 'think', 'truncate']);
  });

  test('a small model is run with its own context, a large one with at most 8192 tokens', async () => {
    const { fake, reply } = await house({
      fake: {
        models: [
          { name: 'small:1b', contextLength: 2048 },
          { name: 'large:1b', contextLength: 131_072 },
        ],
      },
    });
    await reply('Hello', undefined, 'small:1b');
    await reply('Hello', undefined, 'large:1b');
    expect(fake.chats.map((chat) => chat.body.options?.['num_ctx'])).toEqual([2048, 8192]);
  });

  test('REPLY-1 bytes that arrive one by one, in mid-character and mid-line, give the same text', async () => {
    const { fake, reply } = await house();
    fake.onChat(scripts.byteByByte('chat-unicode'));
    expect(textOf(await reply())).toBe(recordedText('chat-unicode').text);
  });

  test('REPLY-1 a surrogate pair that the model server splits stays whole, half a one becomes U+FFFD', async () => {
    const { fake, reply } = await house();
    fake.onChat(async (chat) => {
      await chat.write('{"message":{"content":"a\\ud83d"},"done":false}\n{"message":{"content":"\\ude00b"},"done":false}\n');
      await chat.write('{"message":{"content":"c\\udc00d"},"done":false}\n{"message":{"content":"e\\ud83d"},"done":false}\n');
      await chat.finish();
    });
    const parts = await reply();
    expect(textOf(parts)).toBe('a😀bc\ufffdde\ufffd');
    expect(parts.every((part) => part.type !== 'piece' || part.text.isWellFormed())).toBe(true);
  });

  test('bytes that are no UTF-8 become U+FFFD', async () => {
    const { fake, reply } = await house();
    fake.onChat(async (chat) => {
      await chat.write(Buffer.concat([Buffer.from('{"message":{"content":"a'), Buffer.of(0xff), Buffer.from('b"},"done":false}\n')]));
      await chat.finish();
    });
    expect(textOf(await reply())).toBe('a\ufffdb');
  });

  test('a burst of ten thousand pieces arrives whole', async () => {
    const { fake, reply } = await house();
    const words = Array.from({ length: 10_000 }, (_, n) => `${n} `);
    fake.onChat(async (chat) => {
      for (const word of words) await chat.send(word);
      await chat.finish();
    });
    expect(textOf(await reply())).toBe(words.join(''));
  });

  test('a slow reply goes on as long as each piece comes in time', async () => {
    const { fake, reply } = await house({ registry: { deadlines: { betweenPiecesMs: 1_000 } } });
    fake.onChat(scripts.says('one two three four five six seven eight', { pieceMs: 200 }));
    const parts = await reply();
    expect([textOf(parts), endOf(parts)?.outcome]).toEqual(['one two three four five six seven eight', 'done']);
  });

  test('silence before the first byte is waited for longer than silence between pieces', async () => {
    const { fake, reply } = await house({ registry: { deadlines: { firstByteMs: 10_000, betweenPiecesMs: 200 } } });
    fake.onChat(scripts.slowHead(600, scripts.says('At last.')));
    expect(textOf(await reply())).toBe('At last.');
  });

  test('text in the last line belongs to the answer', async () => {
    const { fake, reply } = await house();
    fake.onChat((chat) => chat.finish({ text: 'all at once' }));
    expect(textOf(await reply())).toBe('all at once');
  });

  test('thinking without an answer, and an empty answer, are done', async () => {
    const { fake, reply } = await house();
    fake.onChat(scripts.thinkingOnly('Hmm.'), scripts.empty());
    const thought = await reply();
    expect([textOf(thought), textOf(thought, 'thinking'), endOf(thought)?.outcome]).toEqual(['', 'Hmm.', 'done']);
    const nothing = await reply();
    expect([textOf(nothing), endOf(nothing)?.outcome]).toEqual(['', 'done']);
  });

  test('a call of a tool that nobody offered is no text', async () => {
    const { fake, reply } = await house();
    fake.onChat(async (chat) => {
      await chat.line({
        message: { role: 'assistant', content: '', tool_calls: [{ id: 'call_1', function: { name: 'rm', arguments: {} } }] },
        done: false,
      });
      await chat.finish();
    });
    const parts = await reply();
    expect([textOf(parts), endOf(parts)?.outcome]).toEqual(['', 'done']);
  });

  test('fields that a newer server adds are of no interest, an empty reason is a good end', async () => {
    const { fake, reply } = await house();
    fake.onChat(async (chat) => {
      await chat.line({ message: { role: 'assistant', content: 'Hi', parts: [1] }, logprobs: [], remote: null, done: false });
      await chat.finish({ reason: '' });
    });
    const parts = await reply();
    expect([textOf(parts), endOf(parts)?.outcome]).toEqual(['Hi', 'done']);
  });
});

describe('what it is doing', () => {
  test('loading until the model server shows the model, then prompting, then pieces', async () => {
    const { fake, ask } = await house();
    const coming = fake.nextChat();
    const parts = ask()[Symbol.asyncIterator]();
    expect(await parts.next()).toMatchObject({ value: { type: 'loading' } });
    fake.models.load('smollm2:135m');
    expect(await parts.next()).toMatchObject({ value: { type: 'prompting' } });
    const chat = await coming;
    await chat.send('Hi');
    expect(await parts.next()).toMatchObject({ value: { type: 'piece', channel: 'text', text: 'Hi' } });
    await chat.finish();
    expect(await parts.next()).toMatchObject({ value: { type: 'end', end: { outcome: 'done' } } });
    expect(await parts.next()).toMatchObject({ done: true });
  });

  test('a loaded model is prompting at once', async () => {
    const { fake, ask } = await house();
    fake.models.load('smollm2:135m');
    const coming = fake.nextChat();
    const parts = ask()[Symbol.asyncIterator]();
    expect(await parts.next()).toMatchObject({ value: { type: 'prompting' } });
    await (await coming).finish();
    expect(await parts.next()).toMatchObject({ value: { type: 'end' } });
  });

  test('nothing is claimed when the model server does not tell', async () => {
    const { fake, ask } = await house();
    fake.on('/api/ps', ...Array.from({ length: 50 }, () => scripts.status(500, 'no')));
    const coming = fake.nextChat();
    const parts = collect(ask());
    const chat = await coming;
    await until(fake, '/api/ps', 3);
    await chat.send('Hi');
    await chat.finish();
    expect((await parts).map((part) => part.type)).toEqual(['piece', 'end']);
  });
});

/** Resolves when the fake has received that many requests of a path. */
async function until(fake: FakeOllama, path: string, count: number): Promise<void> {
  while (fake.requests.filter((request) => request.path === path).length < count) await new Promise((resolve) => setImmediate(resolve));
}
