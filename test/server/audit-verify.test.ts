import { execFile } from 'node:child_process';
import path from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { openHouse } from '../support/house.ts';

const root = path.join(import.meta.dirname, '../..');

/** As `npm run audit:verify` runs it: a process of its own, that only reads. */
function verify(folder: string): Promise<{ code: number; said: string }> {
  return new Promise((resolve) => {
    const options = { cwd: root, env: { PATH: process.env['PATH'] ?? '', PARLEY_DATA: folder } };
    execFile(process.execPath, ['server/audit-verify.ts'], options, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, said: out + err }),
    );
  });
}

test('AUDIT-2 audit:verify says that the log is whole, beside a running server, and where it was changed', async () => {
  await using house = await openHouse();
  const ana = await house.founder('Ana');
  await house.joiner(ana, 'Bo');
  await house.parley.app.audit.flush();
  const whole = await verify(house.folder);
  expect(whole.said).toMatch(/^The audit log is whole: \d+ lines.*\nParley runs on this folder/);
  expect(whole.code).toBe(0);
  const db = new Database(path.join(house.folder, 'parley.db'));
  withoutTriggers(db);
  db.exec(`update audit set user_id = null where seq = 2`);
  db.close();
  const broken = await verify(house.folder);
  expect(broken.code).toBe(1);
  expect(broken.said).toContain('The audit log is broken at line 2: it was changed after it was written.');
});

test('AUDIT-2 audit:verify finds lines that are gone at the end when the server is stopped', async () => {
  await using house = await openHouse();
  await house.founder('Ana');
  await house.parley.stop();
  expect((await verify(house.folder)).said).toMatch(/^The audit log is whole: \d+ lines.*\n$/);
  const db = new Database(path.join(house.folder, 'parley.db'));
  withoutTriggers(db);
  db.exec('delete from audit where seq = (select max(seq) from audit)');
  db.close();
  expect(await verify(house.folder)).toMatchObject({ code: 1, said: expect.stringContaining('is gone') as string });
});

function withoutTriggers(db: Database.Database): void {
  const names = db.prepare<[], { name: string }>(`select name from sqlite_master where type = 'trigger' and tbl_name = 'audit'`).all();
  for (const { name } of names) db.exec(`drop trigger ${name}`);
}

test('AUDIT-2 audit:verify without a data folder says so in one line', async () => {
  const { code, said } = await verify('/nowhere/at/all');
  expect(code).toBe(1);
  expect(said.trim().split('\n')).toHaveLength(1);
});
