/**
 * Every start leaves its mark. A folder that was put back from a copy knows nothing of the runs after the copy was made, and one without its journal.db
 * knows of none: what somebody was told by those is of a past that did not happen here. In journal.db, for a mark that a power cut takes costs a reload.
 */
import { randomBytes } from 'node:crypto';
import type Sqlite from 'better-sqlite3';
import type { Runs } from '../store.ts';

const TABLE = 'create table if not exists runs (number integer primary key, mark text not null unique, epoch text not null)';
/** Four characters, for it is in every frame twice; two that are alike are one in 16 million. */
const MARK_BYTES = 3;
/** A tab that was open over more starts than these reloads. */
const KEPT = 250;

/** `epoch`: of the database that lies beside it, since the two may come from different places. */
export function knownRuns(journal: Sqlite.Database, epoch: string): Runs {
  journal.exec(TABLE);
  const current = randomBytes(MARK_BYTES).toString('base64url');
  journal.prepare('insert or replace into runs (mark, epoch) values (?, ?)').run(current, epoch);
  journal.prepare('delete from runs where epoch <> ? or number <= (select max(number) from runs) - ?').run(epoch, KEPT);
  const rows = journal.prepare<[], { mark: string }>('select mark from runs').all();
  const known = new Set(rows.map(({ mark }) => mark));
  return { current, knows: (mark) => known.has(mark) };
}
