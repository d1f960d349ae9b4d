import { expect, test } from 'vitest';
import type { Taken } from '../../db/store.ts';
import type { UserId } from '../../shared/ids.ts';
import { bury, crew, type Crew, disable, enable, isActive, memberOf, present, promote, roleOf, suspend } from './members-support.ts';
import {
  bytesOf,
  conversationOf,
  house,
  inviteTo,
  openTemp,
  person,
  type Person,
  refusal,
  say,
  session,
  sha256,
  signIn,
  T0,
  to,
  unique,
} from './store-support.ts';

const OUT = [
  ['disable', disable],
  ['delete', bury],
] as const;

/** Ana owns nothing alone any more. */
async function free(w: Crew): Promise<Crew> {
  const { store, ana, elsewhere } = w;
  await store.teams.delete({ teamId: elsewhere.teamId, name: 'Elsewhere' }, ana.may(to.team(elsewhere.teamId)));
  await present(w, ana);
  return w;
}

test.each(OUT)(
  'LEAVE-7 %s ends every session of the person at once, the invites they issued and their reset link, and names what they left open',
  async (_, end) => {
    const w = await free(await crew());
    const { store, ana, ben, owner, team, welcome } = w;
    await promote(w, ana, 'admin');
    await store.sessions.insert(session(ana));
    const invite = await inviteTo(store, ana, team.id);
    const tokenHash = sha256('reset');
    await store.accounts.createPasswordReset({ userId: ana.user.id, tokenHash, expiresAt: T0 + 1 }, owner.may(to.nothing));
    const { generation } = await say(store, ana, welcome, 'go', { model: 'tiny' });
    await say(store, ben, welcome, 'go too', { model: 'tiny' });
    const before = store.accessRevision();
    const done: Promise<Taken> = end(w, ana);
    // Without an await in between: whoever decides in the very next line meets the end.
    expect(store.accessRevision()).toBeGreaterThan(before);
    expect(store.facts({ kind: 'session', id: ana.sessionId }, to.team(team.id))).not.toHaveProperty('session');
    expect(isActive(w, ana)).toBe(false);
    const taken = await done;
    expect(taken.sessions).toHaveLength(2);
    expect(taken.teams).toEqual([team.id]);
    expect(taken.open.map(({ id }) => id)).toEqual([generation?.id]);
    expect(await store.invites.preview(invite, T0)).toBeUndefined();
    expect(await store.accounts.findPasswordReset(tokenHash, T0)).toBeUndefined();
    expect(await store.conversations.audience(welcome)).not.toContain(ana.user.id);
    expect(await store.sessions.listOf(ben.user.id)).toHaveLength(1);
    // Who was shut out while their password was being checked gets no session.
    expect(await refusal(signIn(store, ana))).toBe('SESSION_REVOKED');
  },
);

test('a disabled account keeps its memberships, and is as it was when it is enabled', async () => {
  const w = await free(await crew());
  const { store, ana, owner, team, welcome } = w;
  const head = await store.events.head(welcome);
  expect((await disable(w, ana)).changes).toEqual([]);
  expect(await store.events.head(welcome)).toBe(head);
  expect(roleOf(w, ana)).toBe('member');
  expect(await store.users.findForSignIn(ana.user.email)).toMatchObject({ status: 'disabled' });
  await disable(w, ana);
  await enable(w, ana);
  expect(await store.users.findForSignIn(ana.user.email)).toEqual({ user: ana.user, passwordHash: 'hash of Ana', status: 'active' });
  expect((await store.teams.listOf(ana.user.id)).map(({ id }) => id)).toEqual([team.id]);
  expect(await store.sessions.listOf(ana.user.id)).toEqual([]);
  expect(owner.user.admin).toBe(true);
});

