import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { CannotOpen, openStore } from '../../db/open.ts';
import { bytesOf, child, hasFile, house, openTemp, person, tempFolder } from './store-support.ts';

/** The one line a person gets; it names the folder or file and says what to do. */
async function lineOf(folder: string): Promise<string> {
  const error: unknown = await openStore(folder).then(
    (store) => store.close(),
    (reason: unknown) => reason,
  );
  if (!(error instanceof CannotOpen)) throw new Error('opened, or failed in another way', { cause: error });
  expect(error.message).not.toContain('\n');
  expect(error.message).toContain(dirname(folder));
  return error.message;
}

/** A folder with a closed store in it. */
async function closedHouse(): Promise<string> {
  const { store, folder } = await house();
  await store.close();
  return folder;
}

/** Changes a closed database behind the store's back. */
function tamper(folder: string, sql: string): void {
  const db = new DatabaseSync(join(folder, 'parley.db'));
  db.exec(sql);
  db.close();
}

test('START-1 a folder is made when it is missing, for its owner only', async () => {
  const { folder, store } = await openTemp();
  await person(store);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  const files = readdirSync(folder);
  expect(files).toEqual(expect.arrayContaining(['journal.db', 'parley.db', 'parley.db-shm', 'parley.db-wal', 'parley.lock']));
  expect(statSync(join(folder, 'files')).mode & 0o777).toBe(0o700);
  for (const name of files.filter((each) => each !== 'files')) expect(statSync(join(folder, name)).mode & 0o777, name).toBe(0o600);
});

test('what was written is there after a restart, under the same epoch', async () => {
  const { folder, store } = await openTemp();
  await person(store, 'Ana');
  await store.close();
  await store.close();
  const again = await openStore(folder);
  expect(again.epoch).toBe(store.epoch);
  expect(await again.users.none()).toBe(false);
  await again.ping();
  await again.close();
  await expect(again.ping()).rejects.toThrow('not open');
  expect(hasFile(folder, 'parley.db-wal')).toBe(false);
});

test('each database has an epoch of its own', async () => {
  const [one, two] = [await openTemp(), await openTemp()];
  expect(one.store.epoch).not.toBe(two.store.epoch);
});

test('START-2 of two processes that start at once one opens and migrates, the other is told in one line', async () => {
  const folder = join(tempFolder(), 'data');
  const both = [child('hold', folder), child('hold', folder)] as const;
  const lines = await Promise.all(both.map((one) => one.line()));
  expect(lines.filter((line) => line?.startsWith('open '))).toHaveLength(1);
  expect(lines.find((line) => !line?.startsWith('open '))).toMatch(/^CannotOpen: .* is in use by another Parley: stop that one first/u);
  await Promise.all(both.map((one) => one.stop()));
  const known = readdirSync(new URL('../../db/sqlite/migrations', import.meta.url)).filter((name) => name.endsWith('.sql'));
  const db = new DatabaseSync(join(folder, 'parley.db'), { readOnly: true });
  expect(db.prepare('select count(*) as applied from migrations').get()).toEqual({ applied: known.length });
  db.close();
});

test('START-2 a folder is opened once, within one process too, and who comes second touches nothing', async () => {
  const { folder, store } = await openTemp();
  const before = bytesOf(folder);
  expect(await lineOf(folder)).toContain('in use by another Parley');
  expect(await child('hold', folder).line()).toContain('in use by another Parley');
  expect(bytesOf(folder).equals(before)).toBe(true);
  await store.ping();
});

test('START-2 a process that was killed leaves no lock behind', async () => {
  const folder = join(tempFolder(), 'data');
  const first = child('hold', folder);
  const opened = await first.line();
  await first.kill();
  const store = await openStore(folder);
  expect(`open ${store.epoch}`).toBe(opened);
  await store.close();
});

test('a database that a newer Parley wrote is left alone', async () => {
  const folder = await closedHouse();
  tamper(folder, `insert into migrations (hash, created_at) values ('of the future', 9999999999999)`);
  const before = readFileSync(join(folder, 'parley.db'));
  expect(await lineOf(folder)).toContain('written by a newer Parley');
  expect(readFileSync(join(folder, 'parley.db')).equals(before)).toBe(true);
});

test('a file that is no database is left alone', async () => {
  for (const name of ['parley.db', 'journal.db']) {
    const folder = await closedHouse();
    writeFileSync(join(folder, name), 'not a database, '.repeat(1_000));
    expect(await lineOf(folder)).toMatch(new RegExp(`${name} is damaged or not a database of Parley`, 'u'));
    expect(readFileSync(join(folder, name), 'utf8')).toBe('not a database, '.repeat(1_000));
  }
});

test('a database of another program is left alone', async () => {
  const folder = tempFolder();
  tamper(folder, 'create table notes (text text)');
  const before = readFileSync(join(folder, 'parley.db'));
  expect(await lineOf(folder)).toContain('not a database of Parley');
  expect(readFileSync(join(folder, 'parley.db')).equals(before)).toBe(true);
});

/** Overwrites what a table holds; nothing of it is read while a store opens. */
function spoil(folder: string, table: string): void {
  const path = join(folder, 'parley.db');
  const db = new DatabaseSync(path);
  const page = Number(db.prepare('select rootpage from sqlite_schema where name = ?').get(table)?.['rootpage']);
  db.close();
  const bytes = readFileSync(path);
  writeFileSync(path, bytes.fill(0xa5, (page - 1) * 4096, page * 4096));
}

test('damage inside is found when the last stop was a crash', async () => {
  const folder = await closedHouse();
  const killed = child('hold', folder);
  await killed.line();
  await killed.kill();
  spoil(folder, 'messages');
  expect(await lineOf(folder)).toContain('parley.db is damaged');
});

test('a folder that cannot be made is named', async () => {
  const folder = tempFolder();
  writeFileSync(join(folder, 'file'), '');
  expect(await lineOf(join(folder, 'file'))).toContain('a file is in the way');
  expect(await lineOf(join(folder, 'file', 'data'))).toContain('a file is in the way');
});

test('a folder where a file belongs is named', async () => {
  for (const name of ['parley.db', 'journal.db', 'parley.lock']) {
    const folder = tempFolder();
    mkdirSync(join(folder, name));
    expect(await lineOf(folder)).toContain(`${name} is a folder`);
  }
});

test('a folder that may not be written to is named', async () => {
  const folder = join(tempFolder(), 'data');
  mkdirSync(folder, { mode: 0o555 });
  chmodSync(dirname(folder), 0o755);
  expect(await child('hold-as-nobody', folder).line()).toMatch(/^CannotOpen: Parley cannot write in its data folder .* \(EACCES\)/u);
  expect(readdirSync(folder)).toEqual([]);
  expect(await child('hold-as-nobody', join(folder, 'below')).line()).toMatch(/^CannotOpen: Parley cannot write in its data folder/u);
});

test('a database file that may not be written to is named', async () => {
  const folder = await closedHouse();
  for (const name of readdirSync(folder)) chmodSync(join(folder, name), name === 'parley.db' ? 0o444 : 0o666);
  chmodSync(folder, 0o777);
  chmodSync(dirname(folder), 0o755);
  expect(await child('hold-as-nobody', folder).line()).toMatch(/^CannotOpen: Parley cannot write in its data folder/u);
});
