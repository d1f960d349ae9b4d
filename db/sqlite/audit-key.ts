/** The key that makes lines of the audit log: in a file of its own, so that whoever has the database alone cannot write one. */
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { CannotOpen } from '../cannot-open.ts';
import { explain } from './explain.ts';

const NAME = 'audit.key';
const KEY_BYTES = 32;

/** Made with the first start. Where lines were written with one that is gone, nothing is opened: new lines could not join on to them. */
export function auditKey(folder: string, hasLines: boolean): Buffer {
  const path = join(folder, NAME);
  try {
    if (!existsSync(path)) return hasLines ? refuseWithout(path) : createKey(folder, path);
    const key = readFileSync(path);
    return key.length === KEY_BYTES ? key : refuseWithout(path);
  } catch (error) {
    throw explain(error, folder, path);
  }
}

/** The one that is there; CannotOpen when there is none. */
export function readAuditKey(folder: string): Buffer {
  return existsSync(join(folder, NAME)) ? auditKey(folder, true) : refuseWithout(join(folder, NAME));
}

function refuseWithout(path: string): never {
  throw new CannotOpen(
    `${path}, the key of the audit log, is missing or damaged: put back the file that belongs to parley.db, or move both away to begin anew.`,
  );
}

/** On disk before the first line is, in a folder that knows of it: a line without its key would be worth nothing. */
function createKey(folder: string, path: string): Buffer {
  const key = randomBytes(KEY_BYTES);
  const file = openSync(path, 'wx', 0o600);
  try {
    writeSync(file, key);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  const within = openSync(folder, 'r');
  try {
    fsyncSync(within);
  } finally {
    closeSync(within);
  }
  return key;
}
