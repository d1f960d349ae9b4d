import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { type Reason, REASONS } from '../../shared/errors.ts';

/** A refusal before any procedure is reached, in the shape a tRPC error has. */
export function answerRefusal(
  response: ServerResponse,
  reason: Reason,
  say: string = REASONS[reason].say,
  requestId: string = randomUUID(),
): void {
  const { http } = REASONS[reason];
  const retryAfter = http === 429 || http === 503 ? 5 : undefined;
  if (retryAfter !== undefined) response.setHeader('Retry-After', String(retryAfter));
  const data = { reason, message: say, requestId, httpStatus: http, ...(retryAfter !== undefined && { retryAfter }) };
  answerJson(response, http, { error: { message: say, code: -32600, data } });
}

export function answerJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' });
  response.end(JSON.stringify(body));
}
