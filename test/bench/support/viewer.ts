/** A client that speaks tRPC's wire by hand: thousands of them fit into one process, and what is measured is the server. */
import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { ConversationEvent } from '../../../shared/events.ts';
import { nowUs } from './sample.ts';

export interface Frame {
  id: string;
  events: ConversationEvent[];
  /** nowUs() when it was read. */
  atUs: number;
  /** Of the text frame that brought it. */
  bytes: number;
}

interface Answer {
  id: number | null;
  error?: { message: string; data: { reason: string } };
  result?: { type: 'data' | 'started' | 'stopped'; id?: string; data: unknown };
}

export class Viewer {
  readonly socket: WebSocket;
  /** Received in text frames so far. */
  bytes = 0;
  /** nowUs() of the last one. */
  lastAtUs = 0;
  closed = false;
  #ids = 0;
  readonly #calls = new Map<number, { resolve(data: unknown): void; reject(error: Error): void }>();
  readonly #feeds = new Map<number, (frame: Frame) => void>();

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('error', () => undefined);
    socket.on('message', (data: Buffer) => this.#take(data));
    socket.on('close', () => this.#close());
  }

  /** Rejects when it is not let in. */
  static async dial(url: string, cookie: string): Promise<Viewer> {
    const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/trpc`, { headers: { cookie } });
    const viewer = new Viewer(socket);
    await Promise.race([once(socket, 'open'), once(socket, 'close').then(() => Promise.reject(new Error('not let in')))]);
    return viewer;
  }

  call<Data>(path: string, input: unknown, method: 'query' | 'mutation' = 'mutation'): Promise<Data> {
    const id = this.say(path, input, method);
    return new Promise((resolve, reject) => this.#calls.set(id, { resolve: (data) => resolve(data as Data), reject }));
  }

  /** Resolves when the server says that it began. */
  subscribe(path: string, input: unknown, onFrame: (frame: Frame) => void): Promise<void> {
    const id = this.say(path, input, 'subscription');
    this.#feeds.set(id, onFrame);
    return new Promise((resolve, reject) => this.#calls.set(id, { resolve: () => resolve(), reject }));
  }

  /** Does not wait for an answer. */
  say(path: string, input: unknown, method: 'query' | 'mutation' | 'subscription'): number {
    const id = (this.#ids += 1);
    this.socket.send(JSON.stringify({ id, method, params: { path, input } }));
    return id;
  }

  end(): void {
    this.socket.terminate();
  }

  #take(data: Buffer): void {
    this.lastAtUs = nowUs();
    this.bytes += data.byteLength;
    const { id, error, result } = JSON.parse(data.toString('utf8')) as Answer;
    if (id === null) return;
    if (result?.type === 'data' && result.id !== undefined) {
      const { data: payload } = result.data as { data: { events: ConversationEvent[] } };
      this.#feeds.get(id)?.({ id: result.id, events: payload.events, atUs: this.lastAtUs, bytes: data.byteLength });
      return;
    }
    const call = this.#calls.get(id);
    this.#calls.delete(id);
    if (error) call?.reject(new Error(`${error.data.reason}: ${error.message}`));
    else call?.resolve(result?.data);
  }

  #close(): void {
    this.closed = true;
    for (const { reject } of this.#calls.values()) reject(new Error('closed'));
    this.#calls.clear();
  }
}
