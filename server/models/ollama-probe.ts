/** What Parley knows of the model server: asked at the start and again every few seconds, because people start, stop and change it as they like. */
import { tagged } from '../../shared/models.ts';
import type { Model, OllamaStatus } from '../../shared/schemas/model.ts';
import { OllamaFailure } from './ollama-errors.ts';
import type { OllamaServer } from './ollama.ts';
import type { Shown, Tag } from './ollama-shapes.ts';
import { TokenRate } from './context.ts';

/** A model with everything that is decided once for it: changing its context would make the model server load it anew. */
export interface Known {
  model: Model;
  numCtx: number;
  thinks: boolean;
  rate: TokenRate;
}

interface Facts {
  contextLength: number | undefined;
  capabilities: string[];
  rate: TokenRate;
}

export interface ProbeOptions {
  everyMs: number;
  /** Upper bound of the context a model is run with, in tokens. */
  maxContext: number;
}

export class OllamaProbe {
  /** Resolves after the first look, whatever it found. */
  readonly ready: Promise<void>;
  #status: OllamaStatus;
  #known: Known[] = [];
  readonly #server: OllamaServer;
  readonly #options: ProbeOptions;
  readonly #changed: () => void;
  readonly #facts = new Map<string, Facts>();
  #looking: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(server: OllamaServer, options: ProbeOptions, changed: () => void) {
    this.#server = server;
    this.#options = options;
    this.#changed = changed;
    this.#status = { state: 'looking', address: server.address };
    this.ready = this.refresh();
  }

  status(): OllamaStatus {
    return this.#status;
  }

  known(): Known[] {
    return this.#known;
  }

  find(name: string): Known | undefined {
    const wanted = tagged(name);
    return this.#known.find((known) => tagged(known.model.name) === wanted);
  }

  /** Looks again, after a look that is under way. Never rejects. */
  refresh(): Promise<void> {
    clearTimeout(this.#timer);
    this.#looking = this.#looking.then(() => this.#look());
    return this.#looking;
  }

  /** Whether the model is in memory at this moment; undefined when that cannot be told. */
  async isLoaded(name: string, signal: AbortSignal): Promise<boolean | undefined> {
    try {
      return (await this.#server.loaded(signal)).some((loaded) => tagged(loaded) === tagged(name));
    } catch {
      return undefined;
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#looking;
  }

  async #look(): Promise<void> {
    if (this.#closed) return;
    const before = this.#picture();
    try {
      const [version, tags, loaded] = await Promise.all([this.#server.version(), this.#server.list(), this.#server.loaded()]);
      const loadedNames = new Set(loaded.map(tagged));
      const known: Known[] = [];
      for (const tag of tags) known.push(this.#knownOf(tag, await this.#factsOf(tag), loadedNames));
      this.#known = known;
      this.#status = { state: 'found', address: this.#server.address, version };
    } catch (cause) {
      this.#known = [];
      this.#status = {
        state: 'missing',
        address: this.#server.address,
        because: cause instanceof OllamaFailure ? cause.because : 'It cannot be asked.',
      };
    }
    if (this.#closed) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.refresh(), this.#options.everyMs).unref();
    if (this.#picture() !== before) this.#changed();
  }

  #picture(): string {
    return JSON.stringify([this.#status, this.#known.map((known) => known.model)]);
  }

  /** Asked once per digest: a model of the same name may become another one. */
  async #factsOf(tag: Tag): Promise<Facts> {
    const key = `${tag.name} ${tag.digest}`;
    const known = this.#facts.get(key);
    if (known) return known;
    const shown = await this.#server.show(tag.name).catch((cause: unknown) => unlessGone(cause));
    const facts = { contextLength: contextLengthOf(shown), capabilities: shown.capabilities ?? ['completion'], rate: new TokenRate() };
    this.#facts.set(key, facts);
    return facts;
  }

  #knownOf(tag: Tag, facts: Facts, loaded: Set<string>): Known {
    const { contextLength, capabilities, rate } = facts;
    const refused = refusalOf(tag, capabilities);
    const model: Model = {
      name: tag.name,
      provider: 'ollama',
      loaded: loaded.has(tagged(tag.name)),
      capabilities,
      // A model that runs elsewhere takes up nothing but its name here.
      ...(tag.size !== undefined && tag.remote_host === undefined && { sizeBytes: tag.size }),
      ...(tag.details?.parameter_size && { parameters: tag.details.parameter_size }),
      ...(tag.details?.quantization_level && { quantization: tag.details.quantization_level }),
      ...(contextLength !== undefined && { contextLength }),
      ...(refused && { refused }),
    };
    const numCtx = Math.min(contextLength ?? this.#options.maxContext, this.#options.maxContext);
    return { model, numCtx, thinks: capabilities.includes('thinking'), rate };
  }
}

/** A model that was removed between the list and the question has no facts; anything else is a reason to look again later. */
function unlessGone(cause: unknown): Shown {
  if (cause instanceof OllamaFailure && cause.status !== undefined) return {};
  throw cause;
}

function contextLengthOf(shown: Shown): number | undefined {
  const architecture = shown.model_info?.['general.architecture'];
  const length = typeof architecture === 'string' ? shown.model_info?.[`${architecture}.context_length`] : undefined;
  return typeof length === 'number' && Number.isInteger(length) && length > 0 ? length : undefined;
}

function refusalOf(tag: Tag, capabilities: string[]): string | undefined {
  if (tag.remote_host) return 'This model runs on a computer of somebody else; Parley asks only models that run on yours.';
  return capabilities.includes('completion') ? undefined : 'This model cannot chat.';
}
