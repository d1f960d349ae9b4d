import { and, asc, eq } from 'drizzle-orm';
import { refuse } from '../../shared/errors.ts';
import type { TeamId, UserId } from '../../shared/ids.ts';
import type { Team } from '../../shared/schemas/identity.ts';
import type { Database } from './database.ts';
import { memberships, teams } from './schema.ts';

function select(db: Database['sql']) {
  const { id, name, tier, defaultModel } = teams;
  return db
    .select({ id, name, tier, role: memberships.role, defaultModel })
    .from(memberships)
    .innerJoin(teams, eq(teams.id, memberships.teamId));
}

/** A team as one of its members sees it; NOT_FOUND for everybody else. */
export function getTeam({ sql: db }: Database, teamId: TeamId, userId: UserId): Team {
  const membership = and(eq(memberships.teamId, teamId), eq(memberships.userId, userId));
  return select(db).where(membership).get() ?? refuse('NOT_FOUND');
}

/** In the order they were joined. */
export function teamsOf({ sql: db }: Database, userId: UserId): Team[] {
  return select(db).where(eq(memberships.userId, userId)).orderBy(asc(memberships.joinedAt), asc(teams.id)).all();
}
