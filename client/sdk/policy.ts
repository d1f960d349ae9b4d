/**
 * When to dial again after a connection ended (DESIGN 4.3, close codes of API.md). Full jitter: a restarted server meets its clients spread over
 * the whole delay, not in waves (RESUME-2; "Exponential Backoff And Jitter", AWS Architecture Blog, 2015).
 */
import { CLOSE } from '../../shared/errors.ts';

export const RECONNECT = {
  firstDelayMs: 1_000,
  maxDelayMs: 30_000,
  tooManyDelayMs: 10_000,
  /** A connection that stood this long was good: the count of tries begins anew. */
  stableMs: 10_000,
  /** Dials at once, without such a connection between them, before the usual delays apply to those too. */
  maxAtOnce: 4,
  dialMs: 15_000,
  /** How long the other side may take to agree to a close. */
  closeMs: 1_000,
} as const;

export const KEEP_ALIVE = { intervalMs: 25_000, pongMs: 10_000 } as const;

export type Verdict =
  /** The session is over: only signing in helps. */
  | { kind: 'end' }
  /** What runs is refused; new calls dial again. */
  | { kind: 'refuse' }
  /** `firm`: not even a person who asks for it makes it sooner. */
  | { kind: 'dial'; inMs: number; firm: boolean };

/** `tries`: dials since a good connection. `random`: from 0 to below 1. */
export function afterClose(code: number, tries: number, random: () => number): Verdict {
  switch (code) {
    case CLOSE.sessionRevoked:
      return { kind: 'end' };
    case CLOSE.accessChanged:
      return { kind: 'refuse' };
    case CLOSE.sessionRenewed:
    case CLOSE.tooSlow:
      return { kind: 'dial', inMs: tries <= RECONNECT.maxAtOnce ? 0 : jittered(tries - RECONNECT.maxAtOnce, random), firm: false };
    case CLOSE.tooMany:
      return { kind: 'dial', inMs: RECONNECT.tooManyDelayMs * (1 + random()), firm: true };
    default:
      return { kind: 'dial', inMs: jittered(tries, random), firm: false };
  }
}

function jittered(tries: number, random: () => number): number {
  const most = Math.min(RECONNECT.maxDelayMs, RECONNECT.firstDelayMs * 2 ** Math.max(0, tries - 1));
  return random() * most;
}
