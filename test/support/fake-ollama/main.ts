/** The fake by hand, for looking at the product without a model: `node test/support/fake-ollama/main.ts [port]` (11434 unless told). */
import { startFakeOllama } from './fake-ollama.ts';
import { plausibleAnswer, plausiblePull } from './plausible.ts';

const fake = await startFakeOllama({
  port: Number(process.argv[2] ?? 11434),
  parallel: 1,
  models: [
    { name: 'gemma3:270m', sizeBytes: 253_113_294, contextLength: 32_768, parameters: '268.10M', quantization: 'Q4_K_M' },
    { name: 'smollm2:135m', sizeBytes: 98_363_007, contextLength: 8192 },
    { name: 'thinker:latest', sizeBytes: 98_363_400, contextLength: 8192, capabilities: ['completion', 'thinking'] },
  ],
  answer: plausibleAnswer,
  pull: plausiblePull,
});
process.stdout.write(`A fake Ollama answers at ${fake.url}\n`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void fake.close());
