/** The answers of a model server, as far as Parley reads them. What older servers leave out is optional. */
import { z } from 'zod';

export const versionAnswer = z.object({ version: z.string() });

const details = z.object({
  family: z.string().optional(),
  parameter_size: z.string().optional(),
  quantization_level: z.string().optional(),
});

const tag = z.object({
  name: z.string().min(1),
  digest: z.string().default(''),
  size: z.int().nonnegative().optional(),
  details: details.optional(),
  /** Set when the model runs elsewhere and the server only passes requests on. */
  remote_host: z.string().optional(),
});
export type Tag = z.infer<typeof tag>;
export const tagsAnswer = z.object({ models: z.array(tag).nullable() });

export const psAnswer = z.object({ models: z.array(z.object({ name: z.string() })).nullable() });

export const showAnswer = z.object({
  license: z.string().optional(),
  template: z.string().optional(),
  details: details.optional(),
  model_info: z.record(z.string(), z.unknown()).optional(),
  capabilities: z.array(z.string()).optional(),
});
export type Shown = z.infer<typeof showAnswer>;

const count = z.number().nonnegative().optional();
/** Durations are nanoseconds. */
export const chatLine = z.object({
  message: z.object({ content: z.string().nullish(), thinking: z.string().nullish() }).optional(),
  done: z.boolean().optional(),
  done_reason: z.string().optional(),
  load_duration: count,
  prompt_eval_count: count,
  prompt_eval_duration: count,
  eval_count: count,
  eval_duration: count,
});
export type ChatLine = z.infer<typeof chatLine>;

/** Bytes. `completed` is missing until something of the layer came. */
export const pullLine = z.object({
  status: z.string(),
  digest: z.string().optional(),
  total: z.number().nonnegative().optional(),
  completed: z.number().nonnegative().optional(),
});
export type PullLine = z.infer<typeof pullLine>;