test('of a deleted account nothing is left but what was written, by nobody in particular', async () => {
  const w = await free(await crew());
  const { store, ana, owner, team, welcome, folder } = w;
  const room = await conversationOf(w, owner);
  const { message } = await say(store, ana, room.id, 'from me');
  await store.messages.react({ messageId: message.id, emoji: '👍', on: true }, ana.may(to.message(message.id)), T0);
  await store.conversations.share(
    { conversationId: room.id, userId: ana.user.id, relation: 'editor' },
    owner.may(to.conversation(room.id)),
    T0,
  );
  const taken = await bury(w, ana);
  const gone = { userId: ana.user.id, name: 'Deleted account' };
  expect(taken.person).toEqual(gone);
  expect(taken.changes).toMatchObject([{ conversationId: welcome, events: [{ type: 'member.left', person: gone }] }]);
  const left = await store.messages.find(message.id);
  expect(left).toMatchObject({ text: 'from me', author: { kind: 'user', ...gone }, reactions: [{ emoji: '👍', people: [gone] }] });
  expect(await store.teams.memberIds(team.id)).not.toContain(ana.user.id);
  expect(await store.conversations.shares(room.id, owner.may(to.conversation(room.id)))).toEqual([]);
  expect(await store.users.findForSignIn(ana.user.email)).toBeUndefined();
  expect(await store.users.findForSignIn(`deleted:${ana.user.id}`)).toBeUndefined();
  expect(await store.users.passwordHashOf(ana.user.id)).toBe('');
  const bytes = bytesOf(folder).toString('latin1');
  for (const trace of [ana.user.email, 'hash of Ana']) expect(bytes).not.toContain(trace);
  // The address is free again, and it is another account that has it.
  const again = await store.users.register({ name: 'Ana', email: ana.user.email, passwordHash: 'x' }, T0);
  expect(again.user.id).not.toBe(ana.user.id);
  for (const late of [
    () => disable(w, ana),
    () => enable(w, ana),
    () => bury(w, ana),
    () => store.accounts.endSessions(ana.user.id, owner.may(to.nothing)),
  ])
    expect(await refusal(late())).toBe('NOT_FOUND');
});

test('who is suspended somewhere and deletes their account is in no team any more, in none of the two ways', async () => {
  const w = await free(await crew());
  await suspend(w, w.ana);
  expect((await bury(w, w.ana)).teams).toEqual([]);
  expect(w.store.factsOf(w.owner.user.id, to.member(memberOf(w, w.ana)))).not.toHaveProperty('member');
});

test('one disables or deletes one’s own account, too', async () => {
  const w = await free(await crew());
  const { store, ana, ben } = w;
  expect((await store.accounts.disable(ana.may(to.nothing), T0)).sessions).toEqual([ana.sessionId]);
  expect((await store.accounts.delete(ben.may(to.nothing), T0)).person.name).toBe('Deleted account');
});

