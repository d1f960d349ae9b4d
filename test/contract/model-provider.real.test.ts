/** Against the Ollama at OLLAMA_HOST, with its smallest model: `npm run test:ollama`. */
import { env } from 'node:process';
import { vi } from 'vitest';
import { createModelRegistry } from '../../server/models/create-registry.ts';
import { modelProviderContract } from './model-provider.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

modelProviderContract(
  'ollama (real)',
  async () => {
    const registry = createModelRegistry({ ollamaHost: env['OLLAMA_HOST'], guidePaceMs: 0 });
    await registry.ready;
    const found = registry.find(registry.defaultModel());
    if (found?.model.provider !== 'ollama') throw new Error(`No Ollama with a chat model was found: ${JSON.stringify(registry.ollama())}`);
    return {
      provider: found.provider,
      model: found.model.name,
      question: 'Tell me in two sentences what the sea is.',
      close: () => registry.close(),
    };
  },
  'nobody:1b',
);
