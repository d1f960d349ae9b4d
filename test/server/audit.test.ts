import { readFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import type { AuditEntry } from '../../shared/schemas/audit.ts';
import { call } from '../support/call.ts';
import { type House, openHouse } from '../support/house.ts';
import { PASSWORD, type Person, refusal } from '../support/person.ts';
import { RawSocket } from '../support/raw-socket.ts';

async function log(of: Person, more: object = {}): Promise<AuditEntry[]> {
  return (await of.api.audit.list.query({ teamId: of.team.id, limit: 100, ...more })).items;
}

const short = ({ actor, action, allowed, reason, subject }: AuditEntry) =>
  [actor?.name, action, allowed, reason, subject?.kind].join(' ').trim();

test('AUDIT-1 every sensitive act is in the log of its team, with time, actor, address and the decision', async () => {
  const started = Date.now();
  await using house = await openHouse();
  const ana = await house.founder('Ana');
  const teamId = ana.team.id;
  const bo = await house.joiner(ana, 'Bo');
  const about = { teamId, userId: bo.user.id };
  const { folder } = await ana.api.folder.create.mutate({ teamId, name: 'Plans' });
  const { conversation } = await ana.api.conversation.create.mutate({ teamId, visibility: 'private' });
  await ana.api.folder.share.mutate({ folderId: folder.id, userId: bo.user.id, relation: 'viewer' });
  await ana.api.conversation.share.mutate({ conversationId: conversation.id, userId: bo.user.id, relation: 'editor' });
  await ana.api.conversation.move.mutate({ conversationId: conversation.id, folderId: folder.id });
  await ana.api.member.setRole.mutate({ ...about, role: 'admin' });
  await ana.api.member.suspend.mutate(about);
  await ana.api.member.restore.mutate(about);
  const { invite } = await ana.api.invite.create.mutate({ teamId, role: 'guest', email: 'cleo@example.org' });
  await ana.api.invite.revoke.mutate({ inviteId: invite.id });
  await ana.api.member.remove.mutate(about);
  const entries = await log(ana);
  const acts = entries.map(({ action }) => action);
  for (const action of [
    'invite.create',
    'invite.accept',
    'folder.share',
    'conversation.share',
    'conversation.move',
    'member.setRole',
    'member.suspend',
    'member.restore',
    'invite.revoke',
    'member.remove',
  ])
    expect(acts, action).toContain(action);
  const roles = entries.find(({ action }) => action === 'member.setRole');
  expect(roles).toMatchObject({
    actor: { userId: ana.user.id, name: 'Ana' },
    allowed: true,
    credential: 'session',
    ip: '127.0.0.1',
    subject: { kind: 'member', id: bo.user.id },
    detail: { role: 'admin', before: 'member' },
    path: ['team:owner', 'place:team', 'standing:owner'],
  });
  expect(Date.parse(roles?.at ?? '')).toBeGreaterThanOrEqual(started);
});

test('AUDIT-1 every refusal is in the log: of members by name, of others without, and the same one again is counted', async () => {
  await using house = await openHouse();
  const ana = await house.founder('Ana');
  const bo = await house.joiner(ana, 'Bo');
  const stranger = await house.founder('Stranger');
  const teamId = ana.team.id;
  for (let again = 0; again < 3; again += 1)
    expect(await refusal(bo.api.team.update.mutate({ teamId, name: 'Mine' }))).toMatchObject({ reason: 'FORBIDDEN' });
  expect(await refusal(stranger.api.team.get.query({ teamId }))).toMatchObject({ reason: 'NOT_FOUND' });
  const refused = await log(ana, { refused: true });
  expect(refused.map(short)).toEqual(['team.read false NOT_FOUND team', 'Bo team.update false FORBIDDEN team']);
  expect(refused[0]).toMatchObject({ ip: '', agent: '' });
  expect(refused[1]).toMatchObject({ path: ['team:member', 'place:team', 'standing:member', 'rule:team.update'], times: 1 });
  expect(await log(ana, { userId: bo.user.id, refused: true })).toHaveLength(1);
  expect((await log(stranger)).filter(({ allowed }) => !allowed)).toEqual([]);
});

test('AUDIT-1 a refused change leaves its refusal and no act: the line of an act stands and falls with it', async () => {
  await using house = await openHouse();
  const ana = await house.founder('Ana');
  const leaving = ana.http('member.leave', { teamId: ana.team.id });
  await expect(leaving).rejects.toMatchObject({ data: { reason: 'CONFLICT' } });
  const lines = (await log(ana)).filter(({ action }) => action === 'member.leave');
  expect(lines.map(short)).toEqual(['Ana member.leave false CONFLICT team']);
});

test('AUDIT-1 signing in, failing to, and being refused at the door are recorded with the address', async () => {
  await using house = await openHouse();
  const ana = await house.founder('Ana');
  await call(house.url, 'auth.signIn', { email: ana.user.email, password: 'wrong' });
  await RawSocket.refused(house.url, ana.cookie, { Origin: 'https://evil.example' });
  await ana.again();
  await house.parley.app.audit.flush();
  const lines = rows(house);
  expect(lines).toContainEqual({ action: 'auth.signIn', allowed: 0, reason: 'WRONG_CREDENTIALS', ip: '127.0.0.1' });
  expect(lines).toContainEqual({ action: 'socket.open', allowed: 0, reason: 'ORIGIN_REFUSED', ip: '127.0.0.1' });
  expect(lines).toContainEqual({ action: 'auth.signIn', allowed: 1, reason: null, ip: '127.0.0.1' });
});

test('AUDIT-1 INPUT-2 a flood of refusals is told in a bounded number of lines, and counted', async () => {
  await using house = await openHouse();
  const ana = await house.founder('Ana');
  const bo = await house.joiner(ana, 'Bo');
  const floods = Array.from({ length: 180 }, (_, each) => `${'0'.repeat(17)}${String(each).padStart(3, '0')}`);
  for (const conversationId of floods)
    await bo.api.conversation.open.query({ conversationId: conversationId as typeof bo.welcome.id }).catch(() => undefined);
  await house.parley.app.audit.flush();
  const lines = rows(house).filter(({ allowed }) => allowed === 0);
  expect(lines.length).toBeGreaterThan(90);
  expect(lines.length).toBeLessThanOrEqual(102);
  await house.parley.app.audit.close();
  const { times } = one<{ times: number }>(house, `select max(times) as times from audit where action = 'many'`);
  expect(times).toBeGreaterThan(70);
});

test('AUDIT-1 refusals that cannot be written at the moment are written later', async () => {
  await using house = await openHouse();
  const ana = await house.founder('Ana');
  const bo = await house.joiner(ana, 'Bo');
  const { store, audit } = house.parley.app;
  const { append } = store.audit;
  store.audit.append = () => Promise.reject(new Error('disk full'));
  await refusal(bo.api.team.update.mutate({ teamId: ana.team.id, name: 'Mine' }));
  await expect(audit.flush()).rejects.toThrow('disk full');
  store.audit.append = append;
  await audit.flush();
  expect((await log(ana, { refused: true })).map(short)).toEqual(['Bo team.update false FORBIDDEN team']);
});

test('AUDIT-2 a changed, a removed and a cut-off line are found; nothing changes the log through the database itself', async () => {
  await using house = await openHouse();
  const ana = await house.founder('Ana');
  await house.joiner(ana, 'Bo');
  const teamId = ana.team.id;
  const whole = await ana.api.audit.verify.query({ teamId });
  expect(whole).toMatchObject({ whole: true, lines: rows(house).length });
  expect(() => write(house, `update audit set action = 'nothing'`)).toThrow(/only ever added to/);
  expect(() => write(house, 'delete from audit')).toThrow(/only ever added to/);
  const verified = () => ana.api.audit.verify.query({ teamId });
  const triggers = withoutTriggers(house);
  const { seq, ip } = one<{ seq: number; ip: string }>(house, `select seq, ip from audit where action = 'invite.create'`);
  write(house, `update audit set ip = '8.8.8.8' where seq = ${seq}`);
  expect(await verified()).toMatchObject({ whole: false, fault: 'changed', brokenAt: seq });
  write(house, `update audit set ip = '${ip}' where seq = ${seq}`);
  expect(await verified()).toMatchObject({ whole: true });
  const { last } = one<{ last: number }>(house, 'select max(seq) as last from audit');
  write(house, `delete from audit where seq = ${last}`);
  expect(await verified()).toMatchObject({ whole: false, fault: 'cut' });
  write(house, `delete from audit where seq = ${seq}`);
  expect(await verified()).toMatchObject({ whole: false, fault: 'missing', brokenAt: seq });
  expect(triggers).toBeGreaterThanOrEqual(2);
});

test('AUDIT-3 neither passwords nor tokens, nor texts of people stand in the log', async () => {
  await using house = await openHouse();
  const root = await house.founder('Root');
  const bo = await house.joiner(root, 'Bo');
  const { url } = await root.api.invite.create.mutate({ teamId: root.team.id });
  const reset = await root.api.admin.resetPassword.mutate({ userId: bo.user.id });
  await call(house.url, 'auth.signIn', { email: bo.user.email, password: 'a wrong password 77' });
  await refusal(bo.api.message.edit.mutate({ messageId: 'm'.repeat(20) as never, text: 'a text of somebody' }));
  await bo.api.message.send.mutate({ conversationId: bo.welcome.id, clientKey: 'k', text: 'another text', model: null });
  const cookie = bo.cookie.split('=')[1] ?? '';
  await house.parley.app.audit.flush();
  const all = JSON.stringify(everyRow(house));
  const secrets = [
    PASSWORD,
    'a wrong password 77',
    cookie,
    url.split('/').at(-1) ?? '',
    reset.url.split('/').at(-1) ?? '',
    'a text of',
    'another text',
  ];
  for (const secret of secrets) expect(all).not.toContain(secret);
  expect(all).toContain('admin.resetPassword');
  expect(readFileSync(path.join(house.folder, 'parley.db'), 'latin1')).not.toContain(
    readFileSync(path.join(house.folder, 'audit.key'), 'latin1'),
  );
});

test('AUDIT-1 owners read the log of their team, and nobody else', async () => {
  await using house = await openHouse();
  const ana = await house.founder('Ana');
  const bo = await house.joiner(ana, 'Bo');
  await ana.api.member.setRole.mutate({ teamId: ana.team.id, userId: bo.user.id, role: 'admin' });
  const admin = await bo.again();
  expect(await refusal(admin.api.audit.list.query({ teamId: ana.team.id }))).toMatchObject({ reason: 'FORBIDDEN' });
  const pages: AuditEntry[] = [];
  let cursor: string | undefined;
  do {
    const page = await ana.api.audit.list.query({ teamId: ana.team.id, limit: 2, ...(cursor !== undefined && { cursor }) });
    pages.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  expect(pages.map(({ seq }) => seq)).toEqual((await log(ana)).map(({ seq }) => seq));
  expect(pages.length).toBeGreaterThan(4);
});

/** With the library that the server itself uses: two of them in one process do not see each other's locks. */
function open({ folder }: House): Database.Database {
  return new Database(path.join(folder, 'parley.db'));
}

function write(house: House, sql: string): void {
  const db = open(house);
  try {
    db.exec(sql);
  } finally {
    db.close();
  }
}

function one<Row>(house: House, sql: string): Row {
  const db = open(house);
  const row = db.prepare(sql).get() as Row;
  db.close();
  return row;
}

function everyRow(house: House): Record<string, unknown>[] {
  const db = open(house);
  const all = db.prepare<[], Record<string, unknown>>('select * from audit').all();
  db.close();
  return all;
}

const rows = (house: House) => everyRow(house).map(({ action, allowed, reason, ip }) => ({ action, allowed, reason, ip }));

function withoutTriggers(house: House): number {
  const db = open(house);
  const names = db.prepare<[], { name: string }>(`select name from sqlite_master where type = 'trigger' and tbl_name = 'audit'`).all();
  for (const { name } of names) db.exec(`drop trigger ${name}`);
  db.close();
  return names.length;
}