test('of two who end the same account at once the first does it, and the end is the last word', async () => {
  const w = await free(await crew());
  const results = await Promise.allSettled([bury(w, w.ana), bury(w, w.ana), disable(w, w.ana), enable(w, w.ana)]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected']);
  expect(isActive(w, w.ana)).toBe(false);
});

test('all sessions of a person are ended without ending anything else', async () => {
  const w = await crew();
  const { store, ana, owner, team } = w;
  const phone = session(ana);
  await store.sessions.insert(phone);
  const invite = await inviteTo(store, ana, w.elsewhere.teamId);
  const taken = await store.accounts.endSessions(ana.user.id, owner.may(to.nothing));
  expect(taken.sessions.toSorted()).toEqual([ana.sessionId, phone.id].toSorted());
  expect(taken.teams.toSorted()).toEqual([team.id, w.elsewhere.teamId].toSorted());
  expect(await store.invites.preview(invite, T0)).toBeDefined();
  expect(isActive(w, ana)).toBe(true);
});

test('A35 a reset link works once, until it expires, and a newer one replaces it', async () => {
  const { store, owner, joined } = await house();
  const ana = await joined('Ana');
  const link = (name: string, expiresAt = T0 + 10) =>
    store.accounts.createPasswordReset({ userId: ana.user.id, tokenHash: sha256(name), expiresAt }, owner.may(to.nothing));
  const use = (name: string, now = T0) => store.accounts.resetPassword({ tokenHash: sha256(name), newHash: `new by ${name}` }, now);
  await link('first');
  await link('second');
  expect(await store.accounts.findPasswordReset(sha256('first'), T0)).toBeUndefined();
  expect(await use('first')).toBeUndefined();
  expect(await store.accounts.findPasswordReset(sha256('second'), T0)).toEqual({ user: ana.user });
  expect(await store.accounts.findPasswordReset(sha256('second'), T0 + 10)).toBeUndefined();
  expect(await use('second', T0 + 10)).toBeUndefined();
  const uses = await Promise.all([use('second'), use('second'), use('second')]);
  expect(uses.filter((one) => one !== undefined)).toEqual([{ user: ana.user, sessions: [ana.sessionId] }]);
  expect(await store.users.passwordHashOf(ana.user.id)).toBe('new by second');
  expect(
    await refusal(
      store.accounts.createPasswordReset({ userId: '0'.repeat(20) as UserId, tokenHash: 'x', expiresAt: T0 }, owner.may(to.nothing)),
    ),
  ).toBe('NOT_FOUND');
});

test('A35 a reset link dies with a changed password, and is not made for a disabled account', async () => {
  const { store, owner, joined } = await house();
  const ana = await joined('Ana');
  const link = () =>
    store.accounts.createPasswordReset({ userId: ana.user.id, tokenHash: sha256('link'), expiresAt: T0 + 10 }, owner.may(to.nothing));
  await link();
  await store.users.changePassword({ oldHash: 'hash of Ana', newHash: 'x' }, ana.may(to.nothing), T0);
  expect(await store.accounts.resetPassword({ tokenHash: sha256('link'), newHash: 'y' }, T0)).toBeUndefined();
  await link();
  await store.accounts.disable(owner.may(to.nothing), T0, ana.user.id);
  expect(await store.accounts.findPasswordReset(sha256('link'), T0)).toBeUndefined();
  expect(await refusal(link())).toBe('CONFLICT');
});

test('accounts page by name and are found by a part of name or address; those that are gone are not there', async () => {
  const { store } = await openTemp();
  const admin = await person(store, 'zoe');
  const others: Person[] = [];
  for (const name of ['Ben', 'ana', 'Ana', 'Ärmel']) others.push(await person(store, name));
  const [ben, gone] = [others[0], others[1]];
  if (!ben || !gone) throw new Error('nobody');
  await store.accounts.disable(admin.may(to.nothing), T0, ben.user.id);
  await store.accounts.delete(admin.may(to.nothing), T0, gone.user.id);
  const all = async (query?: string) => {
    const names: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await store.accounts.list({ limit: 2, ...(query && { query }), ...(cursor && { cursor }) }, admin.may(to.nothing));
      names.push(...page.items.map(({ user, status }) => `${user.name} ${status}`));
      cursor = page.nextCursor;
    } while (cursor);
    return names;
  };
  expect(await all()).toEqual(['Ana active', 'Ben disabled', 'zoe active', 'Ärmel active']);
  expect(await all('AN')).toEqual(['Ana active']);
  expect(await all(ben.user.email.slice(0, -3).toUpperCase())).toEqual(['Ben disabled']);
  expect(await all('%')).toEqual([]);
  expect(await all(unique('nobody'))).toEqual([]);
  const { items } = await store.accounts.list({ query: 'zoe', limit: 10 }, admin.may(to.nothing));
  expect(items).toEqual([{ user: admin.user, status: 'active', createdAt: items[0]?.createdAt, sessions: 1, teams: 0 }]);
  expect(await refusal(store.accounts.list({ limit: 1, cursor: 'nonsense' }, admin.may(to.nothing)))).toBe('VALIDATION');
});
