/**
 * The WebSocket that tRPC is given. It stands before the real one for three reasons: close codes reach the connection policy, a dead network is let
 * go of at once instead of waiting for a closing handshake, and browser and Node look the same.
 */
import { WIRE } from '../../shared/limits.ts';
import { RECONNECT } from './policy.ts';
import type { Dial, Wire } from './wire.ts';

const CONNECTING = 0;
const OPEN = 1;
const CLOSING = 2;
const CLOSED = 3;

/** A longer list of calls goes one by one: in JSON and UTF-8 it may be several times as many bytes, and a frame has at most WIRE.maxFrameBytes. */
const MAX_LIST_CHARS = 32 * 1024;

/** Asked whether anybody is there; nothing heard for this long means no. */
const CHECK_MS = 5_000;

export interface SocketKeeper {
  dial: Dial;
  made(socket: Socket): void;
  opened(socket: Socket): void;
  /** Before tRPC hears of it. */
  closed(socket: Socket, code: number, reason: string): void;
}

export class Socket extends EventTarget {
  static readonly CONNECTING = CONNECTING;
  static readonly OPEN = OPEN;
  static readonly CLOSING = CLOSING;
  static readonly CLOSED = CLOSED;
  readonly CONNECTING = CONNECTING;
  readonly OPEN = OPEN;
  readonly CLOSING = CLOSING;
  readonly CLOSED = CLOSED;
  binaryType = 'arraybuffer';
  /** Milliseconds since 1970; undefined until it opened. */
  openedAt: number | undefined;
  #state: number = CONNECTING;
  #checking = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #keeper: SocketKeeper;
  readonly #wire: Wire | undefined;

  constructor(url: string, keeper: SocketKeeper) {
    super();
    this.#keeper = keeper;
    this.#timer = setTimeout(() => this.drop(1006), RECONNECT.dialMs);
    keeper.made(this);
    this.#wire = this.#dial(url);
  }

  #dial(url: string): Wire | undefined {
    try {
      return this.#keeper.dial(url, {
        opened: () => this.#opened(),
        received: (text) => this.#received(text),
        closed: (code, reason) => this.drop(code, reason),
      });
    } catch {
      // An address that cannot be dialled at all: told like any other failed dial, so that the same delays hold.
      queueMicrotask(() => this.drop(1006));
      return undefined;
    }
  }

  get readyState(): number {
    return this.#state;
  }

  send(text: string): void {
    if (this.#state === OPEN) for (const frame of framesOf(text)) this.#wire?.send(frame);
  }

  close(): void {
    if (this.#state === CLOSING || this.#state === CLOSED) return;
    this.#state = CLOSING;
    this.#wire?.close();
    this.#after(RECONNECT.closeMs);
  }

  /** Ends now, for everybody who listens; late words of the real socket are not heard any more. */
  drop(code: number, reason = ''): void {
    if (this.#state === CLOSED) return;
    this.#state = CLOSED;
    clearTimeout(this.#timer);
    this.#wire?.terminate();
    this.#keeper.closed(this, code, reason);
    // tRPC learns from an error that a dial failed, from a close that a connection ended.
    if (this.openedAt === undefined) this.dispatchEvent(new Event('error'));
    this.dispatchEvent(Object.assign(new Event('close'), { code }));
  }

  /** Drops the socket when nobody answers: a laptop that slept does not know that its connection is gone. Asking again gives it no more time. */
  check(): void {
    if (this.#state !== OPEN || this.#checking) return;
    this.#checking = true;
    this.#after(CHECK_MS);
    this.#wire?.send('PING');
  }

  #after(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.drop(1006), ms);
  }

  #opened(): void {
    if (this.#state !== CONNECTING) return;
    clearTimeout(this.#timer);
    this.#state = OPEN;
    this.openedAt = Date.now();
    this.#keeper.opened(this);
    this.dispatchEvent(new Event('open'));
  }

  #answered(): void {
    clearTimeout(this.#timer);
    this.#checking = false;
  }

  #received(text: string): void {
    if (this.#state === CLOSED) return;
    if (this.#state === OPEN) this.#answered();
    this.dispatchEvent(new MessageEvent('message', { data: text }));
  }
}

/** tRPC puts all calls of one moment into one list, after a cut everything that is followed; a server takes only so much in one frame. */
function framesOf(text: string): string[] {
  if (!text.startsWith('[')) return [text];
  const calls = JSON.parse(text) as unknown[];
  const fits = calls.length <= WIRE.maxCallsPerFrame && text.length <= MAX_LIST_CHARS;
  return fits ? [text] : calls.map((call) => JSON.stringify(call));
}
