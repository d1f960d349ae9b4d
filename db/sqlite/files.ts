import { accessSync, closeSync, constants, existsSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { CannotOpen } from '../cannot-open.ts';
import { explain } from './explain.ts';

/** Makes the data folder, for its owner's eyes only, or finds that it can be used. */
export function prepareFolder(folder: string): void {
  try {
    makeFolder(folder);
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw explain(error, folder, folder);
  }
}

/** One by one from the first that is missing: Node's own recursion never returns where a folder cannot be made at all (/proc). */
function makeFolder(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
  const parent = dirname(folder);
  if (parent !== folder) makeFolder(parent);
  mkdirSync(folder, { mode: 0o700 });
}

/**
 * Opens a database file of the folder and brings it into use with `settle`; closed again when that throws. A new file is readable by its
 * owner only, and so are the files SQLite puts beside it.
 */
export function openFile(folder: string, name: string, settle: (file: Sqlite.Database) => void): Sqlite.Database {
  const path = join(folder, name);
  try {
    assertNoFolder(path);
    createPrivate(path);
    return settled(new Sqlite(path, { timeout: 0 }), settle);
  } catch (error) {
    throw explain(error, folder, path);
  }
}

function settled(file: Sqlite.Database, settle: (file: Sqlite.Database) => void): Sqlite.Database {
  try {
    settle(file);
    return file;
  } catch (error) {
    file.close();
    throw error;
  }
}

function assertNoFolder(path: string): void {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  throw new CannotOpen(`${path} is a folder, but Parley keeps a file there: move it away, or choose another data folder with PARLEY_DATA.`);
}

/** Never opens a file that is there: closing it again would drop the locks this process holds on it (POSIX). */
function createPrivate(path: string): void {
  if (!existsSync(path)) closeSync(openSync(path, 'wx', 0o600));
}
