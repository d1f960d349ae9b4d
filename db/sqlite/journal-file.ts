/**
 * journal.db: what changes often and may lose its last moments in a power cut, but not in a crash of the process. Apart from parley.db so
 * that a piece of a reply does not wait for the disk (DESIGN 4.3).
 */
import type Sqlite from 'better-sqlite3';
import { openFile } from './files.ts';

/** Exclusive: the folder is locked anyway, and a piece costs a third less without a lock of its own. */
const PRAGMAS = ['locking_mode = EXCLUSIVE', 'journal_mode = WAL', 'synchronous = NORMAL', 'secure_delete = ON', 'temp_store = MEMORY'];

export function openJournalFile(folder: string): Sqlite.Database {
  return openFile(folder, 'journal.db', (file) => {
    file.prepare('select 1 from sqlite_schema').get();
    for (const pragma of PRAGMAS) file.pragma(pragma);
  });
}
