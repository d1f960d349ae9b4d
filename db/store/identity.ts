import type { Guard } from '../../shared/access.ts';
import type { SessionHandle, UserId } from '../../shared/ids.ts';
import type { Team, User } from '../../shared/schemas/identity.ts';
import type { Change, Ended } from './shapes.ts';

export interface SessionRow {
  /** SHA-256 of the token, hex (SESSION-1). */
  id: string;
  handle: SessionHandle;
  userId: UserId;
  createdAt: number;
  lastUsedAt: number;
  expiresAt: number;
  ip: string;
  agent: string;
}

export interface Users {
  /** Nobody has registered yet. */
  none(): Promise<boolean>;
  /** The first of all becomes admin, also when many register at once. With an invite the person joins its team in the same transaction. */
  register(
    draft: { name: string; email: string; passwordHash: string; inviteHash?: string },
    now: number,
  ): Promise<{ user: User; team?: Team; changes: Change[] }>;
  /** By e-mail address, whatever its case. */
  findForSignIn(email: string): Promise<{ user: User; passwordHash: string; status: 'active' | 'disabled' } | undefined>;
  passwordHashOf(userId: UserId): Promise<string | undefined>;
  /** Ends every session of the person, the acting one too: the caller is issued a new one. Refuses CONFLICT when `oldHash` is not the stored one any more. */
  changePassword(change: { oldHash: string; newHash: string }, guard: Guard, now: number): Promise<Ended>;
  /** Replaces a hash made with weaker parameters; nothing else changes. */
  rehash(userId: UserId, oldHash: string, newHash: string): Promise<void>;
  rename(name: string, guard: Guard): Promise<User>;
  /** They were connected until now. */
  seen(userId: UserId, now: number): Promise<void>;
}

export interface Sessions {
  find(id: string): Promise<{ session: SessionRow; user: User } | undefined>;
  listOf(userId: UserId): Promise<SessionRow[]>;
  /** Keeps at most SESSION.maxPerUser; the oldest make room and are returned. */
  insert(row: SessionRow): Promise<Ended>;
  /** Changes an existing row only: it never revives a deleted session (SESSION-3). */
  setExpiry(id: string, expiresAt: number): Promise<void>;
  /** It is used, and its person is here. */
  touch(id: string, now: number): Promise<void>;
  delete(id: string): Promise<Ended>;
  deleteAllOf(userId: UserId): Promise<Ended>;
  deleteExpired(now: number): Promise<Ended>;
  /** The caller's own session with this handle; NOT_FOUND for a foreign one. */
  endOwn(handle: SessionHandle, guard: Guard): Promise<Ended>;
  endOthers(guard: Guard): Promise<Ended>;
}
