/** Ollama as a provider of replies. */
import { setTimeout as sleep } from 'node:timers/promises';
import { GENERATION } from '../../shared/limits.ts';
import { fitTurns, type Fitted } from './context.ts';
import type { Ask, ModelProvider, Part, ProviderEnd, ProviderUsage, Turn } from './model.ts';
import { OllamaFailure } from './ollama-errors.ts';
import type { Known, OllamaProbe } from './ollama-probe.ts';
import type { ChatLine } from './ollama-shapes.ts';
import type { Lines, OllamaServer } from './ollama.ts';
import { PartQueue } from './part-queue.ts';
import { PieceWriter } from './pieces.ts';
import { withFilesTold } from './turn-files.ts';

export interface OllamaProviderOptions {
  slots: number;
  /** How often it is looked whether a model has been loaded, while it is silent. */
  phaseEveryMs: number;
}

interface Reading {
  lines: Lines<ChatLine>;
  known: Known;
  fitted: Fitted;
  writer: PieceWriter;
  parts: PartQueue;
}

/** Tokens that are kept free for an answer, and the most one may take. */
const RESERVE_TOKENS = 1_024;
const MAX_ANSWER_TOKENS = 4_096;
const TRIES = 3;
const CHARS_PER_TOKEN = 2.5;
/** A loaded model mostly says something before it is worth asking what its silence is about. */
const SILENCE_MS = 100;

export class OllamaProvider implements ModelProvider {
  readonly id = 'ollama';
  readonly slots: number;
  readonly #server: OllamaServer;
  readonly #probe: OllamaProbe;
  readonly #phaseEveryMs: number;
  /**
   * Models whose last request was taken back before it was answered. Some servers go on reading such a prompt for minutes, with the connection closed
   * (ollama/ollama#11889), so nobody can tell what the next request waits for.
   */
  readonly #takenBack = new Set<string>();

  constructor(server: OllamaServer, probe: OllamaProbe, options: OllamaProviderOptions) {
    this.slots = options.slots;
    this.#server = server;
    this.#probe = probe;
    this.#phaseEveryMs = options.phaseEveryMs;
  }

  models() {
    return this.#probe.known().map((known) => known.model);
  }

  ask(ask: Ask, signal: AbortSignal): AsyncIterable<Part> & { settled: Promise<void> } {
    const left = new AbortController();
    const stop = AbortSignal.any([signal, left.signal]);
    const parts = new PartQueue();
    if (stop.aborted) parts.close();
    stop.addEventListener('abort', () => parts.close(), { once: true });
    const settled = this.#answer(ask, parts, stop);
    return { [Symbol.asyncIterator]: () => parts.read(() => left.abort()), settled };
  }

