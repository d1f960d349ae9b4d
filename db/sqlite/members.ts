import { and, eq } from 'drizzle-orm';
import type { Role } from '../../shared/access.ts';
import { refuse } from '../../shared/errors.ts';
import type { UserId } from '../../shared/ids.ts';
import type { Person } from '../../shared/schemas/conversation.ts';
import type { Change, Members, Parted } from '../store.ts';
import type { Database } from './database.ts';
import type { Engine } from './engine.ts';
import { type Membership, revealing, rowOf, setRole, takeLeave, welcomeBack } from './memberships.ts';
import { mustHaveAnotherOwner } from './owners.ts';
import { invites, memberships, suspended, teams, users } from './schema.ts';
import { endSessionsOf } from './sessions.ts';
import { present } from './shapes.ts';

export function openMembers(engine: Engine): Members {
  const { database, enter } = engine;
  const { write } = database;

  return {
    async setRole({ role, ...member }, guard) {
      return write(() => {
        const { member: before } = enter.member(guard, member);
        if (before.suspended) refuse('NOT_FOUND');
        if (before.role === role) refuse('CONFLICT', 'They have this role already.');
        if (before.role === 'owner') mustHaveAnotherOwner(database, member);
        revealing(engine, member, () => setRole(database, member, role));
        return parted(engine, member, []);
      });
    },
    async remove(member, guard, now) {
      return write(() => {
        const { member: before } = enter.member(guard, member);
        return before.suspended ? takeSuspended(engine, member) : take(engine, member, before.role, now);
      });
    },
    async suspend(member, guard, now) {
      return write(() => {
        const { member: before } = enter.member(guard, member);
        if (before.suspended) refuse('NOT_FOUND');
        setAside(database, member, now);
        return take(engine, member, before.role, now);
      });
    },
    async restore(member, guard, now) {
      return write(() => {
        const { member: before } = enter.member(guard, member);
        if (!before.suspended) refuse('CONFLICT', 'They are not suspended.');
        takeBack(database, member);
        return { changes: welcomeBack(engine, member, now), person: personOf(database, member.userId) };
      });
    },
    async leave(teamId, guard, now) {
      return write(() => {
        const { user, team } = enter.team(guard, teamId);
        return take(engine, { teamId, userId: user.id }, team.role ?? refuse('NOT_FOUND'), now);
      });
    },
  };
}

/** The row goes, and with it everything that was theirs by it. */
function take(engine: Engine, member: Membership, role: Role, now: number): Parted {
  const { database } = engine;
  if (role === 'owner') mustHaveAnotherOwner(database, member);
  database.sql.delete(memberships).where(rowOf(memberships, member)).run();
  return parted(engine, member, takeLeave(engine, member, now));
}

/** They left everybody's sight when they were suspended: nobody is told twice. */
function takeSuspended(engine: Engine, member: Membership): Parted {
  engine.database.sql.delete(suspended).where(rowOf(suspended, member)).run();
  engine.database.accessChanged();
  return parted(engine, member, []);
}

/** A copy of the row where nothing looks for members. */
function setAside({ sql: db }: Database, member: Membership, now: number): void {
  const row = db.select().from(memberships).where(rowOf(memberships, member)).get();
  db.insert(suspended)
    .values({ ...present(row, 'membership'), suspendedAt: now })
    .run();
}

function takeBack({ sql: db }: Database, member: Membership): void {
  const row = db.delete(suspended).where(rowOf(suspended, member)).returning().get();
  const { suspendedAt: _, ...membership } = present(row, 'membership that is set aside');
  db.insert(memberships).values(membership).run();
}

/** What every change of a membership ends (LEAVE-1). Inside a transaction. */
export function parted({ database, generations }: Engine, { teamId, userId }: Membership, changes: Change[]): Parted {
  const { sql: db } = database;
  db.update(invites)
    .set({ revoked: true })
    .where(and(eq(invites.teamId, teamId), eq(invites.createdBy, userId)))
    .run();
  const team = db.select({ name: teams.name }).from(teams).where(eq(teams.id, teamId)).get();
  return {
    person: personOf(database, userId),
    teamName: present(team, 'team of a membership').name,
    open: generations.openAskedBy(userId, teamId),
    changes,
    ...endSessionsOf(database, userId),
  };
}

export function personOf({ sql: db }: Database, userId: UserId): Person {
  return present(db.select({ userId: users.id, name: users.name }).from(users).where(eq(users.id, userId)).get(), 'person');
}
