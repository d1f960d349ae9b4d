import type { Verified } from '../shared/schemas/audit.ts';
import type { Store } from './store.ts';

export { CannotOpen } from './cannot-open.ts';

/** Opens, locks and migrates the data folder (made when missing). Throws CannotOpen; nothing is damaged then. `now`: the clock of the audit log. */
export async function openStore(folder: string, now: () => number = Date.now): Promise<Store> {
  const { openSqlite } = await import('./sqlite/open.ts');
  return openSqlite(folder, now);
}

/**
 * Walks the audit log of a data folder without opening the store; a server may run on it meanwhile, and then it alone knows the end (`endKnown`). Throws
 * CannotOpen.
 */
export async function verifyAudit(folder: string): Promise<{ found: Verified; endKnown: boolean }> {
  const { verifyAuditOf } = await import('./sqlite/verify-audit.ts');
  return verifyAuditOf(folder);
}
