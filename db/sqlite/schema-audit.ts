import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { AuditDetail } from '../../shared/access.ts';
import type { Reason } from '../../shared/errors.ts';
import type { TeamId, UserId } from '../../shared/ids.ts';
import { flag, id, instant, whole } from './columns.ts';

/**
 * The audit log: written once, never changed, which triggers of the database itself see to (audit-chain.ts). It refers to nothing, for it outlives what it
 * speaks of.
 */
export const audit = sqliteTable(
  'audit',
  {
    seq: integer().primaryKey(),
    at: instant().notNull(),
    action: text().notNull(),
    userId: id<UserId>(),
    credential: text({ enum: ['session', 'none'] }).notNull(),
    ip: text().notNull(),
    agent: text().notNull(),
    requestId: text(),
    teamId: id<TeamId>(),
    subjectKind: text(),
    subjectId: text(),
    allowed: flag().notNull(),
    reason: text().$type<Reason>(),
    path: whole<string[]>().notNull(),
    detail: whole<AuditDetail>(),
    times: integer().notNull(),
    /** MAC of the line before; empty in the first. */
    prev: text().notNull(),
    mac: text().notNull(),
  },
  (t) => [index('audit_team').on(t.teamId, t.seq), index('audit_actor').on(t.teamId, t.userId, t.allowed)],
);
