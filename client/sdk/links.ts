/** How a call travels: those of calls.ts over HTTP, everything else over the one WebSocket, which is dialled when first needed. */
import { createWSClient, httpLink, splitLink, TRPCClientError, type TRPCLink, wsLink } from '@trpc/client';
import { observable, type Unsubscribable } from '@trpc/server/observable';
import type { Router } from '../../server/rpc/router.ts';
import { goesOverHttp } from './calls.ts';
import type { Connection } from './connection.ts';
import { asClientError, ConnectionLost, type ParleyRefusal, refusalIn } from './errors.ts';
import { KEEP_ALIVE } from './policy.ts';
import { Socket } from './socket.ts';

/** A query is asked again when its connection is lost on the way, this often. */
const MAX_TRIES = 3;
/** A socket nobody uses is given up after this long. */
const UNUSED_MS = 60_000;

export type SocketClient = ReturnType<typeof createWSClient>;

/** `ready` resolves when the code that dials is there. */
export function openSocketClient(url: string, connection: Connection, ready: Promise<void>): SocketClient {
  class OwnSocket extends Socket {
    constructor(address: string) {
      super(address, connection);
    }
  }
  return createWSClient({
    url: async () => {
      await ready;
      await connection.permit();
      return url;
    },
    // tRPC uses the part of a WebSocket that ours has; a test over real sockets holds that it is enough.
    WebSocket: OwnSocket as unknown as typeof WebSocket,
    // All waiting is done in `permit`, where it can be cut short.
    retryDelayMs: () => 0,
    lazy: { enabled: true, closeMs: UNUSED_MS },
    keepAlive: { enabled: true, intervalMs: KEEP_ALIVE.intervalMs, pongTimeoutMs: KEEP_ALIVE.pongMs },
  });
}

export function parleyLinks(trpcUrl: string, request: typeof fetch, connection: Connection, client: SocketClient): TRPCLink<Router>[] {
  return [
    splitLink({
      condition: ({ path }) => goesOverHttp(path),
      true: httpLink({ url: trpcUrl, fetch: (url, init) => request(url, init as RequestInit) }),
      false: [guard(connection), wsLink({ client })],
    }),
  ];
}

/**
 * Ends calls that a dead session would leave hanging, asks queries again after a lost connection, and does not believe a socket that its session is
 * over: that may have been renewed a moment ago, so HTTP is asked, which carries the new cookie.
 */
function guard(connection: Connection): TRPCLink<Router> {
  return () =>
    ({ op, next }) =>
      observable((observer) => {
        let tries = 0;
        let running: Unsubscribable | undefined;
        let isOver = false;
        const end = (error: TRPCClientError<Router>) => {
          if (isOver) return;
          isOver = true;
          observer.error(error);
        };
        const attempt = () => {
          const refusal = connection.refusal;
          if (refusal) return end(asError(refusal));
          tries += 1;
          running = next(op).subscribe({
            next: (result) => observer.next(result),
            complete: () => observer.complete(),
            error: (error) => void recover(error),
          });
        };
        const recover = async (error: TRPCClientError<Router>) => {
          const refusal = refusalIn(error.data);
          const sessionIsGone = refusal?.reason === 'SESSION_REVOKED' || refusal?.reason === 'UNAUTHENTICATED';
          if (refusal && !sessionIsGone) return end(error);
          if (sessionIsGone) {
            if (tries >= MAX_TRIES || !(await connection.verify())) return end(error);
            connection.renew();
            // Refused means not done: a mutation may go again. A subscription has its own way to go on.
            if (op.type === 'subscription') return end(asError(new ConnectionLost(error)));
          } else if (op.type !== 'query' || tries >= MAX_TRIES) return end(error);
          if (!isOver) attempt();
        };
        const unlisten = connection.onCut((refusal) => end(asClientError(refusal)));
        attempt();
        return () => {
          isOver = true;
          unlisten();
          running?.unsubscribe();
        };
      });
}

function asError(error: ParleyRefusal | ConnectionLost): TRPCClientError<Router> {
  return error instanceof ConnectionLost ? TRPCClientError.from(error) : asClientError(error);
}
