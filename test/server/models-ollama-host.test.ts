/** Where the model server is, and what it means when nobody answers there. */
import { describe, expect, test } from 'vitest';
import { createModelRegistry } from '../../server/models/create-registry.ts';
import { failureOfConnection } from '../../server/models/ollama-errors.ts';
import { parseOllamaHost } from '../../server/models/ollama-host.ts';
import { startFakeOllama } from '../support/fake-ollama/fake-ollama.ts';
import { closeLater } from './models-house.ts';

describe('OLLAMA_HOST', () => {
  const cases: [setting: string | undefined, url: string][] = [
    [undefined, 'http://127.0.0.1:11434'],
    ['', 'http://127.0.0.1:11434'],
    ['  ', 'http://127.0.0.1:11434'],
    ['"10.0.0.5"', 'http://10.0.0.5:11434'],
    ['0.0.0.0', 'http://127.0.0.1:11434'],
    ['0.0.0.0:8080', 'http://127.0.0.1:8080'],
    [':8080', 'http://127.0.0.1:8080'],
    ['box', 'http://box:11434'],
    ['box:80', 'http://box'],
    ['box:8080', 'http://box:8080'],
    ['http://', 'http://127.0.0.1'],
    ['http://box', 'http://box'],
    ['http://box:11434/', 'http://box:11434'],
    ['https://box', 'https://box'],
    ['https://box:8443/ollama/', 'https://box:8443/ollama'],
    ['box/ollama', 'http://box:11434/ollama'],
    ['[::1]', 'http://[::1]:11434'],
    ['[::1]:8080', 'http://[::1]:8080'],
    ['::1', 'http://[::1]:11434'],
    ['[::]', 'http://[::1]:11434'],
  ];
  for (const [setting, url] of cases)
    test(`${JSON.stringify(setting)} is ${url}`, () => expect(parseOllamaHost(setting)).toEqual({ url, headers: {} }));

  test('AUDIT-3 credentials become a header and are never part of the address', () => {
    expect(parseOllamaHost('https://ana:s%3Acret@box')).toEqual({
      url: 'https://box',
      headers: { authorization: `Basic ${Buffer.from('ana:s:cret').toString('base64')}` },
    });
  });

  for (const setting of ['ftp://box', 'box:99999', 'http://box?x=1', 'not a host']) {
    test(`${JSON.stringify(setting)} is refused`, () => expect(() => parseOllamaHost(setting)).toThrow(/OLLAMA_HOST/));
  }

  test('credentials are sent', async () => {
    const fake = await startFakeOllama();
    closeLater(() => fake.close());
    const registry = createModelRegistry({ ollamaHost: fake.url.replace('//', '//ana:secret@') });
    closeLater(() => registry.close());
    await registry.ready;
    expect(registry.ollama()).toMatchObject({ state: 'found', address: fake.url });
    expect(fake.requests[0]?.headers.authorization).toBe(`Basic ${Buffer.from('ana:secret').toString('base64')}`);
  });
});

test('REPLY-7 each way a connection fails is unreachable, in words', () => {
  const because = (code: string) => failureOfConnection(Object.assign(new Error('x'), { code }), false);
  for (const code of [
    'ENOTFOUND',
    'EAI_AGAIN',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'ETIMEDOUT',
    'UND_ERR_CONNECT_TIMEOUT',
    'ECONNRESET',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
  ]) {
    expect(because(code)).toMatchObject({ code: 'unreachable', because: expect.stringMatching(/\w+ .*\./) });
  }
  expect(because('HPE_INVALID_CONSTANT').code).toBe('bad_answer');
});
