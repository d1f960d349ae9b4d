/** Stopping a reply of a model server. */
import { describe, expect, test } from 'vitest';
import type { Part } from '../../server/models/model.ts';
import { collect, endOf, textOf } from '../contract/model-provider.ts';
import * as scripts from '../support/fake-ollama/scripts.ts';
import { house } from './models-house.ts';

describe('stopping', () => {
  test('REPLY-6 a reply that waits for its first byte is taken back at once', async () => {
    const { fake, ask } = await house({ fake: { chats: 'held' } });
    const stop = new AbortController();
    const asked = ask('Hello', stop.signal);
    const parts = collect(asked);
    const chat = await fake.nextChat();
    stop.abort();
    await chat.aborted;
    await asked.settled;
    expect((await parts).filter((part) => part.type !== 'loading')).toEqual([]);
  });

  test('REPLY-6 a running reply yields nothing more at once; its rest is read quietly until its end', async () => {
    const { fake, ask } = await house({ fake: { chats: 'held' }, registry: { deadlines: { drainMs: 60_000 } } });
    const stop = new AbortController();
    const asked = ask('Hello', stop.signal);
    const shown: Part[] = [];
    const reading = (async () => {
      for await (const part of asked) {
        shown.push(part);
        if (part.type === 'piece') stop.abort();
      }
    })();
    const chat = await fake.nextChat();
    await chat.send('one');
    await reading;
    expect([textOf(shown), endOf(shown)]).toEqual(['one', undefined]);
    expect(chat.open).toBe(true);
    await chat.send(' two');
    await chat.finish();
    await asked.settled;
    expect(await Promise.race([chat.aborted.then(() => 'aborted'), chat.closed.then(() => 'whole')])).toBe('whole');
  });

  test('REPLY-6 what does not end by itself is closed after the drain time, and the slot is free', async () => {
    const { fake, ask, reply } = await house({ registry: { deadlines: { drainMs: 50 } } });
    fake.onChat(scripts.endless());
    const stop = new AbortController();
    const asked = ask('Hello', stop.signal);
    for await (const part of asked) if (part.type === 'piece') stop.abort();
    await asked.settled;
    await fake.chats[0]?.aborted;
    expect(endOf(await reply())?.outcome).toBe('done');
  });

  test('a connection that breaks while it is drained harms nobody', async () => {
    const { fake, ask } = await house({ fake: { chats: 'held' }, registry: { deadlines: { drainMs: 60_000 } } });
    const stop = new AbortController();
    const asked = ask('Hello', stop.signal);
    const coming = fake.nextChat();
    const reading = (async () => {
      for await (const part of asked) if (part.type === 'piece') stop.abort();
    })();
    const chat = await coming;
    await chat.send('one');
    await reading;
    chat.cut('reset');
    await expect(asked.settled).resolves.toBeUndefined();
  });

  test('behind a request that was taken back nothing is claimed until the model server answers again', async () => {
    const { fake, ask } = await house({ fake: { chats: 'held' } });
    fake.models.load('smollm2:135m');
    const stop = new AbortController();
    const parts = ask('Hello', stop.signal)[Symbol.asyncIterator]();
    expect(await parts.next()).toMatchObject({ value: { type: 'prompting' } });
    await fake.nextChat();
    stop.abort();
    const looks = () => fake.requests.filter(({ path }) => path === '/api/ps').length;
    const types = async (silent: () => Promise<void>) => {
      const asked = collect(ask());
      const chat = await fake.nextChat();
      await silent();
      await chat.finish();
      return (await asked).map((part) => part.type);
    };
    const before = looks();
    expect(
      await types(async () => {
        await expect.poll(looks).toBeGreaterThan(before + 3);
      }),
    ).toEqual(['end']);
    const later = ask()[Symbol.asyncIterator]();
    expect(await later.next()).toMatchObject({ value: { type: 'prompting' } });
    await later.return?.();
  });
});
