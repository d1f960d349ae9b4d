import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Duplex } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { WIRE } from '../../shared/limits.ts';
import type { App } from '../ports.ts';
import { requestListener } from './requests.ts';
import { Upgrades } from './upgrades.ts';

export interface HttpServer {
  sockets(): number;
  /** Lets what is being answered finish, tells sockets to come back later, then ends what is left. */
  close(): Promise<void>;
}

/** Listens; rejects with the system's error when it cannot (EADDRINUSE, EACCES). */
export async function listen(app: App, clientFolder: string): Promise<HttpServer> {
  const server = create(app, clientFolder);
  const upgrades = new Upgrades(app, server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(app.config.port, app.config.host, () => resolve());
  });
  return {
    sockets: () => upgrades.size,
    close: () => close(server, upgrades),
  };
}

function create(app: App, clientFolder: string): Server {
  const listener = requestListener(app, clientFolder);
  // Slow headers and idle connections are bounded; a stream of events may last, and so may a file on its way in (bodies of calls: requests.ts).
  const limits = { maxHeaderSize: 16 * 1024, headersTimeout: 10_000, requestTimeout: 15 * 60_000, keepAliveTimeout: 10_000 };
  const { tls } = app.config;
  const server = tls
    ? createTlsServer({ ...limits, cert: readFileSync(tls.certFile), key: readFileSync(tls.keyFile) }, listener)
    : createServer(limits, listener);
  server.maxHeadersCount = 100;
  server.on('clientError', answerNonsense);
  return server;
}

/** What is no HTTP gets an answer that is, when it can still hear one. */
function answerNonsense(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') socket.destroy();
  else
    socket.end(
      `HTTP/1.1 ${error.code === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : '400 Bad Request'}\r\nConnection: close\r\n\r\n`,
    );
}

async function close(server: Server, upgrades: Upgrades): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  upgrades.close();
  server.closeIdleConnections();
  await Promise.race([closed, pause(WIRE.closeTimeoutMs * 2)]);
  upgrades.terminate();
  server.closeAllConnections();
  await closed;
}
