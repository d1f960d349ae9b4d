import type { IncomingMessage, ServerResponse } from 'node:http';
import { createHTTPHandler } from '@trpc/server/adapters/standalone';
import { WIRE } from '../../shared/limits.ts';
import type { App, HttpAnswer } from '../ports.ts';
import type { Connection } from '../realtime/live.ts';
import { parleyRouter } from './router.ts';

/** tRPC over HTTP: calls that set the cookie, everything else too, and subscriptions as server-sent events. */
export function httpHandler(
  app: App,
  connectionOf: (request: IncomingMessage) => Connection,
): (request: IncomingMessage, response: ServerResponse) => void {
  return createHTTPHandler({
    router: parleyRouter,
    basePath: '/trpc/',
    maxBodySize: WIRE.maxFrameBytes,
    maxBatchSize: WIRE.maxCallsPerFrame,
    createContext: ({ req, res }) => ({ app, connection: connectionOf(req), http: answerOf(app, res) }),
    onError: ({ error, path }) => app.log.debug({ code: error.code, path }, 'http.error'),
  });
}

function answerOf(app: App, response: ServerResponse): HttpAnswer {
  return {
    setCookie: (value) => void response.appendHeader('Set-Cookie', value),
    afterwards: (work) => void response.once('close', () => app.background('http.afterwards', Promise.resolve().then(work))),
  };
}
