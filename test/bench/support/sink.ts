/** The cheapest client there is: it follows one thing and counts bytes, so that many of them do not slow down who measures. */
import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

export class Sink {
  readonly #socket: Socket;
  bytes = 0;

  private constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** Resolves when the socket stands and what it says is on its way. `path` and `cookie` as the server wants them; `says` are text frames. */
  static dial(url: string, about: { path?: string; cookie?: string; says?: readonly unknown[] }): Promise<Sink> {
    const { hostname, port } = new URL(url);
    const socket = connect({ host: hostname, port: Number(port) });
    let problem = 'closed';
    socket.on('error', (error) => (problem = error.message));
    const sink = new Sink(socket);
    socket.write(upgrade(about.path ?? '/trpc', `${hostname}:${port}`, about.cookie));
    return new Promise((resolve, reject) => {
      socket.once('data', (head: Buffer) => {
        if (!head.toString('latin1').startsWith('HTTP/1.1 101')) return reject(new Error(head.toString('latin1').slice(0, 80)));
        socket.on('data', (chunk: Buffer) => sink.#take(chunk));
        for (const frame of about.says ?? []) socket.write(masked(JSON.stringify(frame)));
        resolve(sink);
      });
      socket.once('close', () => reject(new Error(problem)));
    });
  }

  #take(chunk: Buffer): void {
    this.bytes += chunk.byteLength;
    // A ping comes alone or last: who does not answer two is cut off.
    if (chunk.at(-2) === PING && chunk.at(-1) === 0) this.#socket.write(PONG);
  }

  /** Resolves when something came, or it was closed. */
  first(): Promise<void> {
    if (this.bytes > 0 || this.closed) return Promise.resolve();
    return new Promise((resolve) => {
      this.#socket.once('data', () => resolve());
      this.#socket.once('close', () => resolve());
    });
  }

  get localPort(): number {
    return this.#socket.localPort ?? 0;
  }

  get closed(): boolean {
    return this.#socket.destroyed;
  }

  onClose(listener: () => void): void {
    this.#socket.once('close', listener);
  }

  freeze(): void {
    this.#socket.pause();
  }

  end(): void {
    this.#socket.destroy();
  }
}

const PING = 0x89;
/** Without contents; a client masks, here with zeros. */
const PONG = Buffer.from([0x8a, 0x80, 0, 0, 0, 0]);

/** The subscriptions of a tab, as the app begins them. */
export function following(conversationId: string, more: { inbox?: boolean } = {}): unknown[] {
  const live = { id: 1, method: 'subscription', params: { path: 'conversation.live', input: { conversationId } } };
  return more.inbox ? [{ id: 2, method: 'subscription', params: { path: 'inbox.live' } }, live] : [live];
}

function upgrade(path: string, host: string, cookie: string | undefined): string {
  const lines = [
    `GET ${path} HTTP/1.1`,
    `Host: ${host}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
    ...(cookie === undefined ? [] : [`Cookie: ${cookie}`]),
  ];
  return `${lines.join('\r\n')}\r\n\r\n`;
}

/** A text frame of a client: masked, here with zeros, which leave the text as it is. */
function masked(text: string): Buffer {
  const body = Buffer.from(text);
  const long = body.length > 125;
  const head = long ? Buffer.from([0x81, 0xfe, body.length >> 8, body.length & 0xff]) : Buffer.from([0x81, 0x80 | body.length]);
  return Buffer.concat([head, Buffer.alloc(4), body]);
}
