/** A line of the audit log as it is stored, and what makes it one: the MAC of all of it together with that of the line before. */
import { createHmac } from 'node:crypto';
import type { AuditDraft } from '../store.ts';

/** Columns as they are in the table: what is compared is what was written, not what it means. */
export interface AuditLine {
  seq: number;
  at: number;
  action: string;
  userId: string | null;
  credential: string;
  ip: string;
  agent: string;
  requestId: string | null;
  teamId: string | null;
  subjectKind: string | null;
  subjectId: string | null;
  allowed: number;
  reason: string | null;
  path: string;
  detail: string | null;
  times: number;
  prev: string;
  mac: string;
}

/** Name in the table by name here, in the order in which the MAC reads them. */
export const COLUMNS = {
  seq: 'seq',
  at: 'at',
  action: 'action',
  userId: 'user_id',
  credential: 'credential',
  ip: 'ip',
  agent: 'agent',
  requestId: 'request_id',
  teamId: 'team_id',
  subjectKind: 'subject_kind',
  subjectId: 'subject_id',
  allowed: 'allowed',
  reason: 'reason',
  path: 'path',
  detail: 'detail',
  times: 'times',
  prev: 'prev',
} as const satisfies Record<keyof Omit<AuditLine, 'mac'>, string>;

const ORDER = Object.keys(COLUMNS) as (keyof typeof COLUMNS)[];

export function macOf(key: Buffer, line: Omit<AuditLine, 'mac'>): string {
  const canonical = JSON.stringify(ORDER.map((column) => line[column]));
  return createHmac('sha256', key).update(canonical).digest('hex');
}

/** The line that follows `last`. */
export function lineOf(key: Buffer, draft: AuditDraft, last: { seq: number; mac: string }): AuditLine {
  const line = {
    seq: last.seq + 1,
    at: draft.at,
    action: draft.action,
    userId: draft.userId ?? null,
    credential: draft.credential,
    ip: draft.origin.ip,
    agent: draft.origin.agent,
    requestId: draft.origin.requestId ?? null,
    teamId: draft.teamId ?? null,
    subjectKind: draft.subject?.kind ?? null,
    subjectId: draft.subject?.id ?? null,
    allowed: draft.allowed ? 1 : 0,
    reason: draft.reason ?? null,
    path: JSON.stringify(draft.path),
    detail: draft.detail ? JSON.stringify(draft.detail) : null,
    times: draft.times ?? 1,
    prev: last.mac,
  };
  return { ...line, mac: macOf(key, line) };
}
