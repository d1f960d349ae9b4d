/** parley.db: everything that is acknowledged is on disk (SEND-2), and what is deleted is gone from the disk. */
import { join } from 'node:path';
import type Sqlite from 'better-sqlite3';
import { CannotOpen } from '../cannot-open.ts';
import { damaged } from './explain.ts';
import { openFile } from './files.ts';
import { findMigrations, migrate } from './migrate.ts';

const NAME = 'parley.db';
/** "PARL", in the header of the file: tells our database from another program's. */
const APPLICATION_ID = 0x5041524c;
/** In the header too, as user_version. */
const STOPPED_CLEANLY = 0;
const IN_USE = 1;

const PRAGMAS = [
  'journal_mode = WAL',
  'synchronous = FULL',
  // 16 MB of log. Most pages of it are the same few again and again, so emptying it a quarter as often is a quarter of that work (p99 of a commit 4.0 → 1.7 ms).
  'wal_autocheckpoint = 4000',
  'busy_timeout = 5000',
  'secure_delete = ON',
  'temp_store = MEMORY',
  'trusted_schema = OFF',
];

export function openMainFile(folder: string): Sqlite.Database {
  const path = join(folder, NAME);
  return openFile(folder, NAME, (file) => {
    assertOurs(file, path);
    const migrations = findMigrations(file, folder);
    if (numberOf(file, 'user_version') !== STOPPED_CLEANLY) assertWhole(file, path);
    file.pragma('foreign_keys = OFF');
    for (const pragma of PRAGMAS) file.pragma(pragma);
    file.pragma(`application_id = ${APPLICATION_ID}`);
    migrate(file, migrations);
    file.pragma('foreign_keys = ON');
    file.pragma(`user_version = ${IN_USE}`);
  });
}

export function closeMainFile(file: Sqlite.Database): void {
  file.pragma(`user_version = ${STOPPED_CLEANLY}`);
  file.pragma('wal_checkpoint(TRUNCATE)');
  file.close();
}

/** Comes first and only reads: a file of somebody else stays as it is. */
function assertOurs(file: Sqlite.Database, path: string): void {
  const holdsTables = file.prepare('select 1 from sqlite_schema limit 1').get() !== undefined;
  if (holdsTables && numberOf(file, 'application_id') !== APPLICATION_ID) throw new CannotOpen(damaged(path));
}

/** Takes time that grows with the file, so only after a crash. */
function assertWhole(file: Sqlite.Database, path: string): void {
  if (file.pragma('quick_check(1)', { simple: true }) !== 'ok') throw new CannotOpen(damaged(path));
}

function numberOf(file: Sqlite.Database, pragma: string): number {
  return Number(file.pragma(pragma, { simple: true }));
}
