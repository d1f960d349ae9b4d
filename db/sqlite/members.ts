import { and, eq, inArray, ne } from 'drizzle-orm';
import type { Role } from '../../shared/access.ts';
import { refuse } from '../../shared/errors.ts';
import type { TeamId, UserId } from '../../shared/ids.ts';
import type { Change, Members, Parted } from '../store.ts';
import type { Database } from './database.ts';
import type { Engine } from './engine.ts';
import { sayLeft } from './memberships.ts';
import { conversations, invites, memberships, readMarkers, teams, users } from './schema.ts';
import { endSessionsOf } from './sessions.ts';
import { present } from './shapes.ts';

interface Membership {
  teamId: TeamId;
  userId: UserId;
}

export function openMembers(engine: Engine): Members {
  const { database, enter } = engine;
  const { write } = database;

  return {
    async setRole({ role, ...member }, guard) {
      return write(() => {
        const { member: before } = enter.member(guard, member);
        if (before.role === role) refuse('CONFLICT', 'They have this role already.');
        if (before.role === 'owner') mustHaveAnotherOwner(database, member);
        setRole(database, member, role);
        return parted(engine, member, []);
      });
    },
    async remove(member, guard, now) {
      return write(() => {
        const { member: before } = enter.member(guard, member);
        return take(engine, member, before.role, now);
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

/** The row goes, and with it everything that was theirs by it. Messages stay: they belong to the team. */
function take(engine: Engine, member: Membership, role: Role, now: number): Parted {
  const { database } = engine;
  if (role === 'owner') mustHaveAnotherOwner(database, member);
  database.sql.delete(memberships).where(rowOf(member)).run();
  forgetMarkers(database, member);
  database.accessChanged();
  return parted(engine, member, sayLeft(engine, member, now));
}

/** What every change of a membership ends (LEAVE-1). Inside a transaction. */
function parted({ database, generations }: Engine, { teamId, userId }: Membership, changes: Change[]): Parted {
  const { sql: db } = database;
  db.update(invites)
    .set({ revoked: true })
    .where(and(eq(invites.teamId, teamId), eq(invites.createdBy, userId)))
    .run();
  const person = db.select({ userId: users.id, name: users.name }).from(users).where(eq(users.id, userId)).get();
  const team = db.select({ name: teams.name }).from(teams).where(eq(teams.id, teamId)).get();
  return {
    person: present(person, 'person of a membership'),
    teamName: present(team, 'team of a membership').name,
    open: generations.openAskedBy(teamId, userId),
    changes,
    ...endSessionsOf(database, userId),
  };
}

/** Looked for where it is written, so that two owners who demote each other cannot both succeed (LEAVE-6). */
function mustHaveAnotherOwner({ sql: db }: Database, { teamId, userId }: Membership): void {
  const other = db
    .select({ userId: memberships.userId })
    .from(memberships)
    .innerJoin(users, and(eq(users.id, memberships.userId), eq(users.status, 'active')))
    .where(and(eq(memberships.teamId, teamId), eq(memberships.role, 'owner'), ne(memberships.userId, userId)))
    .get();
  if (!other) refuse('CONFLICT', 'A team always has an owner, and this is the last one. Make somebody else an owner first.');
}

function setRole(database: Database, member: Membership, role: Role): void {
  database.sql.update(memberships).set({ role }).where(rowOf(member)).run();
  database.accessChanged();
}

function forgetMarkers({ sql: db }: Database, { teamId, userId }: Membership): void {
  const ofTeam = db.select({ id: conversations.id }).from(conversations).where(eq(conversations.teamId, teamId));
  db.delete(readMarkers)
    .where(and(eq(readMarkers.userId, userId), inArray(readMarkers.conversationId, ofTeam)))
    .run();
}

function rowOf({ teamId, userId }: Membership) {
  return and(eq(memberships.teamId, teamId), eq(memberships.userId, userId));
}
