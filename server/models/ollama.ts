/** The model server as Parley calls it: the only file that knows the `ollama` package. Every method rejects with an OllamaFailure and nothing else. */
import { Ollama } from 'ollama';
import { z } from 'zod';
import { OllamaFailure } from './ollama-errors.ts';
import type { OllamaAddress } from './ollama-host.ts';
import {
  chatLine,
  psAnswer,
  pullLine,
  showAnswer,
  tagsAnswer,
  versionAnswer,
  type ChatLine,
  type PullLine,
  type Shown,
  type Tag,
} from './ollama-shapes.ts';
import { DEADLINES, Transport, type Deadlines } from './ollama-transport.ts';
import { StreamedCall } from './streamed-call.ts';

export interface ChatRequest {
  model: string;
  /** `images` as bytes: the package takes a string for the name of a file of this computer, and reads it. */
  messages: { role: 'system' | 'user' | 'assistant'; content: string; images?: Uint8Array[] }[];
  think: boolean;
  options: { num_ctx: number; num_predict: number };
}

/** An answer that comes in lines. The last line is the last thing yielded. */
export interface Lines<Line> extends AsyncIterable<Line> {
  /** Resolves when the model server is done with it; never rejects. */
  settled: Promise<void>;
  /** True after the lines ended without a last one. */
  endedEarly(): boolean;
  /** Nobody wants the rest. */
  abandon(): void;
}

/** A registry may be silent while a large layer is checked. */
const PULL_SILENCE_MS = 15 * 60_000;

export class OllamaServer {
  readonly address: string;
  readonly #headers: Record<string, string>;
  readonly #deadlines: Deadlines;
  readonly #transport: Transport;

  constructor(address: OllamaAddress, deadlines: Partial<Deadlines> = {}) {
    this.address = address.url;
    this.#headers = address.headers;
    this.#deadlines = { ...DEADLINES, ...deadlines };
    this.#transport = new Transport(this.#deadlines.connectMs);
  }

  async version(): Promise<string> {
    return (await this.#short((client) => client.version(), versionAnswer)).version;
  }

  async list(): Promise<Tag[]> {
    return (await this.#short((client) => client.list(), tagsAnswer)).models ?? [];
  }

  /** Names of the models in memory. A model that loads is not among them until it is ready. */
  async loaded(signal?: AbortSignal): Promise<string[]> {
    return ((await this.#short((client) => client.ps(), psAnswer, signal)).models ?? []).map((model) => model.name);
  }

  show(model: string): Promise<Shown> {
    return this.#short((client) => client.show({ model }), showAnswer);
  }

  async remove(model: string): Promise<void> {
    await this.#short((client) => client.delete({ model }), z.unknown());
  }

  /** `truncate: false`: a prompt that is too long is refused instead of cut in silence. */
  chat(request: ChatRequest): Lines<ChatLine> {
    const call = new StreamedCall(this.#transport, this.#deadlines, (line) => line['done'] === true);
    const asked = { ...request, stream: true as const, truncate: false };
    return lines(call, () => this.#client(call.fetch).chat(asked), chatLine);
  }

  pull(model: string): Lines<PullLine> {
    const deadlines = { ...this.#deadlines, betweenPiecesMs: PULL_SILENCE_MS, maxTotalBytes: Number.POSITIVE_INFINITY, drainMs: 0 };
    const call = new StreamedCall(this.#transport, deadlines, (line) => line['status'] === 'success');
    return lines(call, () => this.#client(call.fetch).pull({ model, stream: true }), pullLine);
  }

  close(): Promise<void> {
    return this.#transport.close();
  }

  /** A client per call: the package keeps a list of streams that an error never leaves. */
  #client(fetch: typeof globalThis.fetch): Ollama {
    return new Ollama({ host: this.address, headers: this.#headers, fetch });
  }

  async #short<T>(call: (client: Ollama) => Promise<unknown>, shape: z.ZodType<T>, signal?: AbortSignal): Promise<T> {
    const fetch = this.#transport.shortFetch(this.#deadlines.shortMs, signal);
    return parsed(shape, await call(this.#client(fetch)).catch(asFailure));
  }
}

/** `begin` has the package make the request of the call. What comes is read beside it: the package would parse each line once more, and less strictly. */
function lines<Line>(call: StreamedCall, begin: () => Promise<unknown>, shape: z.ZodType<Line>): Lines<Line> {
  const { settled } = call;
  const endedEarly = () => call.endedEarly;
  return { [Symbol.asyncIterator]: () => read(call, begin, shape), settled, endedEarly, abandon: () => call.abandon() };
}

async function* read<Line>(call: StreamedCall, begin: () => Promise<unknown>, shape: z.ZodType<Line>): AsyncGenerator<Line, void, void> {
  try {
    await begin();
    for await (const line of call.lines()) yield parsed(shape, line);
  } catch (cause) {
    asFailure(cause);
  } finally {
    call.abandon();
  }
}

function parsed<T>(shape: z.ZodType<T>, value: unknown): T {
  const result = shape.safeParse(value);
  if (!result.success) throw new OllamaFailure('bad_answer', 'Its answer has a shape that Parley does not know.');
  return result.data;
}

function asFailure(cause: unknown): never {
  if (cause instanceof OllamaFailure) throw cause;
  if (cause instanceof SyntaxError) throw new OllamaFailure('bad_answer', 'Its answer is not JSON.');
  throw new OllamaFailure('internal', cause instanceof Error ? cause.message : 'Something unexpected happened.');
}
