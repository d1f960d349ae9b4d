/** A WebSocket that knows the connection it serves: sends nothing once that is over, bounds what comes in, and tells when its backlog shrinks. */
import type { Duplex } from 'node:stream';
import { WebSocket } from 'ws';
import { CLOSE, type CloseCode } from '../../shared/errors.ts';
import { BACKLOG } from '../../shared/limits.ts';
import type { App } from '../ports.ts';
import type { Connection, Live, Transport } from '../realtime/live.ts';
import type { SharedFrame } from '../realtime/shared-frame.ts';
import { SocketCalls } from '../rpc/socket-calls.ts';
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
  #calls: SocketCalls | undefined;
  #stream: Duplex | undefined;
  #waiting: (() => void)[] = [];
  readonly #written = () => this.#drained();
  #answered = true;

  /** `stream`: what the upgrade came over. */
  serve(app: App, connection: Connection, stream: Duplex): void {
    this.#connection = connection;
    this.#live = app.live;
    this.#calls = new SocketCalls({ app, connection }, this);
    this.#stream = stream;
  }

  /** Whether it answered since the last time somebody asked. */
  takeAnswer(): boolean {
    const answered = this.#answered;
    this.#answered = false;
    return answered;
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

  override send(text: string): void {
    if (this.#speaks()) this.#write(textFrame(text));
  }

  sendShared(wire: string, frame: SharedFrame): void {
    if (!this.#speaks()) return;
    const bytes = frame.encoded.get(wire) ?? textFrame(dataMessage(wire, frame));
    frame.encoded.set(wire, bytes);
    this.#write(bytes);
  }

  #speaks(): boolean {
    return this.#connection?.dead === false && this.readyState === WebSocket.OPEN;
  }

  /**
   * Past ws, which would build a frame that is the same for many once for each, and writes every frame in two parts. Without compression it writes whole
   * frames at once, so none of its own (a ping, a close) is torn by this one.
   */
  #write(frame: Uint8Array): void {
    this.#stream?.write(frame, this.#written);
    if (this.bufferedAmount > BACKLOG.maxBytes && this.#connection) this.#live?.cut(this.#connection, CLOSE.tooSlow);
  }

  /** What is the same for all needs no listener of each. A frame that is none is an error, which ends its socket and must not end the process. */
  override emit(event: string | symbol, ...args: unknown[]): boolean {
    if (event === 'error') return true;
    if (event === 'message') this.#hear(args[0] as Buffer, args[1] === true);
    if (event === 'pong') this.#answered = true;
    if (event === 'close') this.#over();
    return super.emit(event, ...args);
  }

  #hear(data: Buffer, isBinary: boolean): void {
    if (this.#admits(data, isBinary)) this.#calls?.hear(data.toString('utf8'));
  }

  #over(): void {
    this.#drained();
    this.#calls?.end();
    if (this.#connection) this.#live?.remove(this.#connection);
  }

  #admits(data: Buffer, isBinary: boolean): boolean {
    const connection = this.#connection;
    if (!connection || connection.dead) return false;
    if (isBinary) {
      this.#refuse(1003, 'text frames only');
      return false;
    }
    const within = connection.admits(data.byteLength);
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
