import { expect, test } from 'vitest';
import { SESSION } from '../../shared/limits.ts';
import { bytesOf, DAY_MS, handleOf, house, openTemp, person, refusal, session, sha256, signIn, T0, to, unique } from './store-support.ts';

const draft = (email: string) => ({ name: 'Ana', email, passwordHash: 'hash' });

test('of thirty people who register at once exactly one becomes admin', async () => {
  const { store } = await openTemp();
  expect(await store.users.none()).toBe(true);
  const all = await Promise.all(Array.from({ length: 30 }, (_, n) => store.users.register(draft(`p${n}@example.org`), T0)));
  expect(all.filter(({ user }) => user.admin)).toHaveLength(1);
  expect(new Set(all.map(({ user }) => user.id)).size).toBe(30);
  expect(await store.users.none()).toBe(false);
});

test('an e-mail address is one account whatever its case, and keeps its spelling', async () => {
  const { store } = await openTemp();
  const { user } = await store.users.register(draft('Ana@Example.org'), T0);
  expect(await refusal(store.users.register(draft('aNA@example.ORG'), T0))).toBe('EMAIL_TAKEN');
  const found = await store.users.findForSignIn('ANA@EXAMPLE.ORG');
  expect(found).toEqual({ user, passwordHash: 'hash', status: 'active' });
  expect(user.email).toBe('Ana@Example.org');
  expect(await store.users.findForSignIn('ben@example.org')).toBeUndefined();
});

