/** Every model there is, by name, whoever provides it, and what is known of the model server. */
import type { Model, OllamaStatus, Pull } from '../../shared/schemas/model.ts';
import type { ModelProvider } from './model.ts';

export interface ModelRegistry {
  list(): Model[];
  /** The provider that answers to this name right now; a name without a tag means `:latest`. Undefined when nobody does. */
  find(name: string): { provider: ModelProvider; model: Model } | undefined;
  /** The model that answers when nobody chose one: the smallest loaded or installed chat model, else the guide. */
  defaultModel(): string;
  providers(): ModelProvider[];
  /** What the guide says first in a new team: three lines of hello, then which models were found or how to get one. Markdown. */
  welcome(about: { userName: string; teamName: string }): string;
  ollama(): OllamaStatus;
  /** Facts of one model from the model server; refuses MODEL_UNKNOWN or MODEL_UNAVAILABLE. */
  show(name: string): Promise<{ model: Model; license?: string; family?: string; template?: string }>;
  /** Starts a pull, or joins the one that runs (one per name). */
  startPull(name: string, startedBy: string): Pull;
  pulls(): Pull[];
  /** Yields the pull as it is now and after each change, the last one ended; refuses NOT_FOUND when there is none. */
  watchPull(name: string, signal: AbortSignal): AsyncIterable<Pull>;
  cancelPull(name: string): void;
  remove(name: string): Promise<void>;
  /** Called when the list, a pull's end or the state of the model server changes. Returns how to stop listening. */
  onChange(listener: () => void): () => void;
  /** Resolves after the first probe, whatever it found. */
  ready: Promise<void>;
  close(): Promise<void>;
}
