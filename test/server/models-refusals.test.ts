/** A model server that refuses, or is not there. */
import { describe, expect, test } from 'vitest';
import type { Part } from '../../server/models/model.ts';
import { endOf } from '../contract/model-provider.ts';
import * as scripts from '../support/fake-ollama/scripts.ts';
import { failed, house } from './models-house.ts';

describe('REPLY-7 a bad day is told as what it was', () => {
  const refusals: [recorded: string, code: string, because: RegExp][] = [
    ['chat-missing-model', 'unknown_model', /model 'nobody:1b' not found/],
    ['chat-think-unsupported', 'refused', /does not support thinking/],
    ['chat-tools-unsupported', 'refused', /does not support tools/],
    ['chat-bad-option', 'refused', /must be of type integer/],
    ['chat-bad-json', 'refused', /unexpected EOF/],
    ['chat-keep-alive-bad', 'refused', /invalid duration/],
    ['chat-busy-7', 'overloaded', /server busy/],
    ['chat-too-long-truncate-false', 'too_long', /exceeds the context length/],
    ['wrong-method', 'bad_answer', /does not look like an Ollama/],
  ];
  for (const [recorded, code, because] of refusals) {
    test(`REPLY-7 the recorded refusal ${recorded} is ${code}`, async () => {
      const { fake, reply } = await house();
      fake.onChat(scripts.play(recorded));
      expect(await withoutPhases(reply())).toEqual([{ type: 'end', end: failed(code, because) }]);
    });
  }

  const answers: [status: number, error: string, code: string][] = [
    [500, 'model requires more system memory (5.6 GiB) than is available (3.1 GiB)', 'out_of_memory'],
    [500, 'llama-server process ran out-of-memory during startup', 'out_of_memory'],
    [500, 'timed out waiting for llama-server to start', 'timeout'],
    [500, 'model runner has unexpectedly stopped, this may be due to resource limitations', 'crashed'],
    [500, 'llama-server process has terminated: signal: killed', 'crashed'],
    [500, 'no slots available after 10 retries', 'overloaded'],
    [401, 'unauthorized', 'refused'],
    [403, 'cloud is disabled', 'refused'],
    [429, 'too many requests', 'overloaded'],
    [499, 'client closed', 'refused'],
    [502, 'bad gateway', 'unreachable'],
    [503, 'server busy, please try again.', 'overloaded'],
    [504, 'upstream', 'timeout'],
  ];
  for (const [status, error, code] of answers) {
    test(`REPLY-7 ${status} “${error}” is ${code}`, async () => {
      const { fake, reply } = await house();
      fake.onChat(scripts.status(status, error));
      expect(endOf(await reply())).toEqual({ outcome: 'failed', code, because: error });
    });
  }

  test('REPLY-7 what is no Ollama is a bad answer', async () => {
    const { fake, reply } = await house();
    fake.onChat(scripts.html(200), scripts.html(404), scripts.redirect('http://127.0.0.1:1/'));
    expect(endOf(await reply())).toEqual(failed('bad_answer', 'not a JSON object'));
    expect(endOf(await reply())).toEqual(failed('bad_answer', 'not look like an Ollama'));
    expect(endOf(await reply())).toEqual(failed('bad_answer', 'not followed'));
  });

  test('REPLY-7 the words of the model server are shown as one short line', async () => {
    const { fake, reply } = await house();
    fake.onChat(scripts.status(500, `runner\n\u001b[31m died\u202e ${'x'.repeat(1_000)}`));
    const end = endOf(await reply());
    expect(end).toEqual(failed('crashed', /^runner \[31m died x+…$/));
    expect(end?.outcome === 'failed' && end.because.length).toBe(300);
  });

  test('REPLY-7 nothing listens there any more', async () => {
    const { fake, reply } = await house();
    await fake.stop();
    expect(await reply()).toEqual([{ type: 'end', end: failed('unreachable', 'Nothing answers') }]);
  });

  test('a model server that came back answers again', async () => {
    const { fake, reply } = await house();
    await reply();
    await fake.stop();
    expect(endOf(await reply())?.outcome).toBe('failed');
    await fake.start();
    expect(endOf(await reply())?.outcome).toBe('done');
  });

  test('REPLY-7 a model that was swapped away in the meantime is unknown', async () => {
    const { fake, reply } = await house();
    fake.models.remove('smollm2:135m');
    expect(await withoutPhases(reply())).toEqual([{ type: 'end', end: failed('unknown_model', "model 'smollm2:135m' not found") }]);
  });

  test('a model that appeared since the last look is found', async () => {
    const { fake, reply } = await house();
    fake.models.add({ name: 'new:1b' });
    expect(endOf(await reply('Hello', undefined, 'new:1b'))?.outcome).toBe('done');
  });

  test('REPLY-7 a model of somebody else’s computer and one that cannot chat are refused without a request', async () => {
    const { fake, reply } = await house({
      fake: {
        models: [
          { name: 'far:cloud', remoteHost: 'https://ollama.com' },
          { name: 'embed:1b', capabilities: ['embedding'] },
        ],
      },
    });
    expect(endOf(await reply('Hello', undefined, 'far:cloud'))).toEqual(failed('refused', 'somebody else'));
    expect(endOf(await reply('Hello', undefined, 'embed:1b'))).toEqual(failed('refused', 'cannot chat'));
    expect(fake.chats).toHaveLength(0);
  });
});

async function withoutPhases(parts: Promise<Part[]>): Promise<Part[]> {
  return (await parts).filter((part) => part.type === 'piece' || part.type === 'end');
}
