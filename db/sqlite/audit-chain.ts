/**
 * The lines of the audit log as a chain (AUDIT-2): each carries the MAC of itself and of the line before. Its head is kept in journal.db too, so that lines
 * missing at the end are noticed. That copy may lag behind after a power cut, and catches up when the store is opened; where the two do not fit together it
 * stays as it is, for `verify` to tell.
 */
import { setImmediate } from 'node:timers/promises';
import type Sqlite from 'better-sqlite3';
import type { Verified } from '../../shared/schemas/audit.ts';
import type { AuditDraft } from '../store.ts';
import { type AuditLine, COLUMNS, lineOf, macOf } from './audit-lines.ts';

const HEAD_TABLE =
  'create table if not exists audit_head (only_one integer primary key check (only_one = 1), seq integer not null, mac text not null)';
const LINES_PER_BATCH = 1_000;

const named = Object.entries(COLUMNS);
const INSERT = `insert into audit (${named.map(([, column]) => column).join()}, mac) values (${named.map(([name]) => `@${name}`).join()}, @mac)`;
const BATCH = `select ${named.map(([name, column]) => `${column} as ${name}`).join()}, mac from audit
  where seq > ? order by seq limit ${LINES_PER_BATCH}`;

/** Number and MAC of the newest line. */
export interface Head {
  seq: number;
  mac: string;
}
const NONE: Head = { seq: 0, mac: '' };

export interface AuditChain {
  /** Inside a transaction; what comes back is the head once that is committed. */
  append(drafts: Iterable<AuditDraft>): Head;
  /** After the commit. */
  advance(head: Head): void;
  verify(): Promise<Verified>;
}

export function hasAuditLines(file: Sqlite.Database): boolean {
  return file.prepare('select 1 from audit limit 1').get() !== undefined;
}

export function auditChain(file: Sqlite.Database, journal: Sqlite.Database, key: Buffer): AuditChain {
  const insert = file.prepare<[AuditLine]>(INSERT);
  const batch = linesAfter(file);
  const copy = openHead(file, journal);
  let last = copy.newest();

  return {
    append(drafts) {
      let head = last;
      for (const draft of drafts) {
        const line = lineOf(key, draft, head);
        insert.run(line);
        head = { seq: line.seq, mac: line.mac };
      }
      return head;
    },
    advance(head) {
      last = head;
      copy.write(head);
    },
    verify: () => walk(batch, key, copy.read()),
  };
}

/** Of a file that is only read, also while a server writes it. Without a head, lines that are missing at the end are not noticed. */
export function verifyChain(file: Sqlite.Database, key: Buffer, head: Head | undefined): Promise<Verified> {
  return walk(linesAfter(file), key, head ?? NONE);
}

export function headOf(journal: Sqlite.Database): Head {
  return journal.prepare<[], Head>('select seq, mac from audit_head').get() ?? NONE;
}

function linesAfter(file: Sqlite.Database): (seq: number) => AuditLine[] {
  const batch = file.prepare<[number], AuditLine>(BATCH);
  return (seq) => batch.all(seq);
}

interface HeadCopy {
  newest(): Head;
  read(): Head;
  write(head: Head): void;
}

/** Does the copy stand on the chain? Then it follows, from the newest line on. */
function openHead(file: Sqlite.Database, journal: Sqlite.Database): HeadCopy {
  journal.exec(HEAD_TABLE);
  const read = journal.prepare<[], Head>('select seq, mac from audit_head');
  const write = journal.prepare<[number, string]>('insert or replace into audit_head values (1, ?, ?)');
  const newest = file.prepare<[], Head>('select seq, mac from audit order by seq desc limit 1').get() ?? NONE;
  const known = read.get();
  const isOnChain = known ? macAt(file, known.seq) === known.mac : true;
  if (isOnChain) write.run(newest.seq, newest.mac);
  return {
    newest: () => newest,
    read: () => read.get() ?? NONE,
    write(head) {
      if (!isOnChain) return;
      try {
        write.run(head.seq, head.mac);
      } catch {
        // The line is written and acknowledged; its copy catches up with the next one.
      }
    },
  };
}

function macAt(file: Sqlite.Database, seq: number): string | undefined {
  if (seq === NONE.seq) return NONE.mac;
  return file.prepare<[number], { mac: string }>('select mac from audit where seq = ?').get(seq)?.mac;
}

/** Every line in turn, some at a time, so that others are served in between. `head` was the newest when it began. */
async function walk(after: (seq: number) => AuditLine[], key: Buffer, head: Head): Promise<Verified> {
  let last = NONE;
  for (let lines = after(0); lines.length > 0; lines = after(last.seq)) {
    for (const line of lines) {
      const fault = faultOf(line, last, key, head);
      if (fault) return { whole: false, lines: last.seq, fault, brokenAt: last.seq + 1 };
      last = { seq: line.seq, mac: line.mac };
    }
    await setImmediate();
  }
  if (last.seq < head.seq) return { whole: false, lines: last.seq, fault: 'cut', brokenAt: last.seq + 1 };
  return { whole: true, lines: last.seq, head: last.mac };
}

/** A line that does not follow the one before is there, but another is missing; a line that does not fit its own MAC was changed. */
function faultOf(line: AuditLine, last: Head, key: Buffer, head: Head): 'changed' | 'missing' | undefined {
  if (line.seq !== last.seq + 1 || line.prev !== last.mac) return 'missing';
  if (line.mac !== macOf(key, line)) return 'changed';
  return line.seq === head.seq && line.mac !== head.mac ? 'changed' : undefined;
}
