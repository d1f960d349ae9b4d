/**
 * The door to whatever writes replies: Ollama, the built-in guide, or the next one. A provider is judged by one contract suite
 * (test/contract/model-provider.ts).
 */
import type { FailureCode } from '../../shared/errors.ts';
import type { Channel } from '../../shared/events.ts';
import type { Attachment } from '../../shared/schemas/conversation.ts';
import type { Model } from '../../shared/schemas/model.ts';

/** One turn of the line a model reads. Roles are set by the server, never by a client. */
export interface Turn {
  role: 'system' | 'user' | 'assistant';
  text: string;
  files?: readonly TurnFile[];
}

/** A file that came with a turn. Its bytes are read only when they are given to a model. */
export interface TurnFile extends Pick<Attachment, 'name' | 'type' | 'mime' | 'size'> {
  /** Undefined when they are gone. */
  read(): Promise<Uint8Array | undefined>;
}

export interface Ask {
  model: string;
  /** Oldest first. When the last turn is the assistant's, the model goes on with that text. */
  turns: Turn[];
}

/** What a provider tells while it works. A stream ends with exactly one `end`; after it nothing comes. */
export type Part =
  | { type: 'loading' }
  | { type: 'prompting'; promptTokens?: number }
  | { type: 'piece'; channel: Channel; text: string }
  | { type: 'end'; end: ProviderEnd };

export type ProviderEnd =
  | { outcome: 'done' | 'truncated'; usage?: ProviderUsage }
  | { outcome: 'failed'; code: FailureCode; because: string };

/** The provider's own counts; times in milliseconds. `leftOut`: turns dropped to fit the context. */
export interface ProviderUsage {
  promptTokens: number;
  outputTokens: number;
  loadMs: number;
  promptMs: number;
  outputMs: number;
  leftOut: number;
}

export interface ModelProvider {
  readonly id: Model['provider'];
  /** How many generations may run at once; the queue holds back the rest. */
  readonly slots: number;
  /** What can be asked right now, from memory: never waits for the model server. */
  models(): Model[];
  /**
   * Streams the reply. Never throws: every failure is an `end`. After `signal` aborts it yields nothing more and returns; what the model server
   * still has to say is drained quietly for at most GENERATION.drainMs, and `settled` tells when its slot is free again.
   */
  ask(ask: Ask, signal: AbortSignal): AsyncIterable<Part> & { settled: Promise<void> };
}
