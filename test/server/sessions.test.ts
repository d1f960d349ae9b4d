import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CLOSE } from '../../shared/errors.ts';
import { SESSION } from '../../shared/limits.ts';
import { ask, call, dial } from '../support/call.ts';
import { cookieOf, entrance } from '../support/entrance.ts';
import { type House, openHouse } from '../support/house.ts';
import { PASSWORD } from '../support/person.ts';

const DAY_MS = 24 * 3600_000;

let house: House;
let now: number;
const clock = { now: () => now };
const { register, signIn, me } = entrance(() => house.url);
beforeEach(async () => {
  now = Date.now();
  house = await openHouse({ clock, settings: { PARLEY_TRUST_PROXY: '127.0.0.1' } });
});
afterEach(() => house[Symbol.asyncDispose]());

describe('sessions', () => {
  test('SESSION-1 A23 no file holds the token, and what the files hold signs nobody in', async () => {
    const cookie = cookieOf(await register('ada@example.org'));
    const token = cookie.replace('session=', '');
    const { hashToken } = house.parley.app.auth;
    const stored = await house.parley.app.store.sessions.find(hashToken(token));
    const entries = await readdir(house.folder, { recursive: true, withFileTypes: true });
    const files = await Promise.all(entries.filter((each) => each.isFile()).map((each) => readFile(join(each.parentPath, each.name))));
    expect(files.some((bytes) => bytes.includes(token))).toBe(false);
    // The hash is what a dump shows: it must be there for this test to mean anything.
    expect(files.some((bytes) => bytes.includes(hashToken(token)))).toBe(true);
    for (const dumped of [hashToken(token), stored?.session.handle]) expect((await me(`session=${dumped}`)).status).toBe(401);
  });

  test('SESSION-2 signing in takes a new id and ends the session that was presented', async () => {
    const before = cookieOf(await register('ada@example.org'));
    const { closed } = await dial(house.url, { cookie: before });
    const after = cookieOf(await signIn('ada@example.org', PASSWORD, { cookie: before }));
    expect(after).not.toBe(before);
    expect(await closed).toBe(CLOSE.sessionRenewed);
    expect([(await me(before)).status, (await me(after)).status]).toEqual([401, 200]);
  });

  test('SESSION-2 A22 a session planted by somebody else is not taken over', async () => {
    await register('ada@example.org');
    const planted = cookieOf(await register('mallory@example.org'));
    const after = cookieOf(await signIn('ada@example.org', PASSWORD, { cookie: planted }));
    expect(after).not.toBe(planted);
    expect((await me(planted)).status).toBe(401);
  });

  test('SESSION-2 a new password takes a new id here and ends all other sessions', async () => {
    const here = cookieOf(await register('ada@example.org'));
    const elsewhere = cookieOf(await signIn('ada@example.org'));
    const [hereSocket, elsewhereSocket] = await Promise.all([here, elsewhere].map((cookie) => dial(house.url, { cookie })));
    const change = { currentPassword: PASSWORD, newPassword: 'another walk by the lake 8' };
    const answer = await call(house.url, 'auth.changePassword', change, { cookie: here });
    expect(answer).toMatchObject({ status: 200, data: { ended: 1 } });
    expect(await elsewhereSocket?.closed).toBe(CLOSE.sessionRevoked);
    expect(await hereSocket?.closed).toBe(CLOSE.sessionRenewed);
    expect([(await me(here)).status, (await me(elsewhere)).status, (await me(cookieOf(answer))).status]).toEqual([401, 401, 200]);
    expect([(await signIn('ada@example.org')).status, (await signIn('ada@example.org', change.newPassword)).status]).toEqual([401, 200]);
  });

  test('SESSION-2 joining a team takes a new id', async () => {
    const founder = await house.founder();
    const before = cookieOf(await register('ada@example.org'));
    const { url } = await founder.api.invite.create.mutate({ teamId: founder.team.id });
    const after = cookieOf(await call(house.url, 'invite.accept', { token: url.split('/').at(-1) }, { cookie: before }));
    expect([(await me(before)).status, (await me(after)).status]).toEqual([401, 200]);
  });

  test('SESSION-3 a session slides while it is used and ends when it is not', async () => {
    const cookie = cookieOf(await register('ada@example.org'));
    now += SESSION.idleMs - 1000;
    expect((await me(cookie)).status).toBe(200);
    now += SESSION.idleMs - 1000;
    expect((await me(cookie)).status).toBe(200);
    now += SESSION.idleMs + 1000;
    expect((await me(cookie)).refusal?.reason).toBe('SESSION_REVOKED');
  });

  test('SESSION-3 A41 a session ends after thirty days, however much it is used', async () => {
    const cookie = cookieOf(await register('ada@example.org'));
    const end = now + SESSION.absoluteMs;
    while (now + DAY_MS < end) {
      now += DAY_MS;
      expect((await me(cookie)).status).toBe(200);
    }
    const session = (await me(cookie)).data?.['session'] as { expiresAt: string };
    expect(Date.parse(session.expiresAt)).toBe(end);
    now = end;
    expect((await me(cookie)).status).toBe(401);
  });

  test('SESSION-3 A40 a renewal does not revive a session that ended meanwhile', async () => {
    const cookie = cookieOf(await register('ada@example.org'));
    const { auth, store } = house.parley.app;
    const credential = auth.present({ cookie });
    if (!credential) throw new Error('no credential');
    now += SESSION.idleMs - 1000;
    const renewing = auth.authenticate(credential);
    await store.sessions.delete(credential.id);
    await renewing;
    expect(await store.sessions.find(credential.id)).toBeUndefined();
    expect((await me(cookie)).status).toBe(401);
  });

  test('SESSION-4 A42 every way in asks the same question: no header, no second cookie and no ended session opens one', async () => {
    const cookie = cookieOf(await register('ada@example.org'));
    const token = cookie.replace('session=', '');
    const ended = cookieOf(await register('eve@example.org'));
    await call(house.url, 'auth.signOut', {}, { cookie: ended });
    const bad: Record<string, string>[] = [
      {},
      { Authorization: `Bearer ${token}` },
      { cookie, Authorization: `Basic ${token}` },
      { cookie: `${cookie}; ${ended}` },
      { cookie: ended },
    ];
    for (const headers of bad) {
      expect((await ask(house.url, 'auth.me', headers)).status, JSON.stringify(headers)).toBeGreaterThanOrEqual(400);
      await expect(dial(house.url, headers), JSON.stringify(headers)).rejects.toThrow(/refused with 40[01]/);
    }
    expect((await me(cookie)).status).toBe(200);
    const { socket } = await dial(house.url, { cookie });
    socket.terminate();
  });

  test('SESSION-5 A38 signing out ends that session’s sockets, and no other’s', async () => {
    const here = cookieOf(await register('ada@example.org'));
    const elsewhere = cookieOf(await signIn('ada@example.org'));
    const [tab, otherTab, otherDevice] = await Promise.all([here, here, elsewhere].map((cookie) => dial(house.url, { cookie })));
    const answer = await call(house.url, 'auth.signOut', {}, { cookie: here });
    expect(answer).toMatchObject({ status: 200, data: {} });
    expect(answer.setCookies[0]).toMatch(/^session=;.*Max-Age=0/);
    expect(await Promise.all([tab?.closed, otherTab?.closed])).toEqual([CLOSE.sessionRevoked, CLOSE.sessionRevoked]);
    expect((await me(here)).status).toBe(401);
    expect((await me(elsewhere)).status).toBe(200);
    expect(otherDevice?.socket.readyState).toBe(1);
    otherDevice?.socket.terminate();
  });

  test('signing out twice, or without a session, is harmless', async () => {
    const cookie = cookieOf(await register('ada@example.org'));
    for (const headers of [{ cookie }, { cookie }, {}])
      expect((await call(house.url, 'auth.signOut', {}, headers as Record<string, string>)).status).toBe(200);
  });
});

