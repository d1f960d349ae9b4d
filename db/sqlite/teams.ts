import { and, asc, count, eq, sql } from 'drizzle-orm';
import type { TeamId, UserId } from '../../shared/ids.ts';
import type { Member, Team } from '../../shared/schemas/identity.ts';
import type { Guard } from '../../shared/access.ts';
import type { Teams } from '../store.ts';
import { memberCursor, parseMemberCursor, refuseCursor } from './cursor.ts';
import type { Database } from './database.ts';
import type { Engine } from './engine.ts';
import { newId } from './new-id.ts';
import { memberships, sessions, teams, users } from './schema.ts';
import { endSessionsOf } from './sessions.ts';
import { iso } from './shapes.ts';
import { getTeam, teamsOf } from './team-rows.ts';
import { welcome } from './welcome.ts';

export function openTeams(engine: Engine): Teams {
  const { database, enter } = engine;
  const { sql: db, write } = database;

  const set = (teamId: TeamId, change: Partial<Pick<Team, 'name' | 'defaultModel'>>, guard: Guard) =>
    write(() => {
      const { user } = enter.team(guard, teamId);
      db.update(teams).set(change).where(eq(teams.id, teamId)).run();
      database.accessChanged();
      return getTeam(database, teamId, user.id);
    });

  return {
    async create(draft, guard, now) {
      return write(() => {
        const { user } = enter.self(guard);
        const team = found(database, draft.name, user.id, now);
        const begun = welcome(engine, { teamId: team.id, userId: user.id, text: draft.welcome }, now);
        return { team, welcome: begun, ...endSessionsOf(database, user.id) };
      });
    },
    async listOf(userId) {
      return teamsOf(database, userId);
    },
    async get(teamId, guard) {
      const { user } = enter.team(guard, teamId);
      return getTeam(database, teamId, user.id);
    },
    async rename(teamId, name, guard) {
      return set(teamId, { name }, guard);
    },
    async setDefaultModel(teamId, model, guard) {
      return set(teamId, { defaultModel: model }, guard);
    },
    async members(query, guard) {
      enter.team(guard, query.teamId);
      return pageOfMembers(database, query);
    },
    async memberIds(teamId) {
      const rows = db.select({ userId: memberships.userId }).from(memberships).where(eq(memberships.teamId, teamId)).all();
      return rows.map((row) => row.userId);
    },
  };
}

function found(database: Database, name: string, userId: UserId, now: number): Team {
  const team = { id: newId<TeamId>(), name, tier: 'free' as const, defaultModel: null };
  database.sql
    .insert(teams)
    .values({ ...team, createdAt: now })
    .run();
  database.sql.insert(memberships).values({ teamId: team.id, userId, role: 'owner', joinedAt: now }).run();
  database.accessChanged();
  return { ...team, role: 'owner' };
}

type MemberQuery = Parameters<Teams['members']>[0];

function pageOfMembers({ sql: db }: Database, { teamId, cursor, limit, withSessions }: MemberQuery): Awaited<ReturnType<Teams['members']>> {
  const rows = db
    .select({ userId: users.id, name: users.name, role: memberships.role, joinedAt: memberships.joinedAt, sessions: sessionCount(db) })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(memberships.teamId, teamId), cursor === undefined ? undefined : behind(db, parseMemberCursor(cursor))))
    .orderBy(sql`${users.name} collate nocase`, asc(users.id))
    .limit(limit + 1)
    .all();
  const items = rows.slice(0, limit).map(({ sessions: open, joinedAt, ...rest }): Omit<Member, 'connected'> => {
    return { ...rest, joinedAt: iso(joinedAt), ...(withSessions && { sessions: open }) };
  });
  const last = items.at(-1);
  return { items, ...(rows.length > limit && last && { nextCursor: memberCursor(last.userId) }) };
}

function sessionCount(db: Database['sql']) {
  const ofMember = db.select({ open: count() }).from(sessions).where(eq(sessions.userId, users.id));
  return sql<number>`${ofMember}`;
}

/** Those who come after this member by name. */
function behind(db: Database['sql'], userId: UserId) {
  const { name } = db.select({ name: users.name }).from(users).where(eq(users.id, userId)).get() ?? refuseCursor();
  return sql`(${users.name} collate nocase, ${users.id}) > (${name}, ${userId})`;
}
