/** What is installed and what is loaded on the fake, in the words of a real server. */
import { bodyOf } from './recordings.ts';

export interface FakeModel {
  /** With its tag, for example `smollm2:135m`. */
  name: string;
  sizeBytes?: number;
  contextLength?: number;
  capabilities?: string[];
  parameters?: string;
  quantization?: string;
  /** Runs elsewhere: the model server only passes requests on. */
  remoteHost?: string;
  /** What another pull of the same name changes. */
  digest?: string;
}

interface Entry {
  name: string;
  digest: string;
  size: number;
  details: { context_length?: number; [key: string]: unknown };
  capabilities: string[];
  [key: string]: unknown;
}

export class FakeModels {
  readonly #entries = new Map<string, Entry>();
  readonly #shows = new Map<string, unknown>();
  readonly #loaded = new Set<string>();

  constructor(models: 'recorded' | FakeModel[]) {
    if (models !== 'recorded') for (const model of models) this.add(model);
    else this.#addRecorded();
  }

  add(model: FakeModel): void {
    const entry = entryOf(model);
    this.#entries.set(entry.name, entry);
    this.#shows.delete(entry.name);
  }

  remove(name: string): boolean {
    this.#loaded.delete(tagged(name));
    return this.#entries.delete(tagged(name));
  }

  has(name: string): boolean {
    return this.#entries.has(tagged(name));
  }

  thinks(name: string): boolean {
    return this.#entries.get(tagged(name))?.capabilities.includes('thinking') ?? false;
  }

  load(name: string): void {
    if (this.has(name)) this.#loaded.add(tagged(name));
  }

  unload(name: string): void {
    this.#loaded.delete(tagged(name));
  }

  isLoaded(name: string): boolean {
    return this.#loaded.has(tagged(name));
  }

  /** The body of GET /api/tags. */
  tags(): { models: Entry[] } {
    return { models: [...this.#entries.values()] };
  }

  /** The body of GET /api/ps. */
  ps(): { models: unknown[] } {
    const loaded = [...this.#entries.values()].filter((entry) => this.#loaded.has(entry.name));
    return {
      models: loaded.map((entry) => ({ ...entry, expires_at: '2026-11-22T10:50:03.018367905Z', size_vram: 0, context_length: 2048 })),
    };
  }

  /** The body of POST /api/show. */
  show(name: string): unknown {
    const entry = this.#entries.get(tagged(name));
    if (!entry) return undefined;
    return this.#shows.get(entry.name) ?? shown(entry);
  }

  #addRecorded(): void {
    const { models }: { models: Entry[] } = JSON.parse(bodyOf('tags'));
    for (const entry of models) this.#entries.set(entry.name, entry);
    this.#shows.set('smollm2:135m', JSON.parse(bodyOf('show')));
    this.add({ name: 'thinker:latest', sizeBytes: 98_363_400, contextLength: 8192, capabilities: ['completion', 'thinking'] });
    this.#shows.set('thinker:latest', JSON.parse(bodyOf('show-thinker')));
  }
}

export function tagged(name: string): string {
  return /:[^/]*$/u.test(name) ? name : `${name}:latest`;
}

function entryOf(model: FakeModel): Entry {
  const name = tagged(model.name);
  return {
    name,
    model: name,
    modified_at: '2026-11-22T10:43:15.82276848Z',
    size: model.sizeBytes ?? 98_363_007,
    digest: model.digest ?? Buffer.from(name).toString('hex').padEnd(64, '0').slice(0, 64),
    details: {
      parent_model: '',
      format: 'gguf',
      family: 'llama',
      families: ['llama'],
      parameter_size: model.parameters ?? '134.52M',
      quantization_level: model.quantization ?? 'Q4_1',
      context_length: model.contextLength ?? 8192,
    },
    capabilities: model.capabilities ?? ['completion'],
    ...(model.remoteHost && { remote_host: model.remoteHost, remote_model: name }),
  };
}

function shown(entry: Entry): unknown {
  return {
    license: 'Apache License 2.0',
    modelfile: `FROM ${entry.name}`,
    template: '{{ .Prompt }}',
    details: entry.details,
    model_info: { 'general.architecture': 'llama', 'llama.context_length': entry.details.context_length },
    capabilities: entry.capabilities,
  };
}
