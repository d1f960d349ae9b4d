import { and, eq } from 'drizzle-orm';
import { refuse } from '../../shared/errors.ts';
import type { UserId } from '../../shared/ids.ts';
import type { User } from '../../shared/schemas/identity.ts';
import type { Users } from '../store.ts';
import type { Database } from './database.ts';
import { emailKey } from './email-key.ts';
import type { Engine } from './engine.ts';
import { useInvite } from './invites.ts';
import { newId } from './new-id.ts';
import { passwordResets, users } from './schema.ts';
import { endSessionsOf, markSeen } from './sessions.ts';
import { getTeam } from './team-rows.ts';

type Draft = Parameters<Users['register']>[0];

export function openUsers(engine: Engine): Users {
  const { database, enter } = engine;
  const { sql: db, write, writeTogether } = database;
  const isNobody = () => db.select({ id: users.id }).from(users).limit(1).get() === undefined;

  return {
    async none() {
      return isNobody();
    },
    async register(draft, now) {
      return write(() => register(engine, draft, isNobody(), now));
    },
    async findForSignIn(email) {
      const row = db
        .select()
        .from(users)
        .where(eq(users.emailKey, emailKey(email)))
        .get();
      return row && row.status !== 'deleted' ? { user: toUser(row), passwordHash: row.passwordHash, status: row.status } : undefined;
    },
    async passwordHashOf(userId) {
      return db.select({ hash: users.passwordHash }).from(users).where(eq(users.id, userId)).get()?.hash;
    },
    async changePassword({ oldHash, newHash }, guard) {
      return write(() => {
        const { user } = enter.self(guard);
        if (!replaceHash(database, user.id, oldHash, newHash)) refuse('CONFLICT');
        db.delete(passwordResets).where(eq(passwordResets.userId, user.id)).run();
        return endSessionsOf(database, user.id);
      });
    },
    async rehash(userId, oldHash, newHash) {
      write(() => replaceHash(database, userId, oldHash, newHash));
    },
    async seen(userId, now) {
      // When a network goes, many go at once.
      await writeTogether(() => markSeen(database, userId, now));
    },
    async rename(name, guard) {
      return write(() => {
        const { user } = enter.self(guard);
        db.update(users).set({ name }).where(eq(users.id, user.id)).run();
        database.accessChanged();
        return toUser({ ...user, name });
      });
    },
  };
}

function register(engine: Engine, draft: Draft, admin: boolean, now: number): Awaited<ReturnType<Users['register']>> {
  const { name, email, passwordHash, inviteHash } = draft;
  const { database } = engine;
  const user: User = { id: newId<UserId>(), name, email, admin };
  const row = { ...user, emailKey: emailKey(email), passwordHash, status: 'active' as const, createdAt: now };
  const { changes } = database.sql.insert(users).values(row).onConflictDoNothing({ target: users.emailKey }).run();
  if (changes === 0) refuse('EMAIL_TAKEN');
  if (inviteHash === undefined) return { user, changes: [] };
  const joined = useInvite(engine, inviteHash, user, now);
  return { user, team: getTeam(database, joined.teamId, user.id), changes: joined.changes };
}

/** The password decides, not the order of arrival: a hash that was replaced meanwhile stays. */
function replaceHash({ sql: db }: Database, userId: UserId, oldHash: string, newHash: string): boolean {
  const unchanged = and(eq(users.id, userId), eq(users.passwordHash, oldHash));
  return db.update(users).set({ passwordHash: newHash }).where(unchanged).run().changes > 0;
}

export function toUser({ id, name, email, admin }: User): User {
  return { id, name, email, admin };
}
