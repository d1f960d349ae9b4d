/** A fake model server with a registry over it, closed after each test. */
import { afterEach, expect } from 'vitest';
import { createModelRegistry, type ModelRegistryOptions } from '../../server/models/create-registry.ts';
import type { Part, Turn } from '../../server/models/model.ts';
import type { ModelRegistry } from '../../server/models/registry.ts';
import { collect } from '../contract/model-provider.ts';
import { startFakeOllama, type FakeOllamaOptions } from '../support/fake-ollama/fake-ollama.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

/** Closes this after the test, before what was there already. */
export function closeLater(close: () => Promise<unknown>): void {
  closing.push(close);
}

const quick = { drainMs: 100, connectMs: 1_000, shortMs: 2_000 };

export async function house(options: { fake?: FakeOllamaOptions; registry?: ModelRegistryOptions } = {}) {
  const fake = await startFakeOllama(options.fake);
  closeLater(() => fake.close());
  const deadlines = { ...quick, ...options.registry?.deadlines };
  const registry = createModelRegistry({
    ollamaHost: fake.url,
    phaseEveryMs: 5,
    probeEveryMs: 60_000,
    guidePaceMs: 0,
    ...options.registry,
    deadlines,
  });
  closeLater(() => registry.close());
  await registry.ready;
  const ask = (turns: Turn[] | string = 'Hello', stop = new AbortController().signal, model = 'smollm2:135m') => {
    const provider = registry.providers().find(({ id }) => id === 'ollama');
    if (!provider) throw new Error('Ollama is no provider.');
    return provider.ask({ model, turns: typeof turns === 'string' ? [{ role: 'user', text: turns }] : turns }, stop);
  };
  return { fake, registry, ask, reply: async (...asked: Parameters<typeof ask>): Promise<Part[]> => collect(ask(...asked)) };
}

/** A failure as an end, with words that match. */
export function failed(code: string, because: string | RegExp) {
  return { outcome: 'failed', code, because: expect.stringMatching(because) };
}

/** So many turns of some length, a person's and an answer by turns. */
export function history(count: number): Turn[] {
  return Array.from({ length: count }, (_, n) => ({
    role: n % 2 === 0 ? 'user' : 'assistant',
    text: `Turn ${n} says ${'something of some length '.repeat(4)}`,
  }));
}

/** Resolves when `holds` does, asked again after each change the registry tells. */
export async function when(registry: ModelRegistry, holds: () => boolean): Promise<void> {
  if (holds()) return;
  await new Promise<void>((resolve) => {
    const stop = registry.onChange(() => {
      if (!holds()) return;
      stop();
      resolve();
    });
  });
}
