import type { IncomingMessage } from 'node:http';
import type { Reason } from '../../shared/errors.ts';
import type { App } from '../ports.ts';
import { clientAddress } from './client-address.ts';

/** Refused at the door, for who is not let in; what is merely not a request, or comes while we leave, is none. */
const AT_THE_DOOR: ReadonlySet<Reason> = new Set<Reason>(['ORIGIN_REFUSED', 'UNAUTHENTICATED', 'RATE_LIMITED']);

/** Who was not let in, before any procedure (AUDIT-1). */
export function recordRefusal(app: App, request: IncomingMessage, action: 'socket.open' | 'call', reason: Reason): void {
  if (!AT_THE_DOOR.has(reason)) return;
  app.audit.refused({
    action,
    credential: 'none',
    origin: { ip: clientAddress(request, app.config.trustsProxy), agent: agentOf(request) },
    reason,
    path: ['door'],
  });
}

export function agentOf(request: IncomingMessage): string {
  return String(request.headers['user-agent'] ?? '').slice(0, 200);
}
