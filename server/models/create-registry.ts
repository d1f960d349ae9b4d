/** The registry over Ollama and the guide. */
import { refuse } from '../../shared/errors.ts';
import { tagged } from '../../shared/models.ts';
import type { Model, OllamaStatus, Pull } from '../../shared/schemas/model.ts';
import { GuideProvider } from './guide.ts';
import type { ModelProvider } from './model.ts';
import { OllamaFailure } from './ollama-errors.ts';
import { parseOllamaHost } from './ollama-host.ts';
import { OllamaProbe } from './ollama-probe.ts';
import { OllamaProvider } from './ollama-provider.ts';
import type { Deadlines } from './ollama-transport.ts';
import { OllamaServer } from './ollama.ts';
import { Pulls } from './pulls.ts';
import type { ModelRegistry } from './registry.ts';

export interface ModelRegistryOptions {
  /** OLLAMA_HOST as it was set. */
  ollamaHost?: string | undefined;
  /** Generations at once on the model server (PARLEY_PARALLEL). 1 unless told, as Ollama itself. */
  parallel?: number;
  /** Most tokens a model reads at once, whatever it could. */
  maxContext?: number;
  probeEveryMs?: number;
  phaseEveryMs?: number;
  keepPullsMs?: number;
  /** Milliseconds between two words of the guide. */
  guidePaceMs?: number;
  deadlines?: Partial<Deadlines>;
}

/** Looks for the model server at once; nothing waits for it but `ready`. Throws when `ollamaHost` is no address. */
export function createModelRegistry(options: ModelRegistryOptions = {}): ModelRegistry {
  return new Registry(options);
}

const TEXT_MAX_CHARS = 100_000;

class Registry implements ModelRegistry {
  readonly #listeners = new Set<() => void>();
  readonly #server: OllamaServer;
  readonly #probe: OllamaProbe;
  readonly #ollama: OllamaProvider;
  readonly #guide: GuideProvider;
  readonly #pulls: Pulls;

  constructor(options: ModelRegistryOptions) {
    const changed = () => [...this.#listeners].forEach((listener) => listener());
    this.#server = new OllamaServer(parseOllamaHost(options.ollamaHost), options.deadlines);
    this.#probe = new OllamaProbe(
      this.#server,
      { everyMs: options.probeEveryMs ?? 10_000, maxContext: options.maxContext ?? 8_192 },
      changed,
    );
    this.#ollama = new OllamaProvider(this.#server, this.#probe, {
      slots: options.parallel ?? 1,
      phaseEveryMs: options.phaseEveryMs ?? 1_000,
    });
    this.#guide = new GuideProvider({ ollama: () => this.ollama(), models: () => this.#ollama.models() }, options.guidePaceMs ?? 15);
    this.#pulls = new Pulls({
      begin: (model) => this.#server.pull(model),
      refresh: () => this.#probe.refresh(),
      changed,
      keepMs: options.keepPullsMs ?? 60_000,
    });
  }

  get ready(): Promise<void> {
    return this.#probe.ready;
  }

  list(): Model[] {
    return [...this.#guide.models(), ...this.#ollama.models().filter((model) => !this.#isGuide(model.name))];
  }

  find(name: string): { provider: ModelProvider; model: Model } | undefined {
    const model = this.list().find((known) => tagged(known.name) === tagged(name));
    return model && { provider: model.provider === 'guide' ? this.#guide : this.#ollama, model };
  }

  /** One that is loaded answers at once, so it comes before a smaller one that is not. */
  defaultModel(): string {
    const models = this.list().filter((model) => model.provider === 'ollama' && !model.refused);
    const loaded = models.filter((model) => model.loaded);
    const size = (model: Model) => model.sizeBytes ?? Number.POSITIVE_INFINITY;
    const [smallest] = (loaded.length > 0 ? loaded : models).toSorted((a, b) => size(a) - size(b) || a.name.localeCompare(b.name));
    return smallest?.name ?? this.#guide.name;
  }

  providers(): ModelProvider[] {
    return [this.#ollama, this.#guide];
  }

  welcome(about: { userName: string; teamName: string }): string {
    return this.#guide.welcome(about);
  }

  ollama(): OllamaStatus {
    return this.#probe.status();
  }

  async show(name: string): Promise<{ model: Model; license?: string; family?: string; template?: string }> {
    if (!this.#isGuide(name)) this.#needServer();
    const { model } = this.find(name) ?? refuse('MODEL_UNKNOWN');
    if (model.provider === 'guide') return { model, family: 'Parley’s own documentation, searched' };
    const { license, template, details } = await this.#server.show(model.name).catch(asRefusal);
    return {
      model,
      ...(license && { license: license.slice(0, TEXT_MAX_CHARS) }),
      ...(details?.family && { family: details.family }),
      ...(template && { template: template.slice(0, TEXT_MAX_CHARS) }),
    };
  }

  startPull(name: string, startedBy: string): Pull {
    if (this.#isGuide(name)) refuse('CONFLICT', 'The guide is built in: there is nothing to pull.');
    this.#needServer();
    return this.#pulls.start(name, startedBy);
  }

  pulls(): Pull[] {
    return this.#pulls.list();
  }

  watchPull(name: string, signal: AbortSignal): AsyncIterable<Pull> {
    return this.#pulls.watch(name, signal);
  }

  cancelPull(name: string): void {
    this.#pulls.cancel(name);
  }

  async remove(name: string): Promise<void> {
    if (this.#isGuide(name)) refuse('CONFLICT', 'The guide is built in: it cannot be removed.');
    this.#needServer();
    if (this.#pulls.isRunning(name)) refuse('CONFLICT', 'This model is being pulled. Cancel that first.');
    const { model } = this.find(name) ?? refuse('MODEL_UNKNOWN');
    await this.#server.remove(model.name).catch(asRefusal);
    await this.#probe.refresh();
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.#listeners.clear();
    await this.#pulls.close();
    await this.#server.close();
    await this.#probe.close();
  }

  #isGuide(name: string): boolean {
    return tagged(name) === tagged(this.#guide.name);
  }

  /** Nothing is known of the models while the model server is not there. */
  #needServer(): void {
    if (this.ollama().state !== 'found')
      refuse('MODEL_UNAVAILABLE', 'No model server was found. Start Ollama; it is looked for every few seconds.');
  }
}

function asRefusal(cause: unknown): never {
  if (!(cause instanceof OllamaFailure)) throw cause;
  if (cause.code === 'unknown_model') refuse('MODEL_UNKNOWN');
  refuse('MODEL_UNAVAILABLE', undefined, { because: cause.because });
}
