/** A WebSocket that knows the connection it serves: sends nothing once that is over, bounds what comes in, and tells when its backlog shrinks. */
import type { Duplex } from 'node:stream';
import type { RawData } from 'ws';
import { WebSocket } from 'ws';
import { CLOSE, type CloseCode } from '../../shared/errors.ts';
import { BACKLOG } from '../../shared/limits.ts';
import type { Connection, Live, Transport } from '../realtime/live.ts';
import type { SharedFrame } from '../realtime/shared-frame.ts';
import { dataMessage } from '../rpc/wire.ts';
import { textFrame } from './text-frame.ts';

/**
 * Ends after which nothing that is queued may leave any more. A socket with an empty queue may say goodbye, so that the other side learns why: it is
 * deaf and mute already, and is let go after WIRE.closeTimeoutMs whether it agrees or not (LEAVE-8).
 */
const NOTHING_MORE: ReadonlySet<number> = new Set([CLOSE.sessionRevoked, CLOSE.tooSlow]);

export class GuardedSocket extends WebSocket implements Transport {
  #connection: Connection | undefined;
  #live: Live | undefined;
  #stream: Duplex | undefined;
  #waiting: (() => void)[] = [];
  readonly #written = () => this.#drained();
  #answered = true;

  /** `stream`: what the upgrade came over. */
  serve(connection: Connection, live: Live, stream: Duplex): void {
    this.#connection = connection;
    this.#live = live;
    this.#stream = stream;
  }

  /** Whether it answered since the last time somebody asked. */
  takeAnswer(): boolean {
    const answered = this.#answered;
    this.#answered = false;
    return answered;
  }

  get connection(): Connection | undefined {
    return this.#connection;
  }

  backlogBytes(): number {
    return this.bufferedAmount;
  }

  onceDrained(listener: () => void): void {
    this.#waiting.push(listener);
  }

  override close(code?: number, reason?: string | Buffer): void {
    const queued = this.bufferedAmount > 0;
    super.close(code, reason);
    if (queued && code !== undefined && NOTHING_MORE.has(code)) this.terminate();
  }

  override send(data: Parameters<WebSocket['send']>[0]): void {
    const connection = this.#connection;
    if (!connection || connection.dead) return;
    super.send(data, this.#written);
    if (this.bufferedAmount > BACKLOG.maxBytes) this.#live?.cut(connection, CLOSE.tooSlow);
  }

  /** Past ws, which would build the same frame for each socket. Without compression ws writes whole frames at once, so none is torn by this one. */
  sendShared(wire: string, frame: SharedFrame): void {
    const connection = this.#connection;
    if (!connection || connection.dead || this.readyState !== WebSocket.OPEN) return;
    const bytes = frame.encoded.get(wire) ?? textFrame(dataMessage(wire, frame));
    frame.encoded.set(wire, bytes);
    this.#stream?.write(bytes, this.#written);
    if (this.bufferedAmount > BACKLOG.maxBytes) this.#live?.cut(connection, CLOSE.tooSlow);
  }

  /** Where every inbound frame passes before anybody hears of it. What is the same for all needs no listener of each. */
  override emit(event: string | symbol, ...args: unknown[]): boolean {
    if (event === 'message' && !this.#admits(args[0] as RawData, args[1] === true)) return false;
    if (event === 'pong') this.#answered = true;
    if (event === 'close') this.#over();
    return super.emit(event, ...args);
  }

  #over(): void {
    this.#drained();
    if (this.#connection) this.#live?.remove(this.#connection);
  }

  #admits(data: RawData, isBinary: boolean): boolean {
    const connection = this.#connection;
    if (!connection || connection.dead) return false;
    if (isBinary) {
      this.#refuse(1003, 'text frames only');
      return false;
    }
    const within = connection.admits(sizeOf(data));
    if (!within) this.#refuse(CLOSE.tooMany, 'too many frames');
    return within;
  }

  #refuse(code: CloseCode | 1003, reason: string): void {
    this.#connection?.end();
    super.close(code, reason);
  }

  #drained(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const listener of waiting) listener();
  }
}

function sizeOf(data: RawData): number {
  return Array.isArray(data) ? data.reduce((sum, part) => sum + part.byteLength, 0) : data.byteLength;
}
