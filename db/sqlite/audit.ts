import type { AuditEntry } from '../../shared/schemas/audit.ts';
import type { Audit } from '../store.ts';
import type { AuditChain } from './audit-chain.ts';
import { auditPages, type AuditRow } from './audit-rows.ts';
import { auditCursor, parseAuditCursor } from './cursor.ts';
import type { Engine } from './engine.ts';
import { iso } from './shapes.ts';

export function openAudit({ database, enter }: Engine, chain: AuditChain): Audit {
  const page = auditPages(database);

  return {
    async append(drafts) {
      database.write(() => {
        for (const draft of drafts) database.acts.add(draft, draft);
      });
    },
    async list({ cursor, limit, ...query }, guard) {
      enter.team(guard, query.teamId);
      const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : parseAuditCursor(cursor);
      const rows = page({ ...query, before, limit: limit + 1 });
      const items = rows.slice(0, limit).map(toEntry);
      const last = items.at(-1);
      return { items, ...(rows.length > limit && last && { nextCursor: auditCursor(last.seq) }) };
    },
    verify: () => chain.verify(),
  };
}

/** Of somebody who was never of the team it says no more than that there was somebody. */
function toEntry(row: AuditRow): AuditEntry {
  const { seq, at, credential, action, allowed, reason, path, detail, times, actorName, subjectKind, subjectId, subjectName } = row;
  const actor = row.userId !== null && actorName !== null ? { userId: row.userId, name: actorName } : undefined;
  return {
    seq,
    at: iso(at),
    ...(actor && { actor }),
    credential,
    ip: actor ? row.ip : '',
    agent: actor ? row.agent : '',
    action,
    ...(subjectKind !== null &&
      subjectId !== null && { subject: { kind: subjectKind, id: subjectId, ...(subjectName !== null && { name: subjectName }) } }),
    allowed,
    ...(reason !== null && { reason }),
    path,
    ...(detail && { detail }),
    times,
  };
}
