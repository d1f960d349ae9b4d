/** Attacks that have worked on others, each named after its case in the list the design was made from. The rest stand where their subject is tested. */
import { expect, test } from 'vitest';
import type { FolderId } from '../../shared/ids.ts';
import { FOLDER } from '../../shared/limits.ts';
import { call } from '../support/call.ts';
import { type House, openHouse } from '../support/house.ts';
import { outcome } from '../support/outcome.ts';
import { HttpRefusal, PASSWORD, type Person, post, refusal } from '../support/person.ts';

const NOT_FOUND = { reason: 'NOT_FOUND' };

async function twoTeams(house: House): Promise<{ ana: Person; bo: Person; eve: Person }> {
  const ana = await house.founder('Ana', 'Alpha');
  return { ana, bo: await house.joiner(ana, 'Bo'), eve: await house.founder('Eve', 'Beta') };
}

const say = (person: Person, text: string, more: object = {}) =>
  person.api.message.send.mutate({ conversationId: person.welcome.id, clientKey: `${Math.random()}`, text, model: null, ...more });

test('ACCESS-2 A03 a child of somebody else’s thing is not reached through a parent of one’s own', async () => {
  await using house = await openHouse();
  const { ana, eve } = await twoTeams(house);
  const { message } = await say(ana, 'secret');
  expect(await refusal(say(eve, 'mine', { parentId: message.id }))).toMatchObject({
    reason: expect.stringMatching(/NOT_FOUND|CONFLICT/) as string,
  });
  const { folder } = await ana.api.folder.create.mutate({ teamId: ana.team.id, name: 'Theirs' });
  const made = eve.api.conversation.create.mutate({ teamId: eve.team.id, folderId: folder.id });
  expect(await refusal(made)).toMatchObject(NOT_FOUND);
  expect(await refusal(eve.api.folder.create.mutate({ teamId: eve.team.id, name: 'Mine', parentId: folder.id }))).toMatchObject(NOT_FOUND);
});

test('ACCESS-2 A07 a cursor of another conversation opens nothing of it', async () => {
  await using house = await openHouse();
  const { ana, eve } = await twoTeams(house);
  const opened = await ana.api.conversation.open.query({ conversationId: ana.welcome.id });
  await say(ana, 'secret of Alpha');
  const watch = eve.watch(eve.welcome.id, opened.cursor);
  await Promise.race([watch.untilType('resync').catch(() => undefined), watch.untilFailed().catch(() => undefined)]);
  expect(JSON.stringify(watch.events)).not.toContain('secret of Alpha');
});

test('LEAVE-2 A10 A14 somebody removed is named nowhere to them, and nothing is counted for them', async () => {
  await using house = await openHouse();
  const { ana, bo } = await twoTeams(house);
  await ana.api.member.remove.mutate({ teamId: ana.team.id, userId: bo.user.id });
  const { message } = await say(ana, '@Bo are you there?', { mentions: [bo.user.id] });
  expect(message.mentions ?? []).toEqual([]);
  const again = await bo.again();
  const state = await again.inbox().untilType('inbox.state');
  expect(state).toMatchObject({ teams: [], conversations: [], folders: [], online: [] });
});

test('ACCESS-2 A10 a mention of somebody who does not see the conversation is dropped without a word', async () => {
  await using house = await openHouse();
  const { ana, bo, eve } = await twoTeams(house);
  const { message } = await say(ana, 'you two', { mentions: [bo.user.id, eve.user.id] });
  expect(message.mentions).toEqual([bo.user.id]);
});

test('ACCESS-2 A17 nothing is moved into a folder of another team, or one that only may be read', async () => {
  await using house = await openHouse();
  const { ana, eve } = await twoTeams(house);
  const foreign = (await ana.api.folder.create.mutate({ teamId: ana.team.id, name: 'Alpha' })).folder;
  expect(await refusal(eve.api.conversation.move.mutate({ conversationId: eve.welcome.id, folderId: foreign.id }))).toMatchObject(
    NOT_FOUND,
  );
  const own = (await eve.api.folder.create.mutate({ teamId: eve.team.id, name: 'Beta' })).folder;
  expect(await refusal(eve.api.folder.move.mutate({ folderId: own.id, parentId: foreign.id }))).toMatchObject(NOT_FOUND);
});

test('ACCESS-2 A18 a cursor of another team’s list gives nothing of it', async () => {
  await using house = await openHouse();
  const { ana, eve } = await twoTeams(house);
  const teamId = ana.team.id;
  for (let each = 0; each < 3; each += 1) await ana.api.conversation.create.mutate({ teamId, title: `Alpha ${each}` });
  const { nextCursor = '' } = await ana.api.conversation.list.query({ teamId, limit: 1 });
  const forged = await eve.api.conversation.list
    .query({ teamId: eve.team.id, cursor: nextCursor })
    .catch((error: unknown) => String(error));
  expect(JSON.stringify(forged)).not.toContain('Alpha');
  expect(await refusal(eve.api.conversation.list.query({ teamId, cursor: nextCursor }))).toMatchObject(NOT_FOUND);
});

