import { and, asc, eq, ne, notExists, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { refuse } from '../../shared/errors.ts';
import type { TeamId, UserId } from '../../shared/ids.ts';
import type { Database } from './database.ts';
import { memberships, teams, users } from './schema.ts';

const other = alias(memberships, 'other');

/** Looked for where it is written, so that two owners who demote each other cannot both succeed (LEAVE-6). Inside a transaction. */
export function mustHaveAnotherOwner(database: Database, { teamId, userId }: { teamId: TeamId; userId: UserId }): void {
  const alone = teamsOwnedAlone(database, userId).some(({ id }) => id === teamId);
  if (alone) refuse('CONFLICT', 'A team always has an owner, and this is the last one. Make somebody else an owner first.');
}

/** The same for all their teams, which it names. */
export function mustOwnNoTeamAlone(database: Database, userId: UserId): void {
  const names = teamsOwnedAlone(database, userId).map(({ name }) => `“${name}”`);
  if (names.length === 0) return;
  refuse(
    'CONFLICT',
    `A team always has an owner, and this is the last one of ${names.join(', ')}. Make somebody else an owner there, or delete the team, first.`,
  );
}

/** Teams of which nobody else is an owner who can sign in. */
function teamsOwnedAlone({ sql: db }: Database, userId: UserId) {
  const another = db
    .select({ one: sql`1` })
    .from(other)
    .innerJoin(users, and(eq(users.id, other.userId), eq(users.status, 'active')))
    .where(and(eq(other.teamId, memberships.teamId), eq(other.role, 'owner'), ne(other.userId, userId)));
  return db
    .select({ id: teams.id, name: teams.name })
    .from(memberships)
    .innerJoin(teams, eq(teams.id, memberships.teamId))
    .where(and(eq(memberships.userId, userId), eq(memberships.role, 'owner'), notExists(another)))
    .orderBy(asc(teams.name), asc(teams.id))
    .all();
}
