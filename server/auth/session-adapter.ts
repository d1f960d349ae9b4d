import type { Adapter, DatabaseSession, DatabaseUser } from 'lucia';
import type { Sessions } from '../../db/store.ts';
import type { SessionHandle, UserId } from '../../shared/ids.ts';
import { SESSION } from '../../shared/limits.ts';
import type { Clock } from '../ports.ts';

/** What a session row holds beyond what lucia knows. Times in milliseconds since 1970. */
export interface SessionFacts {
  handle: SessionHandle;
  createdAt: number;
  lastUsedAt: number;
  ip: string;
  agent: string;
  /** Told which older sessions made room for a new one. */
  madeRoom?: (ids: string[]) => void;
}

export interface UserFacts {
  name: string;
  email: string;
  admin: boolean;
}

/** No session outlives this, however often it is used. */
export function notBeyondAbsolute(createdAt: number, expiresAt: number): number {
  return Math.min(expiresAt, createdAt + SESSION.absoluteMs);
}

/**
 * Lucia over the store. Lucia reads the time of the computer, the store keeps that of the app's clock: expiry is translated on the way, so that a
 * session ends by the app's clock. An update never revives a deleted session (SESSION-3).
 */
export class SessionAdapter implements Adapter {
  readonly #sessions: Sessions;
  readonly #clock: Clock;

  constructor(sessions: Sessions, clock: Clock) {
    this.#sessions = sessions;
    this.#clock = clock;
  }

  async getSessionAndUser(id: string): Promise<[DatabaseSession | null, DatabaseUser | null]> {
    const found = await this.#sessions.find(id);
    if (!found) return [null, null];
    const { userId, expiresAt, ...facts } = found.session;
    const { id: _, ...user } = found.user;
    return [
      { id, userId, expiresAt: this.#toComputer(expiresAt), attributes: facts },
      { id: userId, attributes: user },
    ];
  }

  async setSession({ id, userId, expiresAt, attributes }: DatabaseSession): Promise<void> {
    const { madeRoom, ...facts } = attributes;
    const row = { ...facts, id, userId, expiresAt: notBeyondAbsolute(facts.createdAt, this.fromComputer(expiresAt)) };
    const ended = await this.#sessions.insert(row);
    madeRoom?.(ended.sessions);
  }

  async updateSessionExpiration(id: string, expiresAt: Date): Promise<void> {
    const found = await this.#sessions.find(id);
    if (!found) return;
    const bounded = notBeyondAbsolute(found.session.createdAt, this.fromComputer(expiresAt));
    // Near its absolute end a session is not moved any further: nothing to write on every call.
    if (bounded > found.session.expiresAt) await this.#sessions.setExpiry(id, bounded);
  }

  /** Lucia deletes what it finds expired; here the sweep does, because it also closes the sockets of what it deletes. */
  async deleteSession(): Promise<void> {}

  async getUserSessions(userId: UserId): Promise<DatabaseSession[]> {
    const rows = await this.#sessions.listOf(userId);
    return rows.map(({ id, expiresAt, ...facts }) => ({ id, userId, expiresAt: this.#toComputer(expiresAt), attributes: facts }));
  }

  async deleteUserSessions(userId: UserId): Promise<void> {
    await this.#sessions.deleteAllOf(userId);
  }

  async deleteExpiredSessions(): Promise<void> {
    await this.#sessions.deleteExpired(this.#clock.now());
  }

  /** Milliseconds of the app's clock. */
  fromComputer(time: Date): number {
    return time.getTime() - Date.now() + this.#clock.now();
  }

  #toComputer(time: number): Date {
    return new Date(time - this.#clock.now() + Date.now());
  }
}
