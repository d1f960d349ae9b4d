import type Sqlite from 'better-sqlite3';
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3';
import { type Acts, openActs } from './acts.ts';
import type { AuditChain } from './audit-chain.ts';
import { togetherIn } from './together.ts';

/** parley.db, as the aggregates use it. */
export interface Database {
  readonly sql: BetterSQLite3Database;
  /** For what is too hot for the query builder. */
  readonly file: Sqlite.Database;
  /**
   * Runs `work` as one transaction that holds the write lock from its first statement: what it reads cannot change before it writes.
   * A throw undoes everything. `work` is synchronous, so no other call of this process runs in between.
   */
  write<Result>(work: () => Result): Result;
  /**
   * The same for what comes often and records nothing: all that came in one turn of the event loop is one transaction, and one write to the disk. Each
   * work is undone alone when it throws; none is done before all are.
   */
  writeTogether<Result>(work: () => Result): Promise<Result>;
  /** Said inside `write` by a change that can take access away: `accessRevision` grows with the commit. */
  accessChanged(): void;
  accessRevision(): number;
  /** Called after each commit, by whoever has to look at what is gone then. */
  onCommit(listener: () => void): void;
  /** Said inside `write`: what its transaction records. */
  readonly acts: Pick<Acts, 'add' | 'complete'>;
  /** Empties the write-ahead logs into their databases, so that a deleted text is in neither. */
  scrub(): void;
}

/** `journal` is emptied together with it: texts of replies pass through there. */
export function openDatabase(file: Sqlite.Database, journal: Sqlite.Database, chain: AuditChain): Database {
  const acts = openActs(chain);
  const begin = file.prepare('BEGIN IMMEDIATE');
  const commit = file.prepare('COMMIT');
  const rollback = file.prepare('ROLLBACK');
  const listeners: (() => void)[] = [];
  let revision = 0;
  let changed = false;

  function write<Result>(work: () => Result): Result {
    begin.run();
    changed = false;
    acts.begin();
    try {
      const result = work();
      acts.write();
      commit.run();
      if (changed) revision += 1;
      acts.committed();
      for (const listener of listeners) listener();
      return result;
    } catch (error) {
      if (file.inTransaction) rollback.run();
      throw error;
    }
  }

  return {
    file,
    sql: drizzle({ client: file, casing: 'snake_case' }),
    write,
    writeTogether: togetherIn(file, write),
    acts,
    accessChanged: () => void (changed = true),
    accessRevision: () => revision,
    onCommit: (listener) => void listeners.push(listener),
    scrub() {
      for (const each of [file, journal]) each.pragma('wal_checkpoint(TRUNCATE)');
    },
  };
}
