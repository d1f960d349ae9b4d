import { and, asc, count, eq, ne, or, sql } from 'drizzle-orm';
import type { Accounts } from '../store.ts';
import { memberCursor, parseMemberCursor } from './cursor.ts';
import type { Database } from './database.ts';
import { emailKey } from './email-key.ts';
import { behind } from './member-rows.ts';
import { memberships, sessions, users } from './schema.ts';
import { iso } from './shapes.ts';
import { toUser } from './users.ts';

type Query = Parameters<Accounts['list']>[0];
type Page = Awaited<ReturnType<Accounts['list']>>;

/** By name, with `query` in the name or the address; without those that are gone. */
export function pageOfAccounts(database: Database, { query, cursor, limit }: Query): Page {
  const { sql: db } = database;
  const open = db.select({ open: count() }).from(sessions).where(eq(sessions.userId, users.id));
  const places = db.select({ places: count() }).from(memberships).where(eq(memberships.userId, users.id));
  const rows = db
    .select({ user: users, sessions: sql<number>`${open}`, teams: sql<number>`${places}` })
    .from(users)
    .where(
      and(
        ne(users.status, 'deleted'),
        query === undefined ? undefined : holding(query),
        cursor === undefined ? undefined : behind(database, parseMemberCursor(cursor)),
      ),
    )
    .orderBy(sql`${users.name} collate nocase`, asc(users.id))
    .limit(limit + 1)
    .all();
  const items = rows.slice(0, limit).map(({ user, ...counts }) => {
    const status = user.status === 'active' ? ('active' as const) : ('disabled' as const);
    return { user: toUser(user), status, createdAt: iso(user.createdAt), ...counts };
  });
  const last = items.at(-1);
  return { items, ...(rows.length > limit && last && { nextCursor: memberCursor(last.user.id) }) };
}

function holding(query: string) {
  return or(sql`instr(lower(${users.name}), lower(${query})) > 0`, sql`instr(${users.emailKey}, ${emailKey(query)}) > 0`);
}