describe('the list of sessions', () => {
  type Item = { id: string; current: boolean; ip: string; agent: string; lastUsedAt: string };
  const list = async (cookie: string) => ((await ask(house.url, 'session.list', { cookie })).data?.['items'] ?? []) as Item[];

  test('says where one is signed in, and shows nothing that signs in', async () => {
    const here = cookieOf(await register('ada@example.org', { 'User-Agent': 'Browser A', 'X-Forwarded-For': '203.0.113.1' }));
    now += 60_000;
    await signIn('ada@example.org', PASSWORD, { 'User-Agent': 'Browser B', 'X-Forwarded-For': '203.0.113.2' });
    const items = await list(here);
    expect(items.map(({ agent, ip, current }) => ({ agent, ip, current }))).toEqual([
      { agent: 'Browser B', ip: '203.0.113.2', current: false },
      { agent: 'Browser A', ip: '203.0.113.1', current: true },
    ]);
    for (const { id } of items) expect((await me(`session=${id}`)).status).toBe(401);
  });

  test('tells the last use, to five minutes', async () => {
    const cookie = cookieOf(await register('ada@example.org'));
    const lastUsed = async () => Date.parse((await list(cookie))[0]?.lastUsedAt ?? '');
    const first = await lastUsed();
    now += 4 * 60_000;
    expect(await lastUsed()).toBe(first);
    now += 60_000;
    expect(await lastUsed()).toBe(now);
  });

  test('one device is signed out by its handle, at once', async () => {
    const here = cookieOf(await register('ada@example.org'));
    const elsewhere = cookieOf(await signIn('ada@example.org'));
    const { closed } = await dial(house.url, { cookie: elsewhere });
    const other = (await list(here)).find(({ current }) => !current);
    expect(await call(house.url, 'session.revoke', { sessionId: other?.id }, { cookie: here })).toMatchObject({
      status: 200,
      data: { ended: 1 },
    });
    expect(await closed).toBe(CLOSE.sessionRevoked);
    expect((await list(here)).map(({ current }) => current)).toEqual([true]);
  });

  test('who signs out the device they sit at still gets an answer', async () => {
    const cookie = cookieOf(await register('ada@example.org'));
    const { closed } = await dial(house.url, { cookie });
    const [here] = await list(cookie);
    expect(await call(house.url, 'session.revoke', { sessionId: here?.id }, { cookie })).toMatchObject({ status: 200, data: { ended: 1 } });
    expect(await closed).toBe(CLOSE.sessionRevoked);
    expect((await me(cookie)).status).toBe(401);
  });

  test('ACCESS-2 the handle of somebody else and one nobody has are the same to a caller', async () => {
    const ada = cookieOf(await register('ada@example.org'));
    const eve = cookieOf(await register('eve@example.org'));
    const [foreign] = await list(ada);
    const answers = await Promise.all(
      [foreign?.id, '0'.repeat(20)].map((sessionId) => call(house.url, 'session.revoke', { sessionId }, { cookie: eve })),
    );
    expect(answers.map(({ status, refusal }) => ({ status, ...refusal, requestId: '' }))).toEqual(
      [answers[0], answers[0]].map((answer) => ({ status: 404, ...answer?.refusal, requestId: '' })),
    );
    expect((await me(ada)).status).toBe(200);
  });

  test('all others end together', async () => {
    const here = cookieOf(await register('ada@example.org'));
    const others = [cookieOf(await signIn('ada@example.org')), cookieOf(await signIn('ada@example.org'))];
    const sockets = await Promise.all(others.map((cookie) => dial(house.url, { cookie })));
    expect(await call(house.url, 'session.revokeOthers', {}, { cookie: here })).toMatchObject({ data: { ended: 2 } });
    expect(await Promise.all(sockets.map(({ closed }) => closed))).toEqual([CLOSE.sessionRevoked, CLOSE.sessionRevoked]);
    expect((await me(here)).status).toBe(200);
  });
});
