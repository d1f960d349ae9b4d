import type { Guard } from '../../shared/access.ts';
import type { TeamId, UserId } from '../../shared/ids.ts';
import type { Account } from '../../shared/schemas/admin.ts';
import type { Person } from '../../shared/schemas/conversation.ts';
import type { User } from '../../shared/schemas/identity.ts';
import type { Change, Ended, StoredGeneration } from './shapes.ts';

/** What the end of an account, or its being disabled, took with it. */
export interface Taken extends Ended {
  person: Person;
  teams: TeamId[];
  open: StoredGeneration[];
  changes: Change[];
}

/**
 * The life of accounts. Without `userId` it is the caller's own. Each that shuts somebody out ends, in one transaction, all their sessions and the invites they
 * issued; CONFLICT names the teams whose last active owner they are (LEAVE-6).
 */
export interface Accounts {
  list(query: { query?: string; cursor?: string; limit: number }, guard: Guard): Promise<{ items: Account[]; nextCursor?: string }>;
  disable(guard: Guard, now: number, userId?: UserId): Promise<Taken>;
  /** Memberships are as they were. */
  enable(userId: UserId, guard: Guard): Promise<void>;
  /** Name, address and password go for good; memberships end; what they wrote stays, by "Deleted account". */
  delete(guard: Guard, now: number, userId?: UserId): Promise<Taken>;
  endSessions(userId: UserId, guard: Guard): Promise<Taken>;
  /** Replaces an earlier one: of one person one link is good at a time. */
  createPasswordReset(reset: { userId: UserId; tokenHash: string; expiresAt: number }, guard: Guard): Promise<void>;
  /** For the password rules, before it is used. Undefined when unknown, used or expired. */
  findPasswordReset(tokenHash: string, now: number): Promise<{ user: User } | undefined>;
  /** Uses the link and ends every session of the person. Undefined when another was faster. */
  resetPassword(reset: { tokenHash: string; newHash: string }, now: number): Promise<({ user: User } & Ended) | undefined>;
}
