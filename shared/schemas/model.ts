import { z } from 'zod';
import { teamId } from '../ids.ts';
import { modelName, nothing } from './common.ts';

export const model = z.object({
  name: z.string(),
  provider: z.enum(['ollama', 'guide']),
  sizeBytes: z.int().optional(),
  /** For example 135M and Q4_K_M, as the model server says. */
  parameters: z.string().optional(),
  quantization: z.string().optional(),
  contextLength: z.int().optional(),
  loaded: z.boolean(),
  capabilities: z.array(z.string()),
  /** Why it cannot be asked here. */
  refused: z.string().optional(),
});
export type Model = z.infer<typeof model>;

/** What Parley knows of the model server right now; `address` is where it looked. */
export const ollamaStatus = z.discriminatedUnion('state', [
  z.object({ state: z.literal('found'), address: z.string(), version: z.string() }),
  z.object({ state: z.literal('missing'), address: z.string(), because: z.string() }),
  z.object({ state: z.literal('looking'), address: z.string() }),
]);
export type OllamaStatus = z.infer<typeof ollamaStatus>;

/** A pull that runs on the server: any tab may join it. Bytes; `total` is known once the layer is. */
export const pull = z.object({
  model: z.string(),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  status: z.string(),
  completedBytes: z.int(),
  totalBytes: z.int(),
  because: z.string().optional(),
  startedBy: z.string(),
});
export type Pull = z.infer<typeof pull>;

export const modelList = {
  input: z.strictObject({ teamId }),
  output: z.object({ items: z.array(model), ollama: ollamaStatus, pulls: z.array(pull) }),
};
export const modelShow = {
  input: z.strictObject({ teamId, model: modelName }),
  output: z.object({ model, license: z.string().optional(), family: z.string().optional(), template: z.string().optional() }),
};
export const modelPull = { input: z.strictObject({ teamId, model: modelName, lastEventId: z.string().max(200).optional() }) };
export const modelCancelPull = { input: z.strictObject({ teamId, model: modelName }), output: z.object({}) };
export const modelRemove = { input: z.strictObject({ teamId, model: modelName }), output: z.object({}) };

/** For everybody, before sign-in: is this a first run, may people register, and (on a first run only) what was found. */
export const systemSetup = {
  input: nothing,
  output: z.object({
    firstRun: z.boolean(),
    registration: z.enum(['open', 'invite']),
    ollama: ollamaStatus.optional(),
    models: z.array(z.string()).optional(),
  }),
};
