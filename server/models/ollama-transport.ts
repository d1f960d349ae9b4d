/**
 * HTTP to the model server. The `ollama` package is given a `fetch` of ours, because its own cannot be aborted before the head of an answer, dies after
 * five minutes of silence and skips lines that are no JSON.
 */
import type { Readable } from 'node:stream';
import { Agent, request } from 'undici';
import { GENERATION } from '../../shared/limits.ts';
import { parseLine } from './ndjson.ts';
import { failureOfConnection, failureOfStatus, OllamaFailure } from './ollama-errors.ts';

export interface Deadlines {
  connectMs: number;
  /** From request to head: queue, load and reading the prompt happen inside. */
  firstByteMs: number;
  /** Between two lines of an answer. */
  betweenPiecesMs: number;
  /** How long an answer that nobody wants is read on before its connection is closed. */
  drainMs: number;
  /** For a whole short call: version, list, show, delete. */
  shortMs: number;
  maxLineBytes: number;
  maxTotalBytes: number;
}

export const DEADLINES: Deadlines = {
  connectMs: GENERATION.connectMs,
  firstByteMs: GENERATION.firstByteMs,
  betweenPiecesMs: GENERATION.betweenPiecesMs,
  drainMs: GENERATION.drainMs,
  shortMs: 10_000,
  maxLineBytes: GENERATION.maxLineBytes,
  maxTotalBytes: GENERATION.maxTotalBytes,
};

const SHORT_MAX_BYTES = 16 * 1024 * 1024;
const ERROR_MAX_BYTES = 64 * 1024;

export type Fetch = typeof fetch;
export type Input = Parameters<Fetch>[0];
export interface Head {
  status: number;
  isJson: boolean;
  body: Readable;
}

/** Connections to one model server. Each request has its own, so that none meets a socket that a restart left behind. */
export class Transport {
  readonly #agent: Agent;

  constructor(connectMs: number) {
    this.#agent = new Agent({ headersTimeout: 0, bodyTimeout: 0, pipelining: 0, allowH2: false, connect: { timeout: connectMs } });
  }

  /** Sends a request of the package; redirects are not followed. */
  async send(input: Input, init: Parameters<Fetch>[1], signal: AbortSignal): Promise<Head> {
    const headers = Object.fromEntries(new Headers(init?.headers));
    const method = init?.method ?? 'GET';
    const body = typeof init?.body === 'string' ? init.body : null;
    const answer = await request(addressOf(input), { method, headers, body, signal, dispatcher: this.#agent });
    answer.body.on('error', () => undefined);
    return { status: answer.statusCode, isJson: /json/u.test(String(answer.headers['content-type'])), body: answer.body };
  }

  /** A `fetch` for calls whose whole answer is read at once, within `deadlineMs`. Rejects with an OllamaFailure. */
  shortFetch(deadlineMs: number, signal?: AbortSignal): Fetch {
    return async (input, init) => {
      const late = new AbortController();
      const timer = setTimeout(() => late.abort(new OllamaFailure('timeout', `No answer within ${seconds(deadlineMs)}.`)), deadlineMs);
      try {
        const head = await this.send(input, init, signal ? AbortSignal.any([late.signal, signal]) : late.signal);
        if (head.status !== 200) throw await refused(head);
        return new Response(await textOf(head.body, SHORT_MAX_BYTES), { status: 200, headers: { 'content-type': 'application/json' } });
      } catch (cause) {
        throw failureOfConnection(late.signal.aborted ? late.signal.reason : cause, false);
      } finally {
        clearTimeout(timer);
      }
    };
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }
}

function addressOf(input: Input): string | URL {
  return input instanceof Request ? input.url : input;
}

/** What an answer other than 200 means. */
export async function refused(head: Head): Promise<OllamaFailure> {
  const text = await textOf(head.body, ERROR_MAX_BYTES).catch(() => '');
  if (!head.isJson) return failureOfStatus(head.status, text, false);
  const error = errorIn(text);
  return failureOfStatus(head.status, error ?? text, error !== undefined);
}

function errorIn(text: string): string | undefined {
  try {
    const { error } = parseLine(text);
    return typeof error === 'string' ? error : undefined;
  } catch {
    return undefined;
  }
}

async function textOf(body: Readable, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new OllamaFailure('bad_answer', `Its answer is longer than ${maxBytes} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

export function seconds(ms: number): string {
  return `${Math.round(ms / 100) / 10} seconds`;
}
