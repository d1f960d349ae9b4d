import { once } from 'node:events';
import { WebSocket } from 'ws';

/** A socket that says whatever it likes: for hostile clients. */
export class RawSocket {
  readonly #ws: WebSocket;
  readonly frames: { id: unknown; error?: { data: { reason: string; requestId: string } }; result?: unknown }[] = [];
  /** Received so far. */
  bytes = 0;
  closed: { code: number; reason: string } | undefined;

  private constructor(ws: WebSocket) {
    this.#ws = ws;
    ws.setMaxListeners(0);
    ws.on('message', (data: Buffer) => {
      this.bytes += data.byteLength;
      const text = data.toString('utf8');
      if (text.startsWith('{')) this.frames.push(JSON.parse(text) as RawSocket['frames'][number]);
    });
    ws.on('close', (code, reason) => (this.closed = { code, reason: reason.toString('utf8') }));
    ws.on('error', () => undefined);
  }

  static async dial(url: string, cookie: string | undefined, headers: Record<string, string> = {}, path = '/trpc'): Promise<RawSocket> {
    const ws = new WebSocket(`${url.replace(/^http/, 'ws')}${path}`, { headers: { ...(cookie !== undefined && { cookie }), ...headers } });
    const socket = new RawSocket(ws);
    await once(ws, 'open');
    return socket;
  }

  /** The HTTP status with which an upgrade is refused. */
  static refused(url: string, cookie: string | undefined, headers: Record<string, string> = {}, path = '/trpc'): Promise<number> {
    const ws = new WebSocket(`${url.replace(/^http/, 'ws')}${path}`, { headers: { ...(cookie !== undefined && { cookie }), ...headers } });
    return new Promise((resolve, reject) => {
      ws.on('unexpected-response', (_request, response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      ws.on('open', () => reject(new Error('was let in')));
      ws.on('error', () => undefined);
    });
  }

  say(frame: unknown): void {
    this.#ws.send(typeof frame === 'string' || Buffer.isBuffer(frame) ? frame : JSON.stringify(frame));
  }

  call(id: unknown, path: string, input: unknown, method = 'mutation'): void {
    this.say({ id, method, params: { path, input } });
  }

  /** Stops reading, as a frozen tab does. */
  freeze(): void {
    this.#ws.pause();
  }

  thaw(): void {
    this.#ws.resume();
  }

  async answer(id: unknown): Promise<RawSocket['frames'][number]> {
    for (;;) {
      const found = this.frames.find((frame) => frame.id === id);
      if (found) return found;
      if (this.closed) throw new Error(`closed ${this.closed.code} before ${String(id)} was answered`);
      await Promise.race([once(this.#ws, 'message'), once(this.#ws, 'close')]);
    }
  }

  /** Resolves when `check` holds after a frame. */
  async until(check: () => boolean): Promise<void> {
    while (!check()) await Promise.race([once(this.#ws, 'message'), once(this.#ws, 'close')]);
  }

  async untilClosed(): Promise<{ code: number; reason: string }> {
    if (!this.closed) await once(this.#ws, 'close');
    return this.closed ?? { code: 0, reason: '' };
  }

  leave(): void {
    this.#ws.terminate();
  }
}
