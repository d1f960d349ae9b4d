import { createModelRegistry } from '../../server/models/create-registry.ts';
import { play } from '../support/fake-ollama/scripts.ts';
import { startFakeOllama } from '../support/fake-ollama/fake-ollama.ts';
import { modelProviderContract, type ProviderUnderTest } from './model-provider.ts';

modelProviderContract('guide', async () => {
  const fake = await startFakeOllama({ models: [] });
  const registry = createModelRegistry({ ollamaHost: fake.url, guidePaceMs: 0 });
  await registry.ready;
  const found = registry.find('guide');
  if (!found) throw new Error('The guide is not there.');
  const close = () => registry.close().then(() => fake.close());
  return { provider: found.provider, model: 'guide', question: 'How do I add a model?', close };
});

modelProviderContract(
  'ollama (recorded)',
  async (): Promise<ProviderUnderTest> => {
    const fake = await startFakeOllama({ answer: play('chat-warm', { times: true }) });
    const registry = createModelRegistry({ ollamaHost: fake.url, phaseEveryMs: 10 });
    await registry.ready;
    const found = registry.find('smollm2:135m');
    if (!found) throw new Error('The fake has no smollm2:135m.');
    const close = () => registry.close().then(() => fake.close());
    return { provider: found.provider, model: 'smollm2:135m', question: 'Say hello to a team in one short sentence.', close };
  },
  'nobody:1b',
);
