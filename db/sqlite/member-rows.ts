import { and, asc, count, eq, isNull, sql } from 'drizzle-orm';
import { unionAll } from 'drizzle-orm/sqlite-core';
import type { TeamId, UserId } from '../../shared/ids.ts';
import type { Member } from '../../shared/schemas/identity.ts';
import type { Teams } from '../store.ts';
import { memberCursor, parseMemberCursor, refuseCursor } from './cursor.ts';
import type { Database } from './database.ts';
import { memberships, sessions, suspended, users } from './schema.ts';
import { iso } from './shapes.ts';

type Query = Parameters<Teams['members']>[0];
type Page = Awaited<ReturnType<Teams['members']>>;

/** By name. Who sees how often somebody is signed in sees the suspended ones, too. */
export function pageOfMembers(database: Database, { teamId, cursor, limit, withSessions }: Query): Page {
  const { sql: db } = database;
  const member = everyone(db, teamId);
  const open = db.select({ open: count() }).from(sessions).where(eq(sessions.userId, users.id));
  const rows = db
    .select({
      userId: users.id,
      name: users.name,
      role: member.role,
      joinedAt: member.joinedAt,
      suspendedAt: member.suspendedAt,
      lastSeenAt: users.lastSeenAt,
      sessions: sql<number>`${open}`,
    })
    .from(member)
    .innerJoin(users, eq(users.id, member.userId))
    .where(
      and(
        withSessions ? undefined : isNull(member.suspendedAt),
        cursor === undefined ? undefined : behind(database, parseMemberCursor(cursor)),
      ),
    )
    .orderBy(sql`${users.name} collate nocase`, asc(users.id))
    .limit(limit + 1)
    .all();
  const items = rows.slice(0, limit).map(({ sessions: held, joinedAt, suspendedAt, lastSeenAt, ...rest }): Omit<Member, 'connected'> => {
    const state = suspendedAt === null ? {} : { suspendedAt: iso(suspendedAt) };
    const seen = withSessions && { sessions: held, ...(lastSeenAt !== null && { lastSeenAt: iso(lastSeenAt) }) };
    return { ...rest, joinedAt: iso(joinedAt), ...state, ...seen };
  });
  const last = items.at(-1);
  return { items, ...(rows.length > limit && last && { nextCursor: memberCursor(last.userId) }) };
}

function everyone(db: Database['sql'], teamId: TeamId) {
  const { userId, role, joinedAt } = memberships;
  const active = db
    .select({ userId, role, joinedAt, suspendedAt: sql<number | null>`null`.as('suspended_at') })
    .from(memberships)
    .where(eq(memberships.teamId, teamId));
  const aside = db
    .select({
      userId: suspended.userId,
      role: suspended.role,
      joinedAt: suspended.joinedAt,
      suspendedAt: sql<number | null>`${suspended.suspendedAt}`.as('suspended_at'),
    })
    .from(suspended)
    .where(eq(suspended.teamId, teamId));
  return unionAll(active, aside).as('member');
}

/** Those who come after this person by name. */
export function behind(database: Database, last: UserId) {
  const { name, userId } = nameOf(database, last);
  return sql`(${users.name} collate nocase, ${users.id}) > (${name}, ${userId})`;
}

/** Where a list by name goes on; refuses a cursor that names nobody. */
export function nameOf({ sql: db }: Database, userId: UserId): { name: string; userId: UserId } {
  return db.select({ name: users.name, userId: users.id }).from(users).where(eq(users.id, userId)).get() ?? refuseCursor();
}
