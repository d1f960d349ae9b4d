/**
 * A server that can be told to misbehave, for what the client does then: real HTTP, real sockets, the stock tRPC adapters, and a conversation that
 * is kept in an array.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { initTRPC, tracked, TRPCError } from '@trpc/server';
import { createHTTPHandler } from '@trpc/server/adapters/standalone';
import { getWSConnectionHandler } from '@trpc/server/adapters/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import { type Reason, REASONS } from '../../shared/errors.ts';
import type { ConversationEvent, StoredEventBody } from '../../shared/events.ts';
import type { ConversationId } from '../../shared/ids.ts';
import type { Message } from '../../shared/schemas/conversation.ts';
import { conversation, message } from './sdk-builders.ts';

interface Context {
  response?: ServerResponse;
  socket?: WebSocket;
}

export interface Told {
  clientKey: string;
  text: string;
  conversationId: ConversationId;
}

export class SdkServer implements AsyncDisposable {
  readonly #http: Server;
  readonly #wss = new WebSocketServer({ noServer: true });
  readonly #listeners = new Set<() => void>();
  /** Cookies and moments (milliseconds since 1970) of all upgrades asked for. */
  readonly dials: { cookie: string | undefined; at: number; admitted: boolean }[] = [];
  /** Paths of all HTTP calls. */
  readonly calls: string[] = [];
  /** Every message.send that arrived, repeated ones too. */
  readonly told: Told[] = [];
  readonly messages: Message[] = [];
  readonly log: ConversationEvent[] = [];
  /** lastEventId of every subscription. */
  readonly resumed: (string | undefined)[] = [];
  opens = 0;
  /** The cookie that is let in. */
  session: string | undefined = 'one';
  /** Called for each send before it is answered; may refuse or cut. */
  onSend: (told: Told, socket: WebSocket) => void | Promise<void> = () => undefined;
  /** What `live` does when it is asked for. */
  onLive: () => void = () => undefined;
  /** Frames: the events of the log, in groups of this size. */
  frameSize = 1;
  #renewals = 0;

  private constructor() {
    this.#http = createServer();
  }

  static async open(): Promise<SdkServer> {
    const server = new SdkServer();
    await server.#listen(0);
    return server;
  }

  get port(): number {
    return (this.#http.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get sockets(): WebSocket[] {
    return [...this.#wss.clients];
  }

  /** Everybody who follows sees it at once. */
  post(body: StoredEventBody): void {
    this.log.push({ ...body, seq: this.#head() + 1 });
    this.tell();
  }

  pass(event: ConversationEvent): void {
    this.log.push(event);
    this.tell();
  }

  tell(): void {
    for (const listener of this.#listeners) listener();
  }

  close(code: number): void {
    for (const socket of this.sockets) socket.close(code);
  }

  terminate(): void {
    for (const socket of this.sockets) socket.terminate();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.terminate();
    this.#http.closeAllConnections();
    await new Promise((resolve) => this.#http.close(resolve));
  }

  #head(): number {
    return this.log.reduce((head, event) => ('seq' in event ? event.seq : head), 0);
  }

  async #listen(port: number): Promise<void> {
    const router = this.#router();
    const handleHttp = createHTTPHandler({ router, basePath: '/trpc/', createContext: ({ res }): Context => ({ response: res }) });
    this.#http.on('request', (request: IncomingMessage, response: ServerResponse) => {
      this.calls.push((request.url ?? '').split('?')[0] ?? '');
      if (request.url?.startsWith('/trpc/auth.me') && request.headers.cookie !== this.#cookie)
        return refuseHttp(response, 'UNAUTHENTICATED');
      handleHttp(request, response);
    });
    const handleSocket = getWSConnectionHandler({ wss: this.#wss, router, createContext: ({ res }): Context => ({ socket: res }) });
    this.#http.on('upgrade', (request, socket, head) => {
      const { cookie } = request.headers;
      const admitted = cookie === this.#cookie;
      this.dials.push({ cookie, at: Date.now(), admitted });
      if (!admitted) return socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
      this.#wss.handleUpgrade(request, socket, head, (ws) => handleSocket(ws, request));
    });
    await new Promise<void>((resolve) => this.#http.listen(port, '127.0.0.1', resolve));
  }

  get #cookie(): string | undefined {
    return this.session === undefined ? undefined : `session=${this.session}`;
  }

  renew(response: ServerResponse | undefined): void {
    this.#renewals += 1;
    this.session = `renewed${this.#renewals}`;
    response?.appendHeader('Set-Cookie', `session=${this.session}; Path=/; HttpOnly`);
    response?.once('close', () => this.close(4402));
  }

  #router() {
    const t = initTRPC.context<Context>().create({
      errorFormatter: ({ shape, error }) => ({
        ...shape,
        data: { ...shape.data, reason: isReason(error.message) ? error.message : 'INTERNAL', message: error.message, requestId: 'r1' },
      }),
    });
    const procedure = t.procedure;
    const followed = z.object({ conversationId: z.string(), lastEventId: z.string().optional() });
    const sending = z.object({ conversationId: z.custom<ConversationId>(), clientKey: z.string(), text: z.string() });
    const cookieCall = procedure.input(z.unknown()).mutation(({ ctx }) => {
      this.renew(ctx.response);
      return { user: { id: 'u', name: 'Ana', email: 'a@example.org', admin: false }, team: { id: 't' } };
    });
    return t.router({
      auth: t.router({
        me: procedure.query(() => ({ user: {} })),
        signIn: cookieCall,
        signOut: procedure.mutation(({ ctx }) => {
          this.session = undefined;
          ctx.response?.appendHeader('Set-Cookie', 'session=; Path=/; Max-Age=0');
          return {};
        }),
      }),
      team: t.router({ create: cookieCall, list: procedure.query(() => ({ items: [] })) }),
      message: t.router({
        send: procedure.input(sending).mutation(async ({ input, ctx }) => {
          this.told.push(input);
          if (ctx.socket) await this.onSend(input, ctx.socket);
          return { message: this.#store(input) };
        }),
      }),
      conversation: t.router({
        open: procedure.input(z.object({ conversationId: z.string(), limit: z.number().optional() })).query(() => {
          this.opens += 1;
          return {
            conversation: conversation({ lastSeq: this.#head() }),
            messages: this.messages,
            notices: [],
            more: false,
            generations: [],
            viewers: [],
            cursor: `${this.log.length}.0`,
          };
        }),
        live: procedure.input(followed).subscription(({ input, signal }) => this.#follow(input.lastEventId, signal)),
      }),
      inbox: t.router({
        live: procedure.input(z.unknown()).subscription(async function* (this: void, { signal }) {
          yield tracked('inbox.1', { events: [{ type: 'inbox.state', teams: [], conversations: [], threads: [], online: [] }] });
          await new Promise((resolve) => signal?.addEventListener('abort', resolve));
        }),
      }),
    });
  }

  /** The same clientKey is stored once. */
  #store({ clientKey, text }: Told): Message {
    const known = this.messages.find((each) => each.clientKey === clientKey);
    if (known) return known;
    const stored = message({ seq: this.#head() + 1, text, clientKey });
    this.messages.push(stored);
    this.post({ type: 'message.posted', message: stored });
    return stored;
  }

  async *#follow(lastEventId: string | undefined, signal: AbortSignal | undefined) {
    this.resumed.push(lastEventId);
    this.onLive();
    let at = Number.parseInt(lastEventId ?? `${this.log.length}`, 10);
    let frames = 0;
    while (!signal?.aborted) {
      const events = this.log.slice(at, at + this.frameSize);
      at += events.length;
      frames += 1;
      if (events.length > 0) yield tracked(`${at}.${frames}.${Math.random()}`, { events });
      else await this.#news(signal);
    }
  }

  async #news(signal: AbortSignal | undefined): Promise<void> {
    await new Promise<void>((resolve) => {
      const done = () => {
        this.#listeners.delete(done);
        resolve();
      };
      this.#listeners.add(done);
      signal?.addEventListener('abort', done);
    });
  }
}

export function refusing(reason: Reason): TRPCError {
  return new TRPCError({ code: 'BAD_REQUEST', message: reason });
}

function isReason(text: string): text is Reason {
  return Object.hasOwn(REASONS, text);
}

function refuseHttp(response: ServerResponse, reason: Reason): void {
  const { http, say } = REASONS[reason];
  response.writeHead(http, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify({ error: { message: say, code: -32_001, data: { reason, message: say, httpStatus: http } } }));
}
