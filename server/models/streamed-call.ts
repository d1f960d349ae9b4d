/** A request to the model server whose answer comes in lines, with deadlines, limits and an end that can be had at any moment. */
import type { Readable } from 'node:stream';
import { linesOf, parseLine } from './ndjson.ts';
import { failureOfConnection, failureOfLine, OllamaFailure } from './ollama-errors.ts';
import { type Deadlines, type Fetch, type Head, type Input, refused, seconds, type Transport } from './ollama-transport.ts';

interface Reading {
  body: Readable;
  lines: AsyncGenerator<string, void, void>;
}

/** One request whose answer comes in lines. `fetch` is for one use: the package calls it once; then `lines` has the answer, which the package never sees. */
export class StreamedCall {
  /** Resolves when nothing of this request is under way any more: the model server's slot is free. Never rejects. */
  readonly settled: Promise<void>;
  /** The answer ended properly, but without its last line. */
  endedEarly = false;
  readonly #transport: Transport;
  readonly #deadlines: Deadlines;
  readonly #isLast: (line: Record<string, unknown>) => boolean;
  readonly #hangUp = new AbortController();
  readonly #settle: () => void;
  #reading: Reading | undefined;
  #draining = false;

  constructor(transport: Transport, deadlines: Deadlines, isLast: (line: Record<string, unknown>) => boolean) {
    this.#transport = transport;
    this.#deadlines = deadlines;
    this.#isLast = isLast;
    const settled = Promise.withResolvers<void>();
    this.settled = settled.promise;
    this.#settle = settled.resolve;
  }

  readonly fetch: Fetch = async (input, init) => {
    try {
      const head = await this.#head(input, init);
      if (head.status !== 200) throw await refused(head);
      head.body.once('close', this.#settle);
      this.#reading = { body: head.body, lines: linesOf(head.body, this.#deadlines) };
      return new Response('', { status: 200 });
    } catch (cause) {
      this.#settle();
      throw failureOfConnection(cause, false);
    }
  };

  /**
   * Nobody wants the rest. Without an answer yet the connection is closed at once: that frees a place in the model server's queue. A running answer
   * is read on for a moment, because a connection that closes in mid-token can keep a slot for ever (ollama/ollama#17131).
   */
  abandon(): void {
    if (this.#reading) void this.#drain();
    else this.#hangUp.abort(new OllamaFailure('internal', 'Nobody waits for it any more.'));
  }

  async #head(input: Input, init: Parameters<Fetch>[1]): Promise<Head> {
    const { firstByteMs } = this.#deadlines;
    const late = () => this.#hangUp.abort(new OllamaFailure('timeout', `No answer within ${seconds(firstByteMs)}.`));
    const timer = setTimeout(late, firstByteMs);
    try {
      return await this.#transport.send(input, init, this.#hangUp.signal);
    } catch (cause) {
      throw this.#hangUp.signal.aborted ? this.#hangUp.signal.reason : cause;
    } finally {
      clearTimeout(timer);
    }
  }

  /** JSON objects that are no errors, up to and with the last one. */
  async *lines(): AsyncGenerator<Record<string, unknown>, void, void> {
    const reading = this.#reading;
    if (!reading) return;
    try {
      for (;;) {
        const next = await this.#inTime(reading);
        if (next.done) break;
        const value = parseLine(next.value);
        if ('error' in value) throw told(value['error']);
        yield value;
        if (this.#isLast(value)) return;
      }
      this.endedEarly = true;
    } catch (cause) {
      reading.body.destroy();
      throw failureOfConnection(cause, true);
    } finally {
      void this.#drain();
    }
  }

  async #inTime({ lines, body }: Reading): Promise<IteratorResult<string, void>> {
    const { betweenPiecesMs } = this.#deadlines;
    const late = () => body.destroy(new OllamaFailure('timeout', `Nothing more came within ${seconds(betweenPiecesMs)}.`));
    const timer = setTimeout(late, betweenPiecesMs);
    try {
      return await lines.next();
    } finally {
      clearTimeout(timer);
    }
  }

  async #drain(): Promise<void> {
    if (this.#draining || !this.#reading) return;
    this.#draining = true;
    const { body, lines } = this.#reading;
    const timer = setTimeout(() => body.destroy(), this.#deadlines.drainMs);
    try {
      while (!(await lines.next()).done);
    } catch {
      // Whatever went wrong in what nobody wants is of no interest.
    } finally {
      clearTimeout(timer);
      body.destroy();
    }
  }
}

function told(error: unknown): OllamaFailure {
  return typeof error === 'string'
    ? failureOfLine(error)
    : new OllamaFailure('bad_answer', 'A line of its answer is an error of an unknown shape.');
}
