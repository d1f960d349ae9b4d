import type { ConversationId } from '../../shared/ids.ts';
import type { LoggedEvent } from './shapes.ts';

export interface Events {
  /** Stored events with a greater number, in order. */
  after(conversationId: ConversationId, seq: number, limit: number): Promise<LoggedEvent[]>;
  /** Number of the newest; 0 when there is none or no such conversation. */
  head(conversationId: ConversationId): Promise<number>;
}

export interface LimitRule {
  name: string;
  points: number;
  perSeconds: number;
  /** Once over the limit, refused for this long. */
  blockSeconds?: number;
}

/** Counters that survive a restart. */
export interface Limits {
  /** Takes `cost` points (1 unless told; 0 asks only). */
  consume(rule: LimitRule, key: string, cost?: number): Promise<{ allowed: true } | { allowed: false; retryAfter: number }>;
  reset(rule: LimitRule, key: string): Promise<void>;
}
