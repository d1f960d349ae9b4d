import type Sqlite from 'better-sqlite3';
import { openFile } from './files.ts';

/**
 * Holds the folder for this process: an exclusive transaction that lasts until the connection closes. The operating system ends it with
 * the process, so a crash leaves no lock behind (START-2).
 */
export function lockFolder(folder: string): Sqlite.Database {
  return openFile(folder, 'parley.lock', (file) => void file.exec('BEGIN EXCLUSIVE'));
}
