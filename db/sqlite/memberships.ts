import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import type { Role } from '../../shared/access.ts';
import type { ConversationId, TeamId, UserId } from '../../shared/ids.ts';
import type { Change } from '../store.ts';
import { mayRead } from './conversation-view.ts';
import type { Database } from './database.ts';
import type { Engine } from './engine.ts';
import { conversations, memberships, readMarkers } from './schema.ts';

/**
 * Makes somebody a member and says so where the team meets. What was written before they came counts as read.
 * Inside a transaction; nothing happens when they are a member already.
 */
export function join(
  { database, log }: Engine,
  who: { teamId: TeamId; userId: UserId; role: Role },
  now: number,
): { joined: boolean; changes: Change[] } {
  const { sql: db } = database;
  const { changes } = db
    .insert(memberships)
    .values({ ...who, joinedAt: now })
    .onConflictDoNothing()
    .run();
  if (changes === 0) return { joined: false, changes: [] };
  database.accessChanged();
  markAllRead(database, who);
  const hall = meetingPlace(database, who.teamId);
  if (!hall) return { joined: true, changes: [] };
  const seq = log.add(hall, { type: 'member.joined', userId: who.userId }, now);
  return { joined: true, changes: [log.changeFrom(hall, seq)] };
}

/** Says in the meeting place that somebody left. Inside a transaction. */
export function sayLeft({ database, log }: Engine, { teamId, userId }: { teamId: TeamId; userId: UserId }, now: number): Change[] {
  const hall = meetingPlace(database, teamId);
  return hall ? [log.changeFrom(hall, log.add(hall, { type: 'member.left', userId }, now))] : [];
}

/** The oldest conversation that the whole team reads. */
function meetingPlace({ sql: db }: Database, teamId: TeamId): ConversationId | undefined {
  return db
    .select({ id: conversations.id })
    .from(conversations)
    .where(and(eq(conversations.teamId, teamId), eq(conversations.visibility, 'team'), isNull(conversations.archivedAt)))
    .orderBy(asc(conversations.createdAt), sql`rowid`)
    .limit(1)
    .get()?.id;
}

function markAllRead({ sql: db }: Database, { teamId, userId }: { teamId: TeamId; userId: UserId }): void {
  const visible = db
    .select({ userId: memberships.userId, conversationId: conversations.id, seq: conversations.headSeq })
    .from(conversations)
    .innerJoin(memberships, eq(memberships.teamId, conversations.teamId))
    .where(and(mayRead, eq(conversations.teamId, teamId), eq(memberships.userId, userId)));
  db.insert(readMarkers)
    .select(visible)
    .onConflictDoUpdate({ target: [readMarkers.userId, readMarkers.conversationId], set: { seq: sql`excluded.seq` } })
    .run();
}
