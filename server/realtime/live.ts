/**
 * Who is connected, and the one place that ends it. A connection is a WebSocket or a running HTTP request; cutting flags it dead first, so that the
 * call-time gate and the send refuse in the same tick, then closes and terminates (DESIGN 4.2).
 */
import type { Credential } from '../../shared/access.ts';
import type { CloseCode } from '../../shared/errors.ts';
import type { UserId } from '../../shared/ids.ts';
import { WIRE } from '../../shared/limits.ts';
import { Bucket } from './bucket.ts';
import { CallRates } from './call-rates.ts';
import type { SharedFrame } from './shared-frame.ts';

export interface Transport {
  /** Bytes handed over and not yet taken by the network. */
  backlogBytes(): number;
  /** Calls back once when the backlog shrank, or the transport closed. */
  onceDrained(listener: () => void): void;
  close(code: CloseCode, reason: string): void;
  /** Sends a frame that is the same for many, at once. `wire`: what comes before it for this subscription. Missing where frames go one way only. */
  sendShared?(wire: string, frame: SharedFrame): void;
}

interface Opened {
  credential: Credential | undefined;
  ip: string;
  agent: string;
  transport: Transport;
  socketOf?: UserId;
}

export class Connection {
  readonly credential: Credential | undefined;
  readonly ip: string;
  readonly agent: string;
  readonly transport: Transport;
  /** Whose socket it is; a request over HTTP is nobody's yet. */
  readonly socketOf: UserId | undefined;
  /** Known once a call was authenticated. */
  userId: UserId | undefined;
  subscriptions = 0;
  /** A file comes in over it. */
  receiving = false;
  /** A file goes out over it. */
  sending = false;
  /** Calls that were not answered yet. */
  inFlight = 0;
  /** Shared by everything this session (or, before sign-in, this address) has open. */
  readonly calls: Bucket;
  readonly #frames = new Bucket(WIRE.frameBurst, WIRE.framesPerSecond);
  readonly #bytes = new Bucket(WIRE.byteBurst, WIRE.bytesPerSecond);
  #dead = false;
  /** Made when somebody waits for the end, which is seldom. */
  #ended: AbortController | undefined;

  constructor(about: Opened & { calls: Bucket }) {
    this.credential = about.credential;
    this.ip = about.ip;
    this.agent = about.agent;
    this.transport = about.transport;
    this.calls = about.calls;
    this.socketOf = about.socketOf;
    this.userId = about.socketOf;
  }

  get dead(): boolean {
    return this.#dead;
  }

  /** Aborts when the connection ends, by whomever. */
  get ended(): AbortSignal {
    this.#ended ??= new AbortController();
    if (this.#dead) this.#ended.abort();
    return this.#ended.signal;
  }

  /** Takes what one inbound frame costs; false when it is far too much. */
  admits(bytes: number): boolean {
    return this.#frames.take().taken && this.#bytes.take(bytes).taken;
  }

  end(): void {
    this.#dead = true;
    this.#ended?.abort();
  }
}

/** What a cut took, counted. */
export interface Cut {
  connections: number;
  streams: number;
}

export class Live {
  readonly #connections = new Set<Connection>();
  readonly #rates = new CallRates();
  readonly #sockets = new Map<UserId, number>();

  open(about: Opened): Connection {
    const connection = new Connection({ ...about, calls: this.#rates.of(about.credential?.id ?? about.ip) });
    this.#connections.add(connection);
    if (about.socketOf) this.#sockets.set(about.socketOf, this.socketsOf(about.socketOf) + 1);
    return connection;
  }

  /** Counted as they come and go: who comes back with thousands at once is not counted thousands of times. */
  socketsOf(userId: UserId): number {
    return this.#sockets.get(userId) ?? 0;
  }

  remove(connection: Connection): void {
    connection.end();
    this.#forget(connection);
  }

  #forget(connection: Connection): void {
    const { socketOf } = connection;
    if (!this.#connections.delete(connection) || !socketOf) return;
    const left = this.socketsOf(socketOf) - 1;
    if (left > 0) this.#sockets.set(socketOf, left);
    else this.#sockets.delete(socketOf);
  }

  /** How many are open that match. */
  count(matches: (connection: Connection) => boolean): number {
    let count = 0;
    for (const connection of this.#connections) if (matches(connection)) count += 1;
    return count;
  }

  all(): Iterable<Connection> {
    return this.#connections;
  }

  /**
   * Ends every connection of these sessions: dead first, all of them, then closed. `spare` is the HTTP request that asked for it, which still has its
   * answer to bring and ends with that.
   */
  cutSessions(sessionIds: readonly string[], code: CloseCode, how: { reason?: string; spare?: Connection | undefined } = {}): Cut {
    const gone = new Set(sessionIds);
    const cut = [...this.#connections]
      .filter(({ credential }) => credential !== undefined && gone.has(credential.id))
      .filter((each) => each !== how.spare);
    const streams = cut.reduce((sum, { subscriptions }) => sum + subscriptions, 0);
    for (const connection of cut) connection.end();
    for (const connection of cut) this.#close(connection, code, how.reason);
    return { connections: cut.length, streams };
  }

  cut(connection: Connection, code: CloseCode): void {
    connection.end();
    this.#close(connection, code);
  }

  #close(connection: Connection, code: CloseCode, reason = ''): void {
    this.#forget(connection);
    connection.transport.close(code, reason);
  }
}