test('of parallel registrations with one address one wins', async () => {
  const { store } = await openTemp();
  const tries = await Promise.allSettled(['a@x.org', 'A@x.org', 'a@X.org'].map((email) => store.users.register(draft(email), T0)));
  expect(tries.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
});

test('a changed password ends every session; who comes second with the old hash is refused', async () => {
  const { store } = await openTemp();
  const ana = await person(store, 'Ana');
  const ben = await person(store, 'Ben');
  const other = session(ana);
  await store.sessions.insert(other);
  const oldHash = 'hash of Ana';
  const { sessions } = await store.users.changePassword({ oldHash, newHash: 'new' }, ana.may(to.nothing), T0);
  expect(sessions.toSorted()).toEqual([ana.sessionId, other.id].toSorted());
  expect(await store.users.passwordHashOf(ana.user.id)).toBe('new');
  expect(await store.sessions.listOf(ben.user.id)).toHaveLength(1);
  await signIn(store, ana);
  expect(await refusal(store.users.changePassword({ oldHash, newHash: 'newer' }, ana.may(to.nothing), T0))).toBe('CONFLICT');
  expect(await store.sessions.listOf(ana.user.id)).toHaveLength(1);
});

test('a rehash replaces only the hash it was made from, and ends nothing', async () => {
  const { store } = await openTemp();
  const ana = await person(store, 'Ana');
  await store.users.rehash(ana.user.id, 'another', 'wrong');
  expect(await store.users.passwordHashOf(ana.user.id)).toBe('hash of Ana');
  await store.users.rehash(ana.user.id, 'hash of Ana', 'stronger');
  expect(await store.users.passwordHashOf(ana.user.id)).toBe('stronger');
  expect(await store.sessions.listOf(ana.user.id)).toHaveLength(1);
});

test('a renamed person is called so everywhere, also in what they said before', async () => {
  const { store, owner, welcome } = await house();
  await store.messages.append({ conversationId: welcome, clientKey: 'k', text: 'hi' }, owner.may(to.conversation(welcome)), T0);
  expect(await store.users.rename('Olga B', owner.may(to.nothing))).toEqual({ ...owner.user, name: 'Olga B' });
  const [, said] = await store.events.after(welcome, 0, 10);
  expect(said).toMatchObject({ type: 'message.posted', message: { author: { name: 'Olga B' } } });
  expect(store.facts({ kind: 'session', id: owner.sessionId }, to.nothing).user?.name).toBe('Olga B');
});

test('SESSION-1 the database holds the hash of a token, never the token', async () => {
  const { store, folder } = await openTemp();
  const ana = await person(store);
  const token = unique('a-secret-token');
  await store.sessions.insert(session(ana, { id: sha256(token) }));
  expect((await store.sessions.find(sha256(token)))?.user).toEqual(ana.user);
  expect(await store.sessions.find(token)).toBeUndefined();
  expect(bytesOf(folder).includes(sha256(token))).toBe(true);
  expect(bytesOf(folder).includes(token)).toBe(false);
});

test('SESSION-3 a new expiry never revives a deleted session', async () => {
  const { store } = await openTemp();
  const ana = await person(store);
  await store.sessions.setExpiry(ana.sessionId, T0 + DAY_MS);
  expect((await store.sessions.find(ana.sessionId))?.session.expiresAt).toBe(T0 + DAY_MS);
  expect(await store.sessions.delete(ana.sessionId)).toEqual({ sessions: [ana.sessionId] });
  await store.sessions.setExpiry(ana.sessionId, T0 + 30 * DAY_MS);
  await store.sessions.touch(ana.sessionId, T0);
  expect(await store.sessions.find(ana.sessionId)).toBeUndefined();
  expect(await store.sessions.delete(ana.sessionId)).toEqual({ sessions: [] });
});

test('SESSION-3 an expired session is told with its time until it is swept', async () => {
  const { store } = await openTemp();
  const ana = await person(store);
  const old = session(ana, { expiresAt: T0 + 1 });
  await store.sessions.insert(old);
  expect(store.facts({ kind: 'session', id: old.id }, to.nothing).session).toEqual({ userId: ana.user.id, expiresAt: T0 + 1 });
  expect(await store.sessions.deleteExpired(T0)).toEqual({ sessions: [] });
  expect(await store.sessions.deleteExpired(T0 + 1)).toEqual({ sessions: [old.id] });
  expect(store.facts({ kind: 'session', id: old.id }, to.nothing)).toEqual({});
});

test('the oldest sessions of a person make room for the newest', async () => {
  const { store } = await openTemp();
  const [ana, ben] = [await person(store), await person(store)];
  const rows = Array.from({ length: SESSION.maxPerUser + 1 }, (_, n) => session(ana, { now: T0 + n + 1 }));
  const ended = [];
  for (const row of rows) ended.push(...(await store.sessions.insert(row)).sessions);
  expect(ended).toEqual([ana.sessionId, rows[0]?.id]);
  expect(await store.sessions.listOf(ana.user.id)).toHaveLength(SESSION.maxPerUser);
  expect(await store.sessions.listOf(ben.user.id)).toHaveLength(1);
});

test('ACCESS-2 a person ends their own sessions only; a foreign one is not found', async () => {
  const { store } = await openTemp();
  const [ana, ben] = [await person(store), await person(store)];
  const [phone, desk] = [session(ana), session(ana)];
  for (const row of [phone, desk]) await store.sessions.insert(row);
  expect(await refusal(store.sessions.endOwn(handleOf(ben.sessionId), ana.may(to.nothing)))).toBe('NOT_FOUND');
  expect(await refusal(store.sessions.endOwn(handleOf('nothing'), ana.may(to.nothing)))).toBe('NOT_FOUND');
  expect(await store.sessions.endOwn(phone.handle, ana.may(to.nothing))).toEqual({ sessions: [phone.id] });
  expect(await store.sessions.endOthers(ana.may(to.nothing))).toEqual({ sessions: [desk.id] });
  expect((await store.sessions.listOf(ana.user.id)).map((row) => row.id)).toEqual([ana.sessionId]);
  expect(await store.sessions.deleteAllOf(ben.user.id)).toEqual({ sessions: [ben.sessionId] });
});

test('LEAVE-1 who creates a team becomes its owner, and all their sessions end', async () => {
  const { store } = await openTemp();
  const [ana, ben] = [await person(store), await person(store)];
  const { team, welcome, sessions } = await store.teams.create({ name: 'Team', welcome: 'Hello.' }, ana.may(to.nothing), T0);
  expect(sessions).toEqual([ana.sessionId]);
  expect(await store.sessions.find(ana.sessionId)).toBeUndefined();
  expect(await store.sessions.find(ben.sessionId)).toBeDefined();
  expect(team).toEqual({ id: team.id, name: 'Team', tier: 'free', role: 'owner', defaultModel: null });
  expect(await store.teams.listOf(ana.user.id)).toEqual([team]);
  expect(await store.events.after(welcome, 0, 10)).toMatchObject([
    { type: 'message.posted', seq: 1, message: { text: 'Hello.', author: { kind: 'model', model: 'guide' } } },
  ]);
  expect(await store.conversations.seenBy(welcome, ana.user.id)).toMatchObject({ title: 'Welcome', visibility: 'team', unread: 0 });
});

test('a team is renamed and given a default model', async () => {
  const { store, owner, team } = await house();
  await store.teams.rename(team.id, 'Crew', owner.may(to.team(team.id)));
  const changed = await store.teams.setDefaultModel(team.id, 'tiny', owner.may(to.team(team.id)));
  expect(changed).toEqual({ ...team, name: 'Crew', defaultModel: 'tiny' });
  expect(await store.teams.get(team.id, owner.may(to.team(team.id)))).toEqual(changed);
});

test('members page by name, whatever its case', async () => {
  const { store, owner, team, joined } = await house();
  for (const name of ['zoe', 'Ben', 'ana', 'ana']) await joined(name);
  const names = [];
  let cursor: string | undefined;
  do {
    const query = { teamId: team.id, limit: 2, withSessions: false, ...(cursor && { cursor }) };
    const page = await store.teams.members(query, owner.may(to.team(team.id)));
    names.push(...page.items.map((member) => member.name));
    cursor = page.nextCursor;
  } while (cursor);
  expect(names).toEqual(['ana', 'ana', 'Ben', 'Olga', 'zoe']);
  const { items } = await store.teams.members({ teamId: team.id, limit: 100, withSessions: true }, owner.may(to.team(team.id)));
  expect(items.find((member) => member.userId === owner.user.id)).toEqual({
    userId: owner.user.id,
    name: 'Olga',
    role: 'owner',
    joinedAt: new Date(T0).toISOString(),
    lastSeenAt: new Date(T0).toISOString(),
    sessions: 1,
  });
  expect((await store.teams.memberIds(team.id)).toSorted()).toEqual(items.map((member) => member.userId).toSorted());
});

test('INPUT-1 a cursor that a list never gave is refused', async () => {
  const { store, owner, team } = await house();
  const guard = owner.may(to.team(team.id));
  const sealed = (text: string) => Buffer.from(text).toString('base64url');
  const nonsense = [
    '',
    '💥',
    'null',
    sealed('m.'),
    sealed(`m.${'0'.repeat(20)}`),
    sealed('c.1.x'),
    sealed(`c.-1.${'0'.repeat(20)}`),
    sealed("m.' or 1"),
  ];
  for (const cursor of nonsense) {
    expect(await refusal(store.teams.members({ teamId: team.id, cursor, limit: 10, withSessions: false }, guard)), cursor).toBe(
      'VALIDATION',
    );
    const list = store.conversations.list({ teamId: team.id, archived: false, cursor, limit: 10 }, guard);
    expect(await refusal(list), cursor).toBe('VALIDATION');
  }
});
