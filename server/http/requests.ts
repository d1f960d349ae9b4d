import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import sirv from 'sirv';
import { type Reason, Refusal, refuse } from '../../shared/errors.ts';
import { WIRE } from '../../shared/limits.ts';
import type { App } from '../ports.ts';
import type { Connection } from '../realtime/live.ts';
import { httpHandler } from '../rpc/http-handler.ts';
import { answerJson, answerRefusal } from './answer.ts';
import { answerFiles } from './files.ts';
import { clientAddress } from './client-address.ts';
import { conversationPages } from './conversation-page.ts';
import { answerOperations } from './operations.ts';
import { originAllowed } from './origin.ts';
import { agentOf, recordRefusal } from './record-refusal.ts';
import { securityHeaders } from './security-headers.ts';

/** A request has come whole within this time; a file takes as long as it moves (files.ts). */
const BODY_MS = 30_000;
const FILES_PATH = '/files/';

/** Every HTTP request: security headers, then operations, files, calls, or the web app. */
export function requestListener(app: App, clientFolder: string): RequestListener {
  const connections = new WeakMap<IncomingMessage, Connection>();
  const call = httpHandler(app, (request) => connections.get(request) ?? unknownRequest());
  const page = webApp(clientFolder);
  const conversationPage = conversationPages(app, clientFolder, (request, response) => connect(app, request, response));
  const setSecurityHeaders = securityHeaders(clientFolder, app.config.url.protocol === 'https:');
  return (request, response) => {
    setSecurityHeaders(response);
    app.background(
      'http.request',
      handle(request, response).catch((error: unknown) => failed(app, response, error)),
    );
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    if (path.startsWith(FILES_PATH)) return answerFile(request, response, path.slice(FILES_PATH.length));
    comesInTime(request, response);
    if (await answerOperations(app, request, response, path)) return;
    if (path !== '/trpc' && !path.startsWith('/trpc/')) {
      if (!(await conversationPage(request, response))) page(request, response);
      return;
    }
    const connection = admitted(app, request, response, 'application/json');
    if (!connection) return;
    connections.set(request, connection);
    call(request, response);
  }

  async function answerFile(request: IncomingMessage, response: ServerResponse, id: string): Promise<void> {
    const connection = admitted(app, request, response, 'application/octet-stream');
    if (connection) await answerFiles({ app, connection, request, response, id });
  }
}

/** A bug, or a request that no parser agrees on: it is answered all the same. */
function failed(app: App, response: ServerResponse, error: unknown): void {
  app.log.error({ err: error }, 'http.failed');
  if (response.headersSent) response.destroy();
  else answerRefusal(response, 'INTERNAL');
}

function comesInTime(request: IncomingMessage, response: ServerResponse): void {
  const late = setTimeout(() => request.complete || request.destroy(), BODY_MS);
  response.once('close', () => clearTimeout(late));
}

/** Undefined when the request was refused before anybody looked who asks. `type`: of a body; none that a foreign page could send without asking. */
function admitted(app: App, request: IncomingMessage, response: ServerResponse, type: string): Connection | undefined {
  response.setHeader('Cache-Control', 'no-store');
  if (!originAllowed(request, app.config.allowedOrigins)) return refused('ORIGIN_REFUSED');
  if (request.method === 'POST' && !String(request.headers['content-type']).startsWith(type))
    return refused('VALIDATION', `Content-Type: must be ${type}`);
  if (app.draining.aborted) return refused('SHUTTING_DOWN');
  try {
    return connect(app, request, response);
  } catch (error) {
    if (error instanceof Refusal) return refused(error.reason, error.message);
    throw error;
  }

  function refused(reason: Reason, say?: string): undefined {
    recordRefusal(app, request, 'call', reason);
    if (!request.complete) {
      response.setHeader('Connection', 'close');
      comesInTime(request, response);
    }
    answerRefusal(response, reason, say);
    return undefined;
  }
}

/** A running request is a connection like any other: a cut ends it. */
function connect(app: App, request: IncomingMessage, response: ServerResponse): Connection {
  const { cookie, authorization } = request.headers;
  const credential = app.auth.present({ cookie, authorization });
  const ip = clientAddress(request, app.config.trustsProxy);
  const sameCaller = (each: Connection) => (credential ? each.credential?.id === credential.id : !each.credential && each.ip === ip);
  if (app.live.count(sameCaller) >= WIRE.maxRequestsAtOnce)
    refuse('RATE_LIMITED', 'Too many requests at once. Wait until some are answered.');
  const connection = app.live.open({
    credential,
    ip,
    agent: agentOf(request),
    transport: {
      backlogBytes: () => response.writableLength,
      onceDrained: (listener) => void response.once('drain', listener),
      close: () => void response.destroy(),
    },
  });
  response.once('close', () => app.live.remove(connection));
  return connection;
}

/** The built client. Files named by their content never change; the page itself is asked for each time. */
function webApp(folder: string): (request: IncomingMessage, response: ServerResponse) => void {
  const serve = sirv(folder, {
    single: true,
    ignores: [/^\/assets\//],
    etag: true,
    // As the build made them (vite.config.ts).
    brotli: true,
    gzip: true,
    setHeaders: (response) =>
      response.setHeader('Cache-Control', response.req.url?.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'),
  });
  return (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return answerJson(response, 405, {});
    return serve(request, response, () => answerJson(response, 404, {}));
  };
}

function unknownRequest(): never {
  throw new Error('a request reached a procedure without being admitted');
}
