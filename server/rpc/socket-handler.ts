import type { IncomingMessage } from 'node:http';
import { getWSConnectionHandler, jsonEncoder, type WSSHandlerOptions } from '@trpc/server/adapters/ws';
import { WIRE } from '../../shared/limits.ts';
import type { App } from '../ports.ts';
import type { Connection } from '../realtime/live.ts';
import { parleyRouter, type Router } from './router.ts';
import { encode } from './wire.ts';

type Handler = ReturnType<typeof getWSConnectionHandler<Router>>;
type Socket = Parameters<Handler>[0];

/** tRPC on a socket that was let in. The context holds no right: who calls is asked on each call. */
export function socketHandler(
  app: App,
  wss: WSSHandlerOptions<Router>['wss'],
  connectionOf: (socket: unknown) => Connection,
): (socket: Socket, request: IncomingMessage) => void {
  return getWSConnectionHandler<Router>({
    wss,
    router: parleyRouter,
    maxBatchSize: WIRE.maxCallsPerFrame,
    experimental_encoder: { encode, decode: jsonEncoder.decode },
    createContext: ({ res }) => ({ app, connection: connectionOf(res) }),
    // The error edge logs what is a bug; what remains here are broken frames and sockets.
    onError: ({ error, path }) => app.log.debug({ code: error.code, path }, 'socket.error'),
  });
}
