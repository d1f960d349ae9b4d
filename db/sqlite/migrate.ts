import { fileURLToPath } from 'node:url';
import type Sqlite from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { migrate as applyMigrations } from 'drizzle-orm/better-sqlite3/migrator';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { CannotOpen } from '../cannot-open.ts';

const migrationsFolder = fileURLToPath(new URL('./migrations', import.meta.url));
const migrationsTable = 'migrations';

/** What this code knows to do, and what was done to a database, by the time each migration was written. */
interface Migrations {
  known: number[];
  applied: number[];
}

/** A database that knows more than the code is left alone; only reads. */
export function findMigrations(file: Sqlite.Database, folder: string): Migrations {
  const known = readMigrationFiles({ migrationsFolder }).map((migration) => migration.folderMillis);
  const applied = appliedMigrations(file);
  if (applied.every((when) => known.includes(when))) return { known, applied };
  throw new CannotOpen(
    `The data in ${folder} was written by a newer Parley: start that version, or choose another folder with PARLEY_DATA.`,
  );
}

/**
 * Brings the tables to what this code knows, in one transaction; the caller holds the lock of the folder. Call it with foreign_keys off:
 * SQLite cannot turn them off within a transaction, and rebuilding a table needs it.
 */
export function migrate(file: Sqlite.Database, { known, applied }: Migrations): void {
  if (applied.length === known.length) return;
  applyMigrations(drizzle({ client: file }), { migrationsFolder, migrationsTable });
  assertWhole(file);
}

function appliedMigrations(file: Sqlite.Database): number[] {
  const table = file.prepare<[string]>("select 1 from sqlite_schema where type = 'table' and name = ?").get(migrationsTable);
  if (!table) return [];
  const rows = file.prepare<[], { at: number }>(`select cast(created_at as integer) as at from ${migrationsTable}`).all();
  return rows.map((row) => row.at);
}

function assertWhole(file: Sqlite.Database): void {
  const broken = file.prepare<[], unknown>('select * from pragma_foreign_key_check limit 1').get();
  if (broken !== undefined) throw new Error(`a migration left a row without what it refers to: ${JSON.stringify(broken)}`);
}