test('A15 nothing that anybody may ask tells how the server is set up inside', async () => {
  await using house = await openHouse();
  const { bo } = await twoTeams(house);
  const setup = JSON.stringify(await bo.api.system.setup.query());
  expect(setup).not.toContain(house.folder);
  expect(await outcome(house.url, 'admin.users', {}, bo.cookie)).toEqual({ status: 403, reason: 'FORBIDDEN' });
});

test('A26 an invite for one lets exactly one of two in who come at once, and nobody after', async () => {
  await using house = await openHouse();
  const { ana } = await twoTeams(house);
  const { url } = await ana.api.invite.create.mutate({ teamId: ana.team.id, maxUses: 1 });
  const token = url.split('/').at(-1) ?? '';
  const people = await Promise.all([house.newcomer(), house.newcomer(), house.newcomer()]);
  const answers = await Promise.allSettled(people.map((each) => each.http('invite.accept', { token })));
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const late = await house.newcomer();
  await expect(late.http('invite.accept', { token })).rejects.toMatchObject({ data: { reason: 'INVITE_INVALID' } });
  const used = await call(house.url, 'auth.register', { name: 'New', email: 'new@example.org', password: PASSWORD, inviteToken: token });
  expect(used.refusal).toMatchObject({ reason: 'INVITE_INVALID' });
});

test('A27 an invite for an address is for that address alone, and does not tell it', async () => {
  await using house = await openHouse();
  const { ana, eve } = await twoTeams(house);
  const { url } = await ana.api.invite.create.mutate({ teamId: ana.team.id, email: 'Cleo.Long@Example.org' });
  const token = url.split('/').at(-1) ?? '';
  const preview = await eve.api.invite.preview.query({ token });
  expect(preview).toMatchObject({ teamName: 'Alpha', email: 'C…@Example.org' });
  await expect(eve.http('invite.accept', { token })).rejects.toMatchObject({ data: { reason: 'FORBIDDEN' } });
  const register = (email: string) => post(house.url, 'auth.register', { name: 'Cleo', email, password: PASSWORD, inviteToken: token });
  await expect(register('other@example.org')).rejects.toMatchObject({ data: { reason: 'FORBIDDEN' } });
  await expect(register('cleo.long@example.org')).resolves.toMatchObject({ body: { team: { name: 'Alpha' } } });
  await expect(eve.http('invite.accept', { token })).rejects.toBeInstanceOf(HttpRefusal);
});

test('LEAVE-6 A29 the last owner can neither leave nor be suspended, disabled or deleted, also not both of two at once', async () => {
  await using house = await openHouse();
  const root = await house.founder('Root', 'Home');
  const ana = await house.founder('Ana');
  const bo = await house.joiner(ana, 'Bo');
  const teamId = ana.team.id;
  for (const [path, input] of [
    ['member.leave', { teamId }],
    ['account.disable', { password: PASSWORD }],
    ['account.delete', { password: PASSWORD }],
  ] as const)
    await expect(ana.http(path, input), path).rejects.toMatchObject({
      data: { reason: 'CONFLICT', message: expect.stringContaining('owner') as string },
    });
  expect(await refusal(root.api.admin.disableUser.mutate({ userId: ana.user.id }))).toMatchObject({ reason: 'CONFLICT' });
  await ana.api.member.setRole.mutate({ teamId, userId: bo.user.id, role: 'owner' });
  const second = await bo.again();
  const answers = await Promise.allSettled([
    ana.http('account.delete', { password: PASSWORD }),
    second.http('member.leave', { teamId }),
    root.http('admin.disableUser', { userId: bo.user.id }),
  ]);
  expect(answers.filter(({ status }) => status === 'rejected').length).toBeGreaterThanOrEqual(1);
  const owners = (await house.parley.app.store.teams.memberIds(teamId)).length;
  expect(owners).toBeGreaterThanOrEqual(1);
});

