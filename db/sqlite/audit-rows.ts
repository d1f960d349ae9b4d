/** Lines of the audit log as the owners of one team read them. */
import { and, type Column, desc, eq, lt, type SQL, sql } from 'drizzle-orm';
import type { TeamId, UserId } from '../../shared/ids.ts';
import type { Database } from './database.ts';
import { audit } from './schema-audit.ts';

/** They are of the team, or were: whoever was let in to act there was. */
const isKnown = (
  userId: SQL | Column,
) => sql`(exists (select 1 from memberships as m where m.team_id = ${audit.teamId} and m.user_id = ${userId})
  or exists (select 1 from suspended as s where s.team_id = ${audit.teamId} and s.user_id = ${userId})
  or exists (select 1 from audit as act where act.team_id = ${audit.teamId} and act.user_id = ${userId} and act.allowed = 1))`;
const nameOf = (userId: SQL | Column) => sql`(select u.name from users as u where u.id = ${userId})`;
const actorName = sql<string | null>`case when ${isKnown(audit.userId)} then ${nameOf(audit.userId)} end`;

/**
 * Names that every owner sees anyway. An id in a refusal may be anybody's: it names nobody who was never of the team. What a conversation is called is shown
 * only while it is open to the team.
 */
const subjectName = sql<string | null>`case ${audit.subjectKind}
  when 'team' then (select t.name from teams as t where t.id = ${audit.subjectId} and t.id = ${audit.teamId})
  when 'folder' then (select f.name from folders as f where f.id = ${audit.subjectId} and f.team_id = ${audit.teamId})
  when 'member' then case when ${audit.allowed} = 1 or ${isKnown(audit.subjectId)} then ${nameOf(audit.subjectId)} end
  when 'conversation' then (select c.title from conversations as c where c.id = ${audit.subjectId} and c.team_id = ${audit.teamId}
    and c.visibility = 'team' and c.parent_conversation_id is null and c.title <> '')
  end`;

export interface AuditQuery {
  teamId: TeamId;
  refused?: boolean;
  userId?: UserId;
  before: number;
  limit: number;
}

export type AuditRow = ReturnType<ReturnType<typeof auditPages>>[number];

/** Newest first. Somebody unknown to the team cannot be asked for by their id either. */
export function auditPages({ sql: db }: Database) {
  return ({ teamId, refused, userId, before, limit }: AuditQuery) =>
    db
      .select({
        seq: audit.seq,
        at: audit.at,
        action: audit.action,
        userId: audit.userId,
        credential: audit.credential,
        ip: audit.ip,
        agent: audit.agent,
        subjectKind: audit.subjectKind,
        subjectId: audit.subjectId,
        allowed: audit.allowed,
        reason: audit.reason,
        path: audit.path,
        detail: audit.detail,
        times: audit.times,
        actorName,
        subjectName,
      })
      .from(audit)
      .where(
        and(
          eq(audit.teamId, teamId),
          lt(audit.seq, before),
          refused === undefined ? undefined : eq(audit.allowed, !refused),
          userId === undefined ? undefined : and(eq(audit.userId, userId), isKnown(audit.userId)),
        ),
      )
      .orderBy(desc(audit.seq))
      .limit(limit)
      .all();
}
