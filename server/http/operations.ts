import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { App } from '../ports.ts';
import { answerJson } from './answer.ts';
import { isThisComputer } from './client-address.ts';

/** /healthz: the process answers. /readyz: it can serve. /metrics: for the operator only. False when the path is none of them. */
export async function answerOperations(app: App, request: IncomingMessage, response: ServerResponse, path: string): Promise<boolean> {
  switch (path) {
    case '/healthz':
      answerJson(response, 200, { status: 'alive' });
      return true;
    case '/readyz':
      await answerReady(app, response);
      return true;
    case '/metrics':
      await answerMetrics(app, request, response);
      return true;
    default:
      return false;
  }
}

async function answerReady(app: App, response: ServerResponse): Promise<void> {
  if (app.draining.aborted) return answerJson(response, 503, { status: 'draining' });
  try {
    await app.store.ping();
    answerJson(response, 200, { status: 'ready' });
  } catch (error) {
    app.log.error({ err: error }, 'ready.failed');
    answerJson(response, 503, { status: 'database cannot be read' });
  }
}

async function answerMetrics(app: App, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const expected = app.config.metricsAuth;
  if (expected ? !basicMatches(request, expected) : !fromLoopback(request)) {
    if (expected) response.setHeader('WWW-Authenticate', 'Basic realm="metrics"');
    return answerJson(response, expected ? 401 : 404, {});
  }
  response.writeHead(200, { 'Content-Type': app.metrics.registry.contentType, 'Cache-Control': 'no-store' });
  response.end(await app.metrics.registry.metrics());
}

/** The peer itself, and only when no proxy stands in front: behind one everybody seems local. */
function fromLoopback(request: IncomingMessage): boolean {
  return request.headers['x-forwarded-for'] === undefined && isThisComputer(request.socket.remoteAddress ?? '');
}

/** Compared as hashes of equal length, so that neither length nor content shows in the time. */
function basicMatches(request: IncomingMessage, expected: string): boolean {
  const [scheme, value = ''] = (request.headers.authorization ?? '').split(' ');
  const given = scheme?.toLowerCase() === 'basic' ? Buffer.from(value, 'base64').toString('utf8') : '';
  return timingSafeEqual(sha256(given), sha256(expected));
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
