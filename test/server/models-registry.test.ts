/** What Parley knows of the model server. */
import { describe, expect, test } from 'vitest';
import { createModelRegistry } from '../../server/models/create-registry.ts';
import type { ModelRegistry } from '../../server/models/registry.ts';
import { model as modelShape, ollamaStatus } from '../../shared/schemas/model.ts';
import { startFakeOllama } from '../support/fake-ollama/fake-ollama.ts';
import * as scripts from '../support/fake-ollama/scripts.ts';
import { closeLater, house, when } from './models-house.ts';

/** Looks again so often that a test need not wait. */
const looking = { registry: { probeEveryMs: 20 } };
const names = (registry: ModelRegistry) => registry.list().map((model) => model.name);

describe('what is known', () => {
  test('START-1 without a model server the guide is there and answers by default', async () => {
    const { registry, fake } = await house(looking);
    await fake.stop();
    await when(registry, () => registry.ollama().state === 'missing');
    expect(names(registry)).toEqual(['guide']);
    expect(registry.defaultModel()).toBe('guide');
    expect(ollamaStatus.parse(registry.ollama())).toEqual({
      state: 'missing',
      address: fake.url,
      because: 'Nothing answers at its address.',
    });
  });

  test('before the first look nothing is claimed', async () => {
    const fake = await startFakeOllama();
    closeLater(() => fake.close());
    const registry = createModelRegistry({ ollamaHost: fake.url });
    closeLater(() => registry.close());
    expect(registry.ollama()).toEqual({ state: 'looking', address: fake.url });
    expect(registry.defaultModel()).toBe('guide');
    await registry.ready;
    expect(registry.ollama()).toEqual({ state: 'found', address: fake.url, version: '0.25.0' });
  });

  test('the models of a recorded list, with what the model server says of them', async () => {
    const { registry } = await house(looking);
    expect(names(registry)).toEqual(['guide', 'gemma3:270m', 'smollm2:135m', 'thinker:latest']);
    for (const model of registry.list()) expect(modelShape.parse(model)).toEqual(model);
    expect(registry.find('smollm2:135m')?.model).toEqual({
      name: 'smollm2:135m',
      provider: 'ollama',
      sizeBytes: 98_363_007,
      parameters: '134.52M',
      quantization: 'Q4_1',
      contextLength: 8192,
      loaded: false,
      capabilities: ['completion'],
    });
    expect(registry.find('thinker')?.model.capabilities).toEqual(['completion', 'thinking']);
  });

  test('a name without a tag means :latest, and nobody answers to an unknown one', async () => {
    const { registry } = await house(looking);
    expect(registry.find('thinker')?.model.name).toBe('thinker:latest');
    expect(registry.find('guide')?.provider.id).toBe('guide');
    expect(registry.find('smollm2')).toBeUndefined();
    expect(registry.find('nobody:1b')).toBeUndefined();
  });

  test('the default is the smallest loaded chat model, else the smallest installed', async () => {
    const { registry, fake } = await house({
      ...looking,
      fake: {
        models: [
          { name: 'large:7b', sizeBytes: 7e9 },
          { name: 'small:1b', sizeBytes: 1e9 },
          { name: 'tiny:embed', sizeBytes: 1e6, capabilities: ['embedding'] },
        ],
      },
    });
    expect(registry.defaultModel()).toBe('small:1b');
    fake.models.load('large:7b');
    await when(registry, () => registry.defaultModel() === 'large:7b');
    expect(registry.find('large:7b')?.model.loaded).toBe(true);
  });

  test('START-1 a model server that comes later is found by itself, and one that goes is noticed', async () => {
    const { registry, fake } = await house(looking);
    await fake.stop();
    await when(registry, () => registry.ollama().state === 'missing');
    await fake.start();
    await when(registry, () => registry.ollama().state === 'found');
    expect(registry.list()).toHaveLength(4);
  });

  test('models that appear or go are noticed; each is asked about once', async () => {
    const { registry, fake } = await house(looking);
    fake.models.add({ name: 'new:1b' });
    await when(registry, () => registry.find('new:1b') !== undefined);
    fake.models.remove('new:1b');
    await when(registry, () => registry.find('new:1b') === undefined);
    expect(fake.requests.filter(({ path }) => path === '/api/show')).toHaveLength(4);
  });

  test('another model under the same name is asked about again', async () => {
    const { registry, fake } = await house({ ...looking, fake: { models: [{ name: 'm:1b', contextLength: 2048 }] } });
    fake.models.add({ name: 'm:1b', contextLength: 4096, digest: 'f'.repeat(64) });
    await when(registry, () => registry.find('m:1b')?.model.contextLength !== 2048);
    expect(registry.find('m:1b')?.model.contextLength).toBe(4096);
  });

  test('an older server that says less is understood', async () => {
    const fake = await startFakeOllama();
    closeLater(() => fake.close());
    fake.on('/api/tags', (exchange) => exchange.json(200, { models: [{ name: 'old:1b' }] }));
    fake.on('/api/show', (exchange) => exchange.json(200, { modelfile: '' }));
    const registry = createModelRegistry({ ollamaHost: fake.url });
    closeLater(() => registry.close());
    await registry.ready;
    expect(registry.find('old:1b')?.model).toEqual({ name: 'old:1b', provider: 'ollama', loaded: false, capabilities: ['completion'] });
  });

  test('what stands there and is no Ollama is missing, with the reason', async () => {
    const { registry, fake } = await house();
    for (const script of [scripts.html(), scripts.status(500, 'broken'), scripts.redirect('http://127.0.0.1:1'), scripts.garbageLine()]) {
      fake.on('/api/version', script as scripts.Script);
    }
    const because: string[] = [];
    for (let n = 0; n < 3; n += 1) {
      const other = createModelRegistry({ ollamaHost: fake.url });
      closeLater(() => other.close());
      await other.ready;
      const status = other.ollama();
      because.push(status.state === 'missing' ? status.because : status.state);
    }
    expect(because).toEqual(['Its answer is not JSON.', 'broken', expect.stringContaining('not followed')]);
    expect(registry.ollama().state).toBe('found');
  });

  test('INPUT-2 a model server that is silent is missing after the deadline', async () => {
    const fake = await startFakeOllama();
    closeLater(() => fake.close());
    fake.on('/api/tags', scripts.silence());
    const registry = createModelRegistry({ ollamaHost: fake.url, deadlines: { shortMs: 100 } });
    closeLater(() => registry.close());
    await registry.ready;
    expect(registry.ollama()).toMatchObject({ state: 'missing', because: 'No answer within 0.1 seconds.' });
  });

  test('a model of somebody else’s computer and one that cannot chat say why they are refused', async () => {
    const { registry } = await house({
      ...looking,
      fake: {
        models: [
          { name: 'far:cloud', remoteHost: 'https://ollama.com' },
          { name: 'embed:1b', capabilities: ['embedding'] },
        ],
      },
    });
    expect(registry.find('far:cloud')?.model.refused).toMatch(/somebody else/);
    expect(registry.find('embed:1b')?.model.refused).toMatch(/cannot chat/);
    expect(registry.defaultModel()).toBe('guide');
  });

  test('the facts of one model; unknown ones and a missing server are refused', async () => {
    const { registry, fake } = await house(looking);
    expect(await registry.show('smollm2:135m')).toMatchObject({
      model: { name: 'smollm2:135m' },
      family: 'llama',
      template: expect.stringContaining('im_start'),
    });
    expect(await registry.show('guide')).toMatchObject({ model: { name: 'guide' } });
    await expect(registry.show('nobody:1b')).rejects.toMatchObject({ reason: 'MODEL_UNKNOWN' });
    await fake.stop();
    await when(registry, () => registry.ollama().state === 'missing');
    await expect(registry.show('smollm2:135m')).rejects.toMatchObject({ reason: 'MODEL_UNAVAILABLE' });
  });

  test('a model is removed for good; what cannot be is refused', async () => {
    const { registry, fake } = await house(looking);
    await registry.remove('gemma3:270m');
    expect(names(registry)).not.toContain('gemma3:270m');
    expect(fake.models.has('gemma3:270m')).toBe(false);
    await expect(registry.remove('gemma3:270m')).rejects.toMatchObject({ reason: 'MODEL_UNKNOWN' });
    await expect(registry.remove('guide')).rejects.toMatchObject({ reason: 'CONFLICT' });
    await fake.stop();
    await when(registry, () => registry.ollama().state === 'missing');
    await expect(registry.remove('smollm2:135m')).rejects.toMatchObject({ reason: 'MODEL_UNAVAILABLE' });
  });
});
