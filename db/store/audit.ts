import type { AuditDetail, Guard, Origin } from '../../shared/access.ts';
import type { Reason } from '../../shared/errors.ts';
import type { TeamId, UserId } from '../../shared/ids.ts';
import type { AuditEntry, Verified } from '../../shared/schemas/audit.ts';

/** What is recorded of an act or a refusal outside of a guarded write. `times`: how often the same came (1 unless told). */
export interface AuditDraft {
  at: number;
  action: string;
  userId?: UserId;
  credential: 'session' | 'none';
  origin: Origin;
  teamId?: TeamId;
  subject?: { kind: string; id: string };
  allowed: boolean;
  reason?: Reason;
  path: string[];
  detail?: AuditDetail;
  times?: number;
}

/**
 * The append-only log of what was refused and what was done (AUDIT). Each line carries the MAC of itself and the line before, with a key that is kept beside the
 * database, not in it; UPDATE and DELETE are refused by the database itself. A guarded write with `guard.audit` writes its line in its own transaction.
 */
export interface Audit {
  append(drafts: AuditDraft[]): Promise<void>;
  list(
    query: { teamId: TeamId; refused?: boolean; userId?: UserId; cursor?: string; limit: number },
    guard: Guard,
  ): Promise<{ items: AuditEntry[]; nextCursor?: string }>;
  verify(): Promise<Verified>;
}
