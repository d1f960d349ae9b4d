import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { CLOSE, type Reason, REASONS, Refusal } from '../../shared/errors.ts';
import { WIRE } from '../../shared/limits.ts';
import type { Principal } from '../auth/principal.ts';
import type { App } from '../ports.ts';
import { clientAddress, isThisComputer } from './client-address.ts';
import { GuardedSocket } from './guarded-socket.ts';
import { originAllowed } from './origin.ts';
import { agentOf, recordRefusal } from './record-refusal.ts';

/** Our own variable: the types of ws do not know closeTimeout yet. */
const OPTIONS = {
  noServer: true,
  WebSocket: GuardedSocket,
  maxPayload: WIRE.maxFrameBytes,
  maxFragments: 64,
  perMessageDeflate: false,
  closeTimeout: WIRE.closeTimeoutMs,
  clientTracking: true,
} as const;

/** WebSockets are let in before the 101 or not at all: accepting and then closing makes clients dial in a storm. */
export class Upgrades {
  readonly #app: App;
  readonly #wss = new WebSocketServer(OPTIONS);
  readonly #pinging: NodeJS.Timeout;

  constructor(app: App, server: Server) {
    this.#app = app;
    server.on('upgrade', (request, socket, head) => app.background('socket.upgrade', this.#upgrade(request, socket, head)));
    this.#pinging = setInterval(() => this.#ping(), WIRE.pingMs);
    this.#pinging.unref();
  }

  get size(): number {
    return this.#wss.clients.size;
  }

  /** Clients come back by themselves: told in small groups, so that they do not all dial at once. */
  close(): void {
    clearInterval(this.#pinging);
    for (const socket of this.#wss.clients) socket.close(CLOSE.restart, 'restart');
    this.#wss.close();
  }

  /** For those that do not answer the close. */
  terminate(): void {
    for (const socket of this.#wss.clients) socket.terminate();
  }

  async #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const app = this.#app;
    socket.on('error', destroy);
    try {
      const ip = clientAddress(request, app.config.trustsProxy);
      const who = await this.#admit(request, ip);
      if (!socket.destroyed) this.#wss.handleUpgrade(request, socket, head, (ws) => this.#connected(ws, request, who, ip));
    } catch (error) {
      if (!(error instanceof Refusal)) app.log.error({ err: error }, 'upgrade.failed');
      const reason = error instanceof Refusal ? error.reason : 'INTERNAL';
      recordRefusal(app, request, 'socket.open', reason);
      refuseUpgrade(socket, reason);
    }
  }

  async #admit(request: IncomingMessage, ip: string): Promise<Principal> {
    const app = this.#app;
    if (request.url !== '/trpc') throw new Refusal('NOT_FOUND');
    if (!URL.canParse(`http://${request.headers.host ?? ''}`)) throw new Refusal('VALIDATION', 'Host: not an address.');
    if (!originAllowed(request, app.config.allowedOrigins)) throw new Refusal('ORIGIN_REFUSED');
    if (app.draining.aborted) throw new Refusal('SHUTTING_DOWN');
    const credential = app.auth.present({ cookie: request.headers.cookie, authorization: request.headers.authorization });
    const who = credential && (app.auth.known(credential) ?? (await app.auth.authenticate(credential)));
    if (!who) throw new Refusal('UNAUTHENTICATED');
    if (this.#tooMany(who, ip)) throw new Refusal('RATE_LIMITED');
    return who;
  }

  #tooMany(who: Principal, ip: string): boolean {
    const { live } = this.#app;
    if (live.socketsOf(who.userId) >= WIRE.maxSocketsPerUser) return true;
    return !isThisComputer(ip) && live.count((each) => each.socketOf !== undefined && each.ip === ip) >= WIRE.maxSocketsPerAddress;
  }

  #connected(socket: GuardedSocket, request: IncomingMessage, who: Principal, ip: string): void {
    const app = this.#app;
    const connection = app.live.open({
      credential: who.credential,
      ip,
      agent: agentOf(request),
      transport: socket,
      socketOf: who.userId,
    });
    socket.serve(app, connection, request.socket);
  }

  /** A socket that missed one is ended by the next round. */
  #ping(): void {
    for (const socket of this.#wss.clients) {
      if (!socket.takeAnswer()) socket.terminate();
      else socket.ping();
    }
  }
}

/** Closes over nothing: it stays with the socket, and a request that stayed with it would be a tenth of what the whole connection takes. */
function destroy(this: Duplex): void {
  this.destroy();
}

function refuseUpgrade(socket: Duplex, reason: Reason): void {
  const { http, say } = REASONS[reason];
  const body = JSON.stringify({ error: { message: say, data: { reason } } });
  const retry = http === 429 || http === 503 ? 'Retry-After: 5\r\n' : '';
  socket.end(
    `HTTP/1.1 ${http} ${STATUS_CODES[http] ?? ''}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n${retry}\r\n${body}`,
  );
}
