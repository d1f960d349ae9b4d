import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import type { Verified } from '../../shared/schemas/audit.ts';
import { headOf, verifyChain } from './audit-chain.ts';
import { readAuditKey } from './audit-key.ts';
import { explain } from './explain.ts';

/**
 * Reads the audit log of a data folder and changes nothing there. A server may run on it meanwhile; it alone can then tell whether lines are missing at the
 * end (`endKnown` false), for it keeps journal.db to itself. Throws CannotOpen.
 */
export async function verifyAuditOf(folder: string): Promise<{ found: Verified; endKnown: boolean }> {
  const key = readAuditKey(folder);
  const head = readHead(folder);
  const file = openReadOnly(folder, 'parley.db');
  try {
    return { found: await verifyChain(file, key, head), endKnown: head !== undefined };
  } finally {
    file.close();
  }
}

function readHead(folder: string): ReturnType<typeof headOf> | undefined {
  const journal = openReadOnly(folder, 'journal.db');
  try {
    return headOf(journal);
  } catch (error) {
    if (error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_BUSY')) return undefined;
    throw explain(error, folder, join(folder, 'journal.db'));
  } finally {
    journal.close();
  }
}

function openReadOnly(folder: string, name: string): Sqlite.Database {
  const path = join(folder, name);
  try {
    return new Sqlite(path, { readonly: true, fileMustExist: true, timeout: 0 });
  } catch (error) {
    throw explain(error, folder, path);
  }
}