test('A35 a reset link works once, the newest alone, and ends every session', async () => {
  await using house = await openHouse();
  const root = await house.founder('Root');
  const bo = await house.joiner(root, 'Bo');
  const link = async () => (await root.api.admin.resetPassword.mutate({ userId: bo.user.id })).url.split('/').at(-1) ?? '';
  const older = await link();
  const token = await link();
  const reset = (with_: string, newPassword: string) => call(house.url, 'auth.resetPassword', { token: with_, newPassword });
  expect((await reset(older, 'a walk in the hills 9')).refusal).toMatchObject({ reason: 'INVITE_INVALID' });
  expect((await reset(token, 'short')).refusal).toMatchObject({ reason: 'VALIDATION' });
  const both = await Promise.all([reset(token, 'a walk in the hills 9'), reset(token, 'a walk in the woods 9')]);
  expect(both.filter(({ status }) => status === 200)).toHaveLength(1);
  await expect(bo.http('account.update', { name: 'Bo' })).rejects.toMatchObject({ status: 401 });
  expect((await reset(token, 'a walk in the hills 9')).refusal).toMatchObject({ reason: 'INVITE_INVALID' });
  const passwords = ['a walk in the hills 9', 'a walk in the woods 9', PASSWORD];
  const signIns = await Promise.all(passwords.map((password) => call(house.url, 'auth.signIn', { email: bo.user.email, password })));
  expect(signIns.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(signIns[2]?.status).toBe(401);
});

test('A36 links are made from the address people use, whatever the request says', async () => {
  await using house = await openHouse();
  const root = await house.founder('Root');
  const headers = { cookie: root.cookie, 'X-Forwarded-Host': 'evil.example', 'X-Forwarded-Proto': 'https' };
  const invited = await call(house.url, 'invite.create', { teamId: root.team.id }, headers);
  const reset = await call(house.url, 'admin.resetPassword', { userId: root.user.id }, headers);
  for (const { data } of [invited, reset]) expect(String(data?.['url'])).toContain(house.url);
});

test('A37 whoever sits at a signed-in computer does not disable or delete the account', async () => {
  await using house = await openHouse();
  const { bo } = await twoTeams(house);
  for (const path of ['account.disable', 'account.delete'])
    await expect(bo.http(path, { password: 'not the password' })).rejects.toMatchObject({ data: { reason: 'WRONG_CREDENTIALS' } });
  expect((await bo.api.auth.me.query()).user.name).toBe('Bo');
});

test('SESSION-3 A44 a clock that is set back lengthens no session', async () => {
  let now = Date.now();
  await using house = await openHouse({ clock: { now: () => now } });
  const ana = await house.founder('Ana');
  const { session } = await ana.api.auth.me.query();
  now -= 3600_000;
  ana.hangUp();
  expect((await ana.api.auth.me.query()).session.expiresAt).toBe(session.expiresAt);
  now = Date.parse(session.expiresAt) + 1;
  await expect(ana.http('account.update', { name: 'Ana' })).rejects.toMatchObject({ status: 401 });
});

test('LEAVE-7 A92 an account that was deleted comes back by no invite, link or cookie', async () => {
  await using house = await openHouse();
  const root = await house.founder('Root');
  const bo = await house.joiner(root, 'Bo');
  const { url } = await root.api.invite.create.mutate({ teamId: root.team.id, email: bo.user.email });
  const reset = (await root.api.admin.resetPassword.mutate({ userId: bo.user.id })).url.split('/').at(-1);
  await root.api.admin.deleteUser.mutate({ userId: bo.user.id });
  await expect(bo.http('invite.accept', { token: url.split('/').at(-1) })).rejects.toMatchObject({ status: 401 });
  expect((await call(house.url, 'auth.resetPassword', { token: reset, newPassword: 'a walk in the hills 9' })).refusal).toMatchObject({
    reason: 'INVITE_INVALID',
  });
  expect((await call(house.url, 'auth.signIn', { email: bo.user.email, password: PASSWORD })).status).toBe(401);
  const { messages } = await root.api.conversation.open.query({ conversationId: root.welcome.id });
  expect(JSON.stringify(messages)).not.toContain(bo.user.email);
});

test('ACCESS-5 A94 folders neither circle nor nest without end', async () => {
  await using house = await openHouse();
  const ana = await house.founder('Ana');
  const teamId = ana.team.id;
  const nested: FolderId[] = [];
  for (let depth = 0; depth < FOLDER.maxDepth; depth += 1) {
    const parentId = nested.at(-1);
    const { folder } = await ana.api.folder.create.mutate({ teamId, name: `Level ${depth}`, ...(parentId && { parentId }) });
    nested.push(folder.id);
  }
  const [top, second, deepest] = [nested[0] ?? never(), nested[1] ?? never(), nested.at(-1) ?? never()];
  expect(await refusal(ana.api.folder.create.mutate({ teamId, name: 'Too deep', parentId: deepest }))).toMatchObject({
    reason: 'CONFLICT',
  });
  expect(await refusal(ana.api.folder.move.mutate({ folderId: top, parentId: deepest }))).toMatchObject({
    reason: 'CONFLICT',
  });
  expect(await refusal(ana.api.folder.move.mutate({ folderId: top, parentId: top }))).toMatchObject({ reason: 'CONFLICT' });
  await ana.api.folder.move.mutate({ folderId: second, parentId: null });
  const both = await Promise.allSettled([
    ana.api.folder.move.mutate({ folderId: top, parentId: second }),
    ana.api.folder.move.mutate({ folderId: second, parentId: top }),
  ]);
  expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

function never(): never {
  throw new Error('this is always there');
}
