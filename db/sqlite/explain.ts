import Sqlite from 'better-sqlite3';
import { CannotOpen } from '../cannot-open.ts';

const ELSEWHERE = 'choose another folder with PARLEY_DATA';

/** What a person can do about an error of the file system or of SQLite while opening; anything else is a bug and stays as it is. */
export function explain(error: unknown, folder: string, path: string): unknown {
  const line = lineFor(codeOf(error), folder, path);
  return line === undefined ? error : new CannotOpen(line, { cause: error });
}

function lineFor(code: string, folder: string, path: string): string | undefined {
  if (code.startsWith('SQLITE_BUSY')) return `The data folder ${folder} is in use by another Parley: stop that one first, or ${ELSEWHERE}.`;
  if (/^(SQLITE_NOTADB|SQLITE_CORRUPT)/u.test(code)) return damaged(path);
  if (/^(ENOSPC|EDQUOT|SQLITE_FULL)/u.test(code)) return `There is no room left on the disk of ${folder}: make room, or ${ELSEWHERE}.`;
  if (/^(EEXIST|ENOTDIR)$/u.test(code)) return `${folder} cannot be the data folder, for a file is in the way: ${ELSEWHERE}.`;
  if (/^(EACCES|EPERM|EROFS|ENOENT|SQLITE_(CANTOPEN|READONLY|PERM|AUTH|IOERR))/u.test(code)) {
    return `Parley cannot write in its data folder ${folder} (${code}): give its user access to it, or ${ELSEWHERE}.`;
  }
  return undefined;
}

export function damaged(path: string): string {
  return `${path} is damaged or not a database of Parley: put back a copy of it, or move it away to begin anew. Nothing in it was changed.`;
}

function codeOf(error: unknown): string {
  if (error instanceof Sqlite.SqliteError) return error.code;
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