  /** Never rejects; resolves when the slot is free again. */
  async #answer(ask: Ask, parts: PartQueue, stop: AbortSignal): Promise<void> {
    const open: Promise<void>[] = [];
    try {
      const known = await this.#known(ask.model);
      const end = await this.#fitting(known, ask, parts, stop, open);
      if (end) parts.push({ type: 'end', end });
    } catch (cause) {
      const { code, because } = cause instanceof OllamaFailure ? cause : new OllamaFailure('internal', 'Something unexpected happened.');
      parts.push({ type: 'end', end: { outcome: 'failed', code, because } });
    }
    await Promise.all(open);
  }

  async #known(name: string): Promise<Known> {
    const known = this.#probe.find(name) ?? (await this.#probe.refresh().then(() => this.#probe.find(name)));
    if (known?.model.refused) throw new OllamaFailure('refused', known.model.refused);
    if (known) return known;
    const status = this.#probe.status();
    if (status.state === 'missing') throw new OllamaFailure('unreachable', status.because);
    throw new OllamaFailure('unknown_model', `The model server has no model ${name}.`);
  }

  /**
   * When the model server finds the prompt too long, half of it is tried, as long as there is something to leave out. When it refuses a picture (one that only looks
   * like one spoils every reply after it), the model is told that it cannot see it.
   */
  async #fitting(known: Known, ask: Ask, parts: PartQueue, stop: AbortSignal, open: Promise<void>[]): Promise<ProviderEnd | undefined> {
    const reserve = Math.min(RESERVE_TOKENS, Math.floor(known.numCtx / 4));
    const writer = new PieceWriter((part) => parts.push(part));
    let turns = await told(known, ask, known.model.capabilities.includes('vision'));
    let fitted = fitTurns(turns, known.numCtx - reserve, known.rate);
    for (let tries = 1; !stop.aborted; tries += 1) {
      const maxAnswer = Math.min(MAX_ANSWER_TOKENS, Math.max(reserve, known.numCtx - fitted.tokens));
      const lines = this.#server.chat(await requestOf(known, fitted, maxAnswer));
      open.push(lines.settled);
      try {
        return await this.#read({ lines, known, fitted, writer, parts }, stop);
      } catch (cause) {
        if (!(cause instanceof OllamaFailure) || writer.chars > 0 || tries >= TRIES) throw cause;
        const blind = refusesImages(cause, fitted);
        if (blind) turns = await told(known, ask, false);
        const less = fitTurns(turns, blind ? known.numCtx - reserve : fitted.tokens / 2, known.rate);
        if (!blind && (cause.code !== 'too_long' || less.leftOut === fitted.leftOut)) throw cause;
        fitted = less;
      }
    }
    return undefined;
  }

  async #read({ lines, known, fitted, writer, parts }: Reading, stop: AbortSignal): Promise<ProviderEnd | undefined> {
    const { name } = known.model;
    const silent = new AbortController();
    const abandon = () => {
      if (!silent.signal.aborted) this.#takenBack.add(name);
      lines.abandon();
    };
    stop.addEventListener('abort', abandon, { once: true });
    const watching = this.#watchPhase(name, parts, silent.signal);
    try {
      for await (const line of lines) {
        // Each abort makes an error with its stack, also one that comes too late.
        if (!silent.signal.aborted) silent.abort();
        if (stop.aborted) return undefined;
        this.#takenBack.delete(name);
        writer.write('thinking', line.message?.thinking ?? '');
        writer.write('text', line.message?.content ?? '');
        if (line.done) return ended(line, known, fitted);
        if (writer.chars > GENERATION.maxOutputChars) return { outcome: 'truncated' };
      }
      return stop.aborted ? undefined : { outcome: 'truncated' };
    } finally {
      silent.abort();
      writer.flush();
      stop.removeEventListener('abort', abandon);
      await watching;
    }
  }

  /** Tells what the silence is about, for as long as nothing comes: only what the model server itself shows. */
  async #watchPhase(name: string, parts: PartQueue, over: AbortSignal): Promise<void> {
    const rest = (ms: number) => sleep(ms, undefined, { signal: over, ref: false }).catch(() => undefined);
    let told = false;
    await rest(Math.min(SILENCE_MS, this.#phaseEveryMs));
    while (!over.aborted) {
      const loaded = await this.#probe.isLoaded(name, over);
      if (over.aborted) return;
      if (loaded && !this.#takenBack.has(name)) return parts.push({ type: 'prompting' });
      if (loaded === false && !told) parts.push({ type: 'loading' });
      told ||= loaded === false;
      await rest(this.#phaseEveryMs);
    }
  }
}

/** Texts of files may take half of what the model reads, by the roughest guess of what a character takes. */
function told({ numCtx }: Known, { turns }: Ask, sees: boolean): Promise<Turn[]> {
  return withFilesTold(turns, { sees, maxTextChars: Math.floor((numCtx / 2) * CHARS_PER_TOKEN) });
}

function refusesImages({ code, because }: OllamaFailure, { turns }: Fitted): boolean {
  const aboutThem = code === 'refused' || /image|picture|multimodal|vision/iu.test(because);
  return aboutThem && turns.some((turn) => turn.files);
}

async function requestOf(known: Known, fitted: Fitted, maxAnswer: number) {
  return {
    model: known.model.name,
    messages: await Promise.all(fitted.turns.map(messageOf)),
    think: known.thinks,
    options: { num_ctx: known.numCtx, num_predict: maxAnswer },
  };
}

async function messageOf({ role, text, files = [] }: Turn) {
  const read = await Promise.all(files.map((file) => file.read()));
  const images = read.filter((bytes) => bytes !== undefined);
  return { role, content: text, ...(images.length > 0 && { images }) };
}

function ended(line: ChatLine, known: Known, fitted: Fitted): ProviderEnd {
  if (line.done_reason === 'load' || line.done_reason === 'unload')
    throw new OllamaFailure('bad_answer', 'It loaded the model and wrote no answer.');
  known.rate.learn(fitted.turns, line.prompt_eval_count ?? 0);
  return { outcome: line.done_reason === 'length' ? 'truncated' : 'done', usage: usageOf(line, fitted.leftOut) };
}

function usageOf(line: ChatLine, leftOut: number): ProviderUsage {
  return {
    promptTokens: Math.round(line.prompt_eval_count ?? 0),
    outputTokens: Math.round(line.eval_count ?? 0),
    loadMs: toMs(line.load_duration),
    promptMs: toMs(line.prompt_eval_duration),
    outputMs: toMs(line.eval_duration),
    leftOut,
  };
}

function toMs(nanoseconds = 0): number {
  return Math.round(nanoseconds / 1e6);
}
