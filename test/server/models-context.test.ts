/** What of a line a model is given to read. */
import { describe, expect, test } from 'vitest';
import type { Turn } from '../../server/models/model.ts';
import { endOf, textOf } from '../contract/model-provider.ts';
import * as scripts from '../support/fake-ollama/scripts.ts';
import { failed, history, house } from './models-house.ts';

describe('what fits', () => {
  test('the oldest turns are left out and counted, the system turn and the question stay', async () => {
    const { fake, reply } = await house({ fake: { models: [{ name: 'small:1b', contextLength: 1_024 }] } });
    const turns: Turn[] = [{ role: 'system', text: 'Be brief.' }, ...history(60), { role: 'user', text: 'The question' }];
    const end = endOf(await reply(turns, undefined, 'small:1b'));
    const sent = fake.chats[0]?.body.messages ?? [];
    expect(sent[0]).toEqual({ role: 'system', content: 'Be brief.' });
    expect(sent.at(-1)).toEqual({ role: 'user', content: 'The question' });
    expect(sent[1]?.role).toBe('user');
    expect(sent.length).toBeLessThan(turns.length);
    expect(end).toMatchObject({ outcome: 'done', usage: { leftOut: turns.length - sent.length } });
    expect(sent.slice(1)).toEqual(turns.slice(-sent.length + 1).map((turn) => ({ role: turn.role, content: turn.text })));
  });

  test('when the model server finds it too long, more is left out, at most twice', async () => {
    const { fake, reply } = await house();
    const tooLong = scripts.play('chat-too-long-truncate-false');
    fake.onChat(tooLong, tooLong, scripts.says('Now it fits.'));
    const parts = await reply(history(61));
    const counts = fake.chats.map((chat) => chat.body.messages.length);
    expect(textOf(parts)).toBe('Now it fits.');
    expect(counts).toHaveLength(3);
    expect(counts).toEqual(counts.toSorted((a, b) => b - a));
    expect(endOf(parts)).toMatchObject({ usage: { leftOut: 61 - (counts[2] ?? 0) } });
    fake.onChat(tooLong, tooLong, tooLong, tooLong);
    expect(endOf(await reply(history(61)))).toEqual(failed('too_long', 'context'));
    expect(fake.chats).toHaveLength(6);
  });

  test('REPLY-7 one message that is too long by itself is too long, and is asked about once', async () => {
    const { fake, reply } = await house();
    fake.onChat(scripts.play('chat-too-long-truncate-false'));
    expect(endOf(await reply('word '.repeat(6_000)))).toEqual(failed('too_long', 'exceeds the context length'));
    expect(fake.chats).toHaveLength(1);
  });

  test('what the model server counts teaches how much fits the next time', async () => {
    const { fake, reply } = await house({ fake: { models: [{ name: 'small:1b', contextLength: 2_048 }] } });
    const dense = scripts.says('Yes.');
    fake.onChat(dense, async (chat) => {
      await chat.send('Yes.');
      const chars = chat.body.messages.reduce((sum, message) => sum + message.content.length, 0);
      await chat.finish({ promptTokens: chars });
    });
    const turns = history(101);
    await reply(turns, undefined, 'small:1b');
    await reply(turns, undefined, 'small:1b');
    await reply(turns, undefined, 'small:1b');
    const [, before = 0, after = 0] = fake.chats.map((chat) => chat.body.messages.length);
    expect(after).toBeLessThan(before);
  });

  test('what it wrote so far is sent last when it goes on', async () => {
    const { fake, reply } = await house();
    await reply([
      { role: 'user', text: 'Count.' },
      { role: 'assistant', text: 'One, two,' },
    ]);
    expect(fake.chats[0]?.body.messages).toEqual([
      { role: 'user', content: 'Count.' },
      { role: 'assistant', content: 'One, two,' },
    ]);
  });

  test('INPUT-4 text that is the path of a file is sent as text', async () => {
    const { fake, reply } = await house();
    await reply('/etc/passwd');
    expect(fake.chats[0]?.body.messages).toEqual([{ role: 'user', content: '/etc/passwd' }]);
  });
});
