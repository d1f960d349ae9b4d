/** One request that the fake received, and its answer in the hands of a script or a test. */
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface Answer {
  status?: number;
  headers?: Record<string, string>;
}

export class Exchange<Body = unknown> {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Body;
  /** Resolves when the client went away before the answer was whole; stays pending otherwise. */
  readonly aborted: Promise<void>;
  /** Resolves when the exchange is over, however it ended. */
  readonly closed: Promise<void>;
  readonly #response: ServerResponse;
  #over = false;
  #cut = false;

  constructor(request: IncomingMessage, response: ServerResponse, body: Body) {
    this.method = request.method ?? 'GET';
    this.path = (request.url ?? '/').split('?')[0] ?? '/';
    this.headers = request.headers;
    this.body = body;
    this.#response = response;
    this.closed = new Promise((resolve) => response.once('close', resolve));
    this.aborted = new Promise((resolve) => {
      response.once('close', () => {
        this.#over = true;
        if (!response.writableFinished && !this.#cut) resolve();
      });
    });
  }

  /** The client still waits for more. */
  get open(): boolean {
    return !this.#over && !this.#response.writableEnded;
  }

  /** Sends the head now; without it the head goes with the first write, as a real server does. */
  head(answer: Answer = {}): void {
    if (!this.open || this.#response.headersSent) return;
    this.#response.sendDate = false;
    this.#response.writeHead(answer.status ?? 200, answer.headers ?? { 'content-type': 'application/x-ndjson' });
    this.#response.flushHeaders();
  }

  /** Writes these bytes as one HTTP chunk. Resolves when there is room for more or nobody reads any more. */
  async write(bytes: string | Uint8Array): Promise<void> {
    if (!this.open) return;
    this.head();
    if (this.#response.write(bytes)) return;
    await Promise.race([new Promise((resolve) => this.#response.once('drain', resolve)), this.closed]);
  }

  /** One line of JSON. */
  line(value: unknown): Promise<void> {
    return this.write(`${JSON.stringify(value)}\n`);
  }

  /** The whole answer at once, with its length. */
  json(status: number, value: unknown): void {
    this.whole(status, JSON.stringify(value), 'application/json; charset=utf-8');
  }

  whole(status: number, text: string, contentType: string): void {
    if (!this.open) return;
    this.#response.sendDate = false;
    this.#response.writeHead(status, { 'content-type': contentType, 'content-length': Buffer.byteLength(text) });
    this.#response.end(text);
  }

  /** Ends the body properly, whatever was in it. */
  end(): void {
    if (!this.open) return;
    this.head();
    this.#response.end();
  }

  /** Breaks the connection: `eof` closes it in mid-body, `reset` sends a TCP reset. */
  cut(how: 'eof' | 'reset' = 'eof'): void {
    this.#cut = true;
    const { socket } = this.#response;
    if (!socket || this.#over) return;
    if (how === 'reset') socket.resetAndDestroy();
    else socket.destroySoon();
  }

  /** Waits, or less when the exchange is over before. */
  async wait(ms: number): Promise<void> {
    const waited = Promise.withResolvers<void>();
    const timer = setTimeout(waited.resolve, ms);
    await Promise.race([waited.promise, this.closed]);
    clearTimeout(timer);
  }
}
