/** What a membership is made of, and what goes with it. Everything here runs inside a transaction. */
import { and, asc, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm';
import type { Role } from '../../shared/access.ts';
import type { ConversationId, TeamId, UserId } from '../../shared/ids.ts';
import type { Change } from '../store.ts';
import type { Database } from './database.ts';
import type { Engine } from './engine.ts';
import { conversations, conversationShares, folders, folderShares, memberships, readMarkers, type suspended } from './schema.ts';
import { isRoot, mayRead, root } from './sight.ts';
import { markAsRead } from './watch.ts';

export interface Membership {
  teamId: TeamId;
  userId: UserId;
}

/** Makes somebody a member and says so where the team meets. What was written before they came counts as read. Nothing happens when they are one already. */
export function join(engine: Engine, who: Membership & { role: Role }, now: number): { joined: boolean; changes: Change[] } {
  const { database } = engine;
  const { changes } = database.sql
    .insert(memberships)
    .values({ ...who, joinedAt: now })
    .onConflictDoNothing()
    .run();
  if (changes === 0) return { joined: false, changes: [] };
  return { joined: true, changes: welcomeBack(engine, who, now) };
}

/** After the row is there: nothing is unread for them, and the team is told. */
export function welcomeBack(engine: Engine, { teamId, userId }: Membership, now: number): Change[] {
  engine.database.accessChanged();
  markAllRead(engine.database, { teamId, userId });
  engine.participants.caughtUpInTeam(teamId, userId);
  return say(engine, 'member.joined', { teamId, userId }, now);
}

/** After the row is gone: so is all they had by it. What they wrote stays, it belongs to the team. */
export function takeLeave(engine: Engine, member: Membership, now: number): Change[] {
  const { database, participants } = engine;
  forgetMarkers(database, member);
  participants.forget(member.teamId, member.userId);
  forgetShares(database, member);
  database.accessChanged();
  return say(engine, 'member.left', member, now);
}

/** In the meeting place of the team. */
function say({ database, log }: Engine, type: 'member.joined' | 'member.left', { teamId, userId }: Membership, now: number): Change[] {
  const hall = meetingPlace(database, teamId);
  return hall ? [log.changeFrom(hall, log.add(hall, { type, userId }, now))] : [];
}

/** The oldest conversation that the whole team reads. */
function meetingPlace({ sql: db }: Database, teamId: TeamId): ConversationId | undefined {
  const isOpen = and(eq(conversations.visibility, 'team'), isNull(conversations.parentConversationId), isNull(conversations.archivedAt));
  return db
    .select({ id: conversations.id })
    .from(conversations)
    .where(and(eq(conversations.teamId, teamId), isOpen))
    .orderBy(asc(conversations.createdAt), sql`rowid`)
    .limit(1)
    .get()?.id;
}

function markAllRead({ sql: db }: Database, { teamId, userId }: Membership): void {
  const visible = db
    .select({ userId: memberships.userId, conversationId: conversations.id, seq: conversations.headSeq })
    .from(conversations)
    .innerJoin(root, isRoot)
    .innerJoin(memberships, eq(memberships.teamId, conversations.teamId))
    .where(and(mayRead, eq(conversations.teamId, teamId), eq(memberships.userId, userId)));
  db.insert(readMarkers)
    .select(visible)
    .onConflictDoUpdate({ target: [readMarkers.userId, readMarkers.conversationId], set: { seq: sql`excluded.seq` } })
    .run();
}

/** Makes a change after which this member may see more: what was said there before is not unread for them. */
export function revealing(engine: Engine, member: Membership, change: () => void): void {
  const { readers } = engine;
  const seen = () => readers.readable({ ...member, also: member.userId, after: '', limit: -1 }).map((row) => row.conversationId);
  const before = new Set(seen());
  change();
  for (const id of seen()) if (!before.has(id)) markAsRead(engine, id, member.userId);
}

function forgetMarkers({ sql: db }: Database, { teamId, userId }: Membership): void {
  const ofTeam = db.select({ id: conversations.id }).from(conversations).where(eq(conversations.teamId, teamId));
  db.delete(readMarkers)
    .where(and(eq(readMarkers.userId, userId), inArray(readMarkers.conversationId, ofTeam)))
    .run();
}

function forgetShares({ sql: db }: Database, { teamId, userId }: Membership): void {
  const talks = db.select({ id: conversations.id }).from(conversations).where(eq(conversations.teamId, teamId));
  const places = db.select({ id: folders.id }).from(folders).where(eq(folders.teamId, teamId));
  db.delete(conversationShares)
    .where(and(eq(conversationShares.userId, userId), inArray(conversationShares.conversationId, talks)))
    .run();
  db.delete(folderShares)
    .where(and(eq(folderShares.userId, userId), inArray(folderShares.folderId, places)))
    .run();
}

export function setRole(database: Database, member: Membership, role: Role): void {
  database.sql.update(memberships).set({ role }).where(rowOf(memberships, member)).run();
  database.accessChanged();
}

export function rowOf(table: typeof memberships | typeof suspended, { teamId, userId }: Membership): SQL | undefined {
  return and(eq(table.teamId, teamId), eq(table.userId, userId));
}
