import { and, eq, gt } from 'drizzle-orm';
import type { Guard } from '../../shared/access.ts';
import { refuse } from '../../shared/errors.ts';
import type { UserId } from '../../shared/ids.ts';
import type { Accounts, Change, Taken } from '../store.ts';
import { pageOfAccounts } from './account-rows.ts';
import { dropUnsentOf } from './attachments.ts';
import type { Database } from './database.ts';
import type { Engine } from './engine.ts';
import { personOf } from './members.ts';
import { takeLeave } from './memberships.ts';
import { mustOwnNoTeamAlone } from './owners.ts';
import { invites, memberships, passwordResets, suspended, users } from './schema.ts';
import { endSessionsOf } from './sessions.ts';
import { toUser } from './users.ts';

export function openAccounts(engine: Engine): Accounts {
  const { database, enter } = engine;
  const { sql: db, write } = database;
  /** The account that is meant, unless it is gone. */
  const enterAbout = (guard: Guard, userId?: UserId) => {
    const { user } = enter.self(guard);
    const row = accountOf(database, userId ?? user.id);
    database.acts.complete(guard, { subject: { kind: 'user', id: row.id } });
    return row;
  };

  return {
    async list(query, guard) {
      enter.self(guard);
      return pageOfAccounts(database, query);
    },
    async disable(guard, _now, userId) {
      return write(() => {
        const { id } = enterAbout(guard, userId);
        mustOwnNoTeamAlone(database, id);
        setStatus(database, id, 'disabled');
        return taken(engine, id, []);
      });
    },
    async enable(userId, guard) {
      write(() => setStatus(database, enterAbout(guard, userId).id, 'active'));
    },
    async delete(guard, now, userId) {
      const done = write(() => {
        const { id } = enterAbout(guard, userId);
        mustOwnNoTeamAlone(database, id);
        return bury(engine, id, now);
      });
      database.scrub();
      return done;
    },
    async endSessions(userId, guard) {
      return write(() => taken(engine, enterAbout(guard, userId).id, [], false));
    },
    async createPasswordReset({ userId, ...link }, guard) {
      write(() => {
        const { id, status } = enterAbout(guard, userId);
        if (status !== 'active') refuse('CONFLICT', 'This account is disabled. Enable it first.');
        db.insert(passwordResets)
          .values({ userId: id, ...link })
          .onConflictDoUpdate({ target: passwordResets.userId, set: link })
          .run();
      });
    },
    async findPasswordReset(tokenHash, now) {
      const row = db.select({ user: users }).from(passwordResets).innerJoin(users, isUsable(tokenHash, now)).get();
      return row && { user: toUser(row.user) };
    },
    async resetPassword({ tokenHash, newHash }, now) {
      return write(() => {
        const row = db.select({ user: users }).from(passwordResets).innerJoin(users, isUsable(tokenHash, now)).get();
        if (!row) return undefined;
        const user = toUser(row.user);
        db.update(users).set({ passwordHash: newHash }).where(eq(users.id, user.id)).run();
        db.delete(passwordResets).where(eq(passwordResets.userId, user.id)).run();
        return { user, ...endSessionsOf(database, user.id) };
      });
    },
  };
}

function accountOf({ sql: db }: Database, userId: UserId) {
  const row = db.select({ id: users.id, status: users.status }).from(users).where(eq(users.id, userId)).get();
  return row && row.status !== 'deleted' ? row : refuse('NOT_FOUND');
}

function isUsable(tokenHash: string, now: number) {
  return and(
    eq(users.id, passwordResets.userId),
    eq(users.status, 'active'),
    eq(passwordResets.tokenHash, tokenHash),
    gt(passwordResets.expiresAt, now),
  );
}

function setStatus(database: Database, userId: UserId, status: 'active' | 'disabled'): void {
  database.sql.update(users).set({ status }).where(eq(users.id, userId)).run();
  database.accessChanged();
}

/** What ends with an account, or with all its sessions; the links that would let them in again go too. */
function taken({ database, generations }: Engine, userId: UserId, changes: Change[], isOut = true): Taken {
  const { sql: db } = database;
  const teams = db.select({ teamId: memberships.teamId }).from(memberships).where(eq(memberships.userId, userId)).all();
  if (isOut) db.update(invites).set({ revoked: true }).where(eq(invites.createdBy, userId)).run();
  if (isOut) db.delete(passwordResets).where(eq(passwordResets.userId, userId)).run();
  return {
    person: personOf(database, userId),
    teams: teams.map(({ teamId }) => teamId),
    open: generations.openAskedBy(userId),
    changes,
    ...endSessionsOf(database, userId),
  };
}

/** The row stays, for what they wrote refers to it; nothing in it says any more who it was. */
function bury(engine: Engine, userId: UserId, now: number): Taken {
  const { sql: db } = engine.database;
  const gone = taken(engine, userId, []);
  const blank = { name: 'Deleted account', email: '', emailKey: `deleted:${userId}`, passwordHash: '', admin: false };
  db.update(users)
    .set({ ...blank, status: 'deleted' })
    .where(eq(users.id, userId))
    .run();
  dropUnsentOf(engine.database, userId);
  db.delete(memberships).where(eq(memberships.userId, userId)).run();
  db.delete(suspended).where(eq(suspended.userId, userId)).run();
  const changes = gone.teams.flatMap((teamId) => takeLeave(engine, { teamId, userId }, now));
  engine.database.accessChanged();
  return { ...gone, changes, person: personOf(engine.database, userId) };
}
