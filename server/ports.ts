/** What the parts of the server know of each other: types of doors only, so that no cycle can form. Built once in app.ts. */
import type { Logger } from 'pino';
import type { Store } from '../db/store.ts';
import type { AuditTrail } from './access/audit-trail.ts';
import type { Authentication } from './auth/authentication.ts';
import type { Config } from './config.ts';
import type { Metrics } from './metrics.ts';
import type { ModelRegistry } from './models/registry.ts';
import type { Bus } from './realtime/bus.ts';
import type { Live } from './realtime/live.ts';
import type { Presence } from './realtime/presence.ts';
import type { Replies } from './generation/replies.ts';

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
}

/** The HTTP answer of a call that may change the session cookie. */
export interface HttpAnswer {
  setCookie(value: string): void;
  /** Runs once the answer is out (or could not be delivered). */
  afterwards(work: () => void): void;
}

export interface App {
  config: Config;
  log: Logger;
  clock: Clock;
  store: Store;
  auth: Authentication;
  audit: AuditTrail;
  bus: Bus;
  live: Live;
  presence: Presence;
  models: ModelRegistry;
  replies: Replies;
  metrics: Metrics;
  /** Work that outlives the call that began it: failures are logged, and a shutdown waits for it. */
  background(what: string, work: Promise<unknown>): void;
  /** Resolves when no such work is left. */
  settled(): Promise<void>;
  /** Set when the shutdown begins: nothing new is started. */
  draining: AbortSignal;
}
