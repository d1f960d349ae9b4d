import { chmodSync, copyFileSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { CannotOpen, openStore } from '../../db/open.ts';
import type { Store } from '../../db/store.ts';
import { recorded, refused } from './audit-support.ts';
import { house, openTemp, to } from './store-support.ts';

/** A store that was closed with this many lines. */
async function closedWith(lines: number): Promise<{ folder: string }> {
  const { store, folder } = await openTemp();
  await store.audit.append(Array.from({ length: lines }, (_, n) => refused({ times: n + 1 })));
  await store.close();
  return { folder };
}

async function reopened<Result>(folder: string, work: (store: Store) => Promise<Result>): Promise<Result> {
  const store = await openStore(folder);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
const verified = (folder: string) => reopened(folder, (store) => store.audit.verify());

/** Whoever holds the file can take its triggers away. */
function tamper(folder: string, ...statements: string[]): void {
  const db = new DatabaseSync(join(folder, 'parley.db'));
  const triggers = db.prepare(`select name, sql from sqlite_schema where type = 'trigger'`).all();
  for (const { name } of triggers) db.exec(`drop trigger ${String(name)}`);
  for (const statement of statements) db.exec(statement);
  for (const { sql } of triggers) db.exec(String(sql));
  db.close();
}

test('AUDIT-2 an edit of any part of a line is found where it is', async () => {
  const { folder } = await closedWith(5);
  const original = readFileSync(join(folder, 'parley.db'));
  const edits = [
    'at = at + 1',
    `action = 'x'`,
    `user_id = 'x'`,
    `credential = 'none'`,
    `ip = ''`,
    `agent = ''`,
    `request_id = 'x'`,
    `team_id = 'x'`,
    `subject_kind = 'x'`,
    `subject_id = 'x'`,
    'allowed = 1',
    'reason = null',
    `path = '[]'`,
    `detail = '{}'`,
    'times = times + 1',
    `mac = lower(hex(randomblob(32)))`,
  ];
  for (const edit of edits) {
    tamper(folder, `update audit set ${edit} where seq = 3`);
    expect(await verified(folder), edit).toEqual({ whole: false, lines: 2, fault: 'changed', brokenAt: 3 });
    writeFileSync(join(folder, 'parley.db'), original);
  }
  expect(await verified(folder)).toMatchObject({ whole: true, lines: 5 });
});

test('AUDIT-2 lines that are missing, in another order or put in between are found', async () => {
  const { folder } = await closedWith(5);
  const original = readFileSync(join(folder, 'parley.db'));
  const ways: Record<string, [string[], number]> = {
    'one is gone': [['delete from audit where seq = 3'], 3],
    'the first is gone': [['delete from audit where seq = 1'], 1],
    'one is gone and the rest moved up': [['delete from audit where seq = 3', 'update audit set seq = seq - 1 where seq > 3'], 3],
    'two are exchanged': [
      ['update audit set seq = 99 where seq = 3', 'update audit set seq = 3 where seq = 2', 'update audit set seq = 2 where seq = 99'],
      2,
    ],
    'one is put in between': [
      [
        'update audit set seq = seq + 100 where seq > 3',
        'update audit set seq = seq - 99 where seq > 100',
        `insert into audit select 4, at, action, user_id, credential, ip, agent, request_id, team_id, subject_kind, subject_id, allowed, reason, path, detail, times, prev, mac from audit where seq = 3`,
      ],
      4,
    ],
  };
  for (const [way, [statements, brokenAt]] of Object.entries(ways)) {
    tamper(folder, ...statements);
    expect(await verified(folder), way).toEqual({ whole: false, lines: brokenAt - 1, fault: 'missing', brokenAt });
    writeFileSync(join(folder, 'parley.db'), original);
  }
});

test('AUDIT-2 lines that are missing at the end are found, also after more was written and another start', async () => {
  const { folder } = await closedWith(5);
  tamper(folder, 'delete from audit where seq > 3');
  const cut = { whole: false, lines: 3, fault: 'cut', brokenAt: 4 };
  expect(await verified(folder)).toEqual(cut);
  expect(
    await reopened(folder, async (store) => {
      await store.audit.append([refused()]);
      return store.audit.verify();
    }),
  ).toEqual({ ...cut, lines: 4, brokenAt: 5 });
  await reopened(folder, (store) => store.audit.append([refused(), refused(), refused()]));
  expect(await verified(folder)).toEqual({ whole: false, lines: 4, fault: 'changed', brokenAt: 5 });
});

test('AUDIT-2 an older copy of the database is one in which lines are missing; all of them may be', async () => {
  const { folder } = await closedWith(2);
  copyFileSync(join(folder, 'parley.db'), join(folder, 'older'));
  await reopened(folder, (store) => store.audit.append([refused()]));
  copyFileSync(join(folder, 'older'), join(folder, 'parley.db'));
  expect(await verified(folder)).toEqual({ whole: false, lines: 2, fault: 'cut', brokenAt: 3 });
  tamper(folder, 'delete from audit');
  expect(await verified(folder)).toEqual({ whole: false, lines: 0, fault: 'cut', brokenAt: 1 });
});

test('AUDIT-2 a copy of the head that lags behind, as after a power cut, catches up', async () => {
  const { folder } = await closedWith(2);
  copyFileSync(join(folder, 'journal.db'), join(folder, 'older'));
  await reopened(folder, (store) => store.audit.append([refused(), refused()]));
  copyFileSync(join(folder, 'older'), join(folder, 'journal.db'));
  expect(await verified(folder)).toMatchObject({ whole: true, lines: 4 });
  tamper(folder, 'delete from audit where seq > 3');
  expect(await verified(folder)).toMatchObject({ fault: 'cut', brokenAt: 4 });
});

test('AUDIT-2 the database itself refuses to change, replace or delete a line', async () => {
  const { folder } = await closedWith(2);
  const db = new DatabaseSync(join(folder, 'parley.db'));
  for (const attempt of [
    `update audit set action = 'x'`,
    'delete from audit',
    'insert or replace into audit select * from audit where seq = 2',
  ])
    expect(() => db.exec(attempt), attempt).toThrow('only ever added to');
  db.close();
  expect(await verified(folder)).toMatchObject({ whole: true, lines: 2 });
});

test('AUDIT-2 a line is made with a key beside the database; without it nothing is opened, nor with another', async () => {
  const { folder } = await closedWith(1);
  const key = join(folder, 'audit.key');
  expect(statSync(key)).toMatchObject({ size: 32 });
  expect(statSync(key).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(folder, 'parley.db')).includes(readFileSync(key))).toBe(false);
  const bytes = readFileSync(key);
  writeFileSync(key, Buffer.alloc(32, 7));
  expect(await verified(folder)).toEqual({ whole: false, lines: 0, fault: 'changed', brokenAt: 1 });
  for (const spoil of [() => writeFileSync(key, 'short'), () => rmSync(key)]) {
    spoil();
    const error: unknown = await openStore(folder).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(CannotOpen);
    expect(String(error)).toMatch(/audit\.key, the key of the audit log, is missing or damaged: put back/u);
    expect(String(error)).not.toContain('\n');
  }
  writeFileSync(key, bytes);
  chmodSync(key, 0o600);
  expect(await verified(folder)).toMatchObject({ whole: true, lines: 1 });
});

test('a key that no line was made with yet is made anew', async () => {
  const { store, folder } = await openTemp();
  await store.close();
  rmSync(join(folder, 'audit.key'));
  await reopened(folder, (again) => again.audit.append([refused()]));
  expect(await verified(folder)).toMatchObject({ whole: true, lines: 1 });
});

test('AUDIT-2 thousands of lines, also written at once with other writes, are one chain, and are verified while more come', async () => {
  const w = await house();
  const { store, owner, team } = w;
  await Promise.all([
    ...Array.from({ length: 8 }, (_, n) => store.audit.append(Array.from({ length: 300 }, () => refused({ times: n + 1 })))),
    ...Array.from({ length: 20 }, (_, n) => store.teams.rename(team.id, `Team ${n}`, recorded(owner, 'team.update', to.team(team.id)))),
  ]);
  const verifying = store.audit.verify();
  await store.audit.append([refused(), refused()]);
  expect(await verifying).toMatchObject({ whole: true });
  const done = await store.audit.verify();
  expect(done).toMatchObject({ whole: true, lines: 2_422 });
});
