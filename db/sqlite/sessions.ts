import { and, desc, eq, lte, ne, notInArray, type SQL, sql } from 'drizzle-orm';
import { refuse } from '../../shared/errors.ts';
import type { UserId } from '../../shared/ids.ts';
import { SESSION } from '../../shared/limits.ts';
import type { Ended, SessionRow, Sessions } from '../store.ts';
import type { Database } from './database.ts';
import type { Engine } from './engine.ts';
import { given } from './given.ts';
import { sessions, users } from './schema.ts';

export function openSessions({ database, enter }: Engine): Sessions {
  const { sql: db, write } = database;
  const find = findQuery(db);
  const end = (which: SQL | undefined) => write(() => endSessions(database, which));

  return {
    async find(id) {
      return find.get({ id });
    },
    async listOf(userId) {
      return db.select().from(sessions).where(eq(sessions.userId, userId)).orderBy(desc(sessions.lastUsedAt)).all();
    },
    async insert(row) {
      return write(() => insert(database, row));
    },
    async setExpiry(id, expiresAt) {
      write(() => {
        const { changes } = db.update(sessions).set({ expiresAt }).where(eq(sessions.id, id)).run();
        if (changes > 0) database.accessChanged();
      });
    },
    async touch(id, now) {
      write(() => {
        const touched = db
          .update(sessions)
          .set({ lastUsedAt: now })
          .where(eq(sessions.id, id))
          .returning({ userId: sessions.userId })
          .get();
        if (touched) markSeen(database, touched.userId, now);
      });
    },
    async delete(id) {
      return end(eq(sessions.id, id));
    },
    async deleteAllOf(userId) {
      return end(eq(sessions.userId, userId));
    },
    async deleteExpired(now) {
      return end(lte(sessions.expiresAt, now));
    },
    async endOwn(handle, guard) {
      return write(() => {
        const { user } = enter.self(guard);
        database.acts.complete(guard, { subject: { kind: 'session', id: handle } });
        const ended = endSessions(database, and(eq(sessions.userId, user.id), eq(sessions.handle, handle)));
        return ended.sessions.length > 0 ? ended : refuse('NOT_FOUND');
      });
    },
    async endOthers(guard) {
      return write(() => {
        const { user } = enter.self(guard);
        return endSessions(database, and(eq(sessions.userId, user.id), ne(sessions.id, guard.credential.id)));
      });
    },
  };
}

/** Part of every change of a membership by the person themselves (LEAVE-1). Inside a transaction. */
export function endSessionsOf(database: Database, userId: UserId): Ended {
  return endSessions(database, eq(sessions.userId, userId));
}

function endSessions(database: Database, which: SQL | undefined): Ended {
  const ended = database.sql.delete(sessions).where(which).returning({ id: sessions.id }).all();
  if (ended.length > 0) database.accessChanged();
  return { sessions: ended.map((row) => row.id) };
}

function insert(database: Database, row: SessionRow): Ended {
  const { sql: db } = database;
  // Whoever was shut out while their password was being checked stays out.
  const isActive = and(eq(users.id, row.userId), eq(users.status, 'active'));
  if (!db.select({ id: users.id }).from(users).where(isActive).get()) refuse('SESSION_REVOKED');
  db.insert(sessions).values(row).run();
  markSeen(database, row.userId, row.createdAt);
  database.accessChanged();
  const ofUser = eq(sessions.userId, row.userId);
  const newest = db
    .select({ id: sessions.id })
    .from(sessions)
    .where(ofUser)
    .orderBy(desc(sessions.createdAt), sql`rowid desc`)
    .limit(SESSION.maxPerUser);
  return endSessions(database, and(ofUser, notInArray(sessions.id, newest)));
}

/** Never earlier than it was known. */
export function markSeen({ sql: db }: Database, userId: UserId, now: number): void {
  db.update(users)
    .set({ lastSeenAt: sql`max(coalesce(${users.lastSeenAt}, 0), ${now})` })
    .where(eq(users.id, userId))
    .run();
}

function findQuery(db: Database['sql']) {
  return db
    .select({ session: sessions, user: { id: users.id, name: users.name, email: users.email, admin: users.admin } })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(eq(sessions.id, given('id')))
    .prepare();
}
