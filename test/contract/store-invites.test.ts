import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { openStore } from '../../db/open.ts';
import { INVITE } from '../../shared/limits.ts';
import {
  conversationOf,
  DAY_MS,
  house,
  type House,
  inviteTo,
  person,
  refusal,
  say,
  session,
  sha256,
  signIn,
  T0,
  to,
  unique,
} from './store-support.ts';

test('an invite shows its team, who sent it and the role', async () => {
  const { store, owner, team } = await house();
  const hash = await inviteTo(store, owner, team.id);
  expect(await store.invites.preview(hash, T0)).toEqual({ teamName: 'Team', invitedBy: 'Olga', role: 'member' });
  expect(await store.invites.preview(sha256('made up'), T0)).toBeUndefined();
  const [invite] = await store.invites.list(team.id, owner.may(to.team(team.id)), T0);
  expect(invite).toMatchObject({ teamId: team.id, role: 'member', invitedBy: 'Olga', uses: 0, maxUses: null });
});

test('LEAVE-1 who joins is a member, all their sessions end, and the team is told', async () => {
  const { store, owner, team, welcome } = await house();
  const ana = await person(store, 'Ana');
  const phone = session(ana);
  await store.sessions.insert(phone);
  const hash = await inviteTo(store, owner, team.id);
  const { changes, ...accepted } = await store.invites.accept(hash, ana.may(to.nothing), T0);
  expect({ ...accepted, sessions: accepted.sessions.toSorted() }).toEqual({
    team: { ...team, role: 'member' },
    joined: true,
    sessions: [ana.sessionId, phone.id].toSorted(),
  });
  expect(await store.sessions.listOf(ana.user.id)).toEqual([]);
  const at = new Date(T0).toISOString();
  const events = [{ type: 'member.joined', seq: 2, person: { userId: ana.user.id, name: 'Ana' }, at }];
  expect(changes).toEqual([{ conversationId: welcome, events }]);
  expect(await store.events.after(welcome, 1, 10)).toEqual(events);
  expect((await store.invites.list(team.id, owner.may(to.team(team.id)), T0))[0]?.uses).toBe(1);
});

test('somebody who is in the team already changes nothing by accepting and keeps their sessions', async () => {
  const { store, owner, team, welcome } = await house();
  const hash = await inviteTo(store, owner, team.id);
  const again = await store.invites.accept(hash, owner.may(to.nothing), T0);
  expect(again).toEqual({ team, joined: false, changes: [], sessions: [] });
  expect(await store.sessions.find(owner.sessionId)).toBeDefined();
  expect(await store.events.head(welcome)).toBe(1);
});

test('A26 accepting twice at once joins once', async () => {
  const { store, owner, team, welcome } = await house();
  const ana = await person(store, 'Ana');
  const hash = await inviteTo(store, owner, team.id);
  const answers = await Promise.allSettled([1, 2, 3].map(() => store.invites.accept(hash, ana.may(to.nothing), T0)));
  const joins = answers.flatMap((one) => (one.status === 'fulfilled' && one.value.joined ? [one.value] : []));
  expect(joins).toHaveLength(1);
  expect(await store.teams.memberIds(team.id)).toHaveLength(2);
  expect(await store.events.head(welcome)).toBe(2);
});

test('an invite that expired, was revoked or never existed lets nobody in, new or not', async () => {
  const { store, owner, team } = await house();
  const ana = await person(store);
  const guard = owner.may(to.team(team.id));
  const expired = await inviteTo(store, owner, team.id, T0 - 7 * DAY_MS);
  const revoked = sha256(unique('invite'));
  const { id } = await store.invites.create({ teamId: team.id, role: 'admin', tokenHash: revoked, expiresAt: T0 + 1 }, guard, T0);
  await store.invites.revoke(id, owner.may(to.invite(id)));
  for (const hash of [expired, revoked, sha256('made up')]) {
    expect(await store.invites.preview(hash, T0)).toBeUndefined();
    expect(await refusal(store.invites.accept(hash, ana.may(to.nothing), T0))).toBe('INVITE_INVALID');
    const stranger = { name: 'Ben', email: 'ben@example.org', passwordHash: 'x', inviteHash: hash };
    expect(await refusal(store.users.register(stranger, T0))).toBe('INVITE_INVALID');
  }
  expect(await store.users.findForSignIn('ben@example.org')).toBeUndefined();
  expect(await store.invites.list(team.id, guard, T0)).toEqual([]);
  expect(await store.sessions.find(ana.sessionId)).toBeDefined();
});

test('LEAVE-1 A30 an invite dies with the right of who issued it', async () => {
  const { store, owner, team, folder } = await house();
  const hash = await inviteTo(store, owner, team.id);
  await store.close();
  const lost = [
    [`update memberships set role = 'member' where user_id = ?`, `update memberships set role = 'owner' where user_id = ?`],
    [`update users set status = 'disabled' where id = ?`, `update users set status = 'active' where id = ?`],
    [
      `update memberships set team_id = team_id || '-' where user_id = ?`,
      `update memberships set team_id = rtrim(team_id, '-') where user_id = ?`,
    ],
  ] as const;
  for (const [take, giveBack] of lost) {
    expect(await previewAfter(folder, take, owner.user.id, hash), take).toBeUndefined();
    expect(await previewAfter(folder, giveBack, owner.user.id, hash), giveBack).toBeDefined();
  }
});

async function previewAfter(folder: string, sql: string, userId: string, hash: string) {
  const db = new DatabaseSync(join(folder, 'parley.db'), { enableForeignKeyConstraints: false });
  db.prepare(sql).run(userId);
  db.close();
  const store = await openStore(folder);
  const seen = await store.invites.preview(hash, T0);
  await store.close();
  return seen;
}

test('an account made with an invite joins in the same step', async () => {
  const { store, owner, team, welcome } = await house();
  const hash = await inviteTo(store, owner, team.id);
  const made = await store.users.register({ name: 'Ana', email: 'ana@example.org', passwordHash: 'x', inviteHash: hash }, T0);
  expect(made).toMatchObject({ team: { id: team.id, role: 'member' }, user: { admin: false } });
  expect(made.changes).toMatchObject([{ conversationId: welcome, events: [{ type: 'member.joined', person: { name: 'Ana' } }] }]);
});

test('a newcomer is told of in the oldest conversation that the whole team reads and that is not archived', async () => {
  const world = await house();
  const { store, owner, welcome, joined } = world;
  await conversationOf(world, owner, 'private');
  const open = await conversationOf(world, owner);
  await conversationOf(world, owner);
  await store.conversations.setArchived(welcome, true, owner.may(to.conversation(welcome)), T0);
  await joined('Ana');
  expect((await store.events.after(open.id, 0, 10)).map((event) => event.type)).toEqual(['member.joined']);
  expect((await store.events.after(welcome, 0, 10)).map((event) => event.type)).toEqual(['message.posted', 'conversation.updated']);
});

test('what was written before somebody came counts as read, what comes later does not', async () => {
  const world = await house();
  const { store, owner, joined, team } = world;
  const before = await conversationOf(world, owner);
  await say(store, owner, before.id, 'old');
  const ana = await joined('Ana');
  const after = await conversationOf(world, owner);
  await say(store, owner, before.id, 'new');
  await say(store, owner, after.id, 'new too');
  const { items } = await store.conversations.list({ teamId: team.id, archived: false, limit: 10 }, ana.may(to.team(team.id)));
  expect(new Map(items.map((one) => [one.id, one.unread]))).toEqual(new Map(items.map((one) => [one.id, one.title === 'Welcome' ? 0 : 1])));
});

test('QUOTA-1 of parallel invites at the limit exactly as many as fit are made', async () => {
  const { store, owner, team } = await house();
  const tries = await Promise.allSettled(Array.from({ length: INVITE.maxOpenPerTeam + 5 }, () => inviteTo(store, owner, team.id)));
  expect(tries.filter((one) => one.status === 'fulfilled')).toHaveLength(INVITE.maxOpenPerTeam);
  expect(await refusal(inviteTo(store, owner, team.id))).toBe('QUOTA_EXCEEDED');
});

/** An invite with bounds. */
async function bounded({ store, owner, team }: House, bounds: { email?: string; maxUses?: number }): Promise<string> {
  const tokenHash = sha256(unique('invite'));
  await store.invites.create(
    { teamId: team.id, role: 'member', tokenHash, expiresAt: T0 + DAY_MS, ...bounds },
    owner.may(to.team(team.id)),
    T0,
  );
  return tokenHash;
}

test('A27 an invite for an address lets in that account alone, once, whatever the case it is written in', async () => {
  const w = await house();
  const { store, owner, team } = w;
  const [ana, ben] = [await person(store, 'Ana'), await person(store, 'Ben')];
  const hash = await bounded(w, { email: ana.user.email.toUpperCase() });
  expect(await store.invites.preview(hash, T0)).toMatchObject({ email: ana.user.email.toUpperCase() });
  const [listed] = await store.invites.list(team.id, owner.may(to.team(team.id)), T0);
  expect(listed).toMatchObject({ email: ana.user.email.toUpperCase(), maxUses: 1 });
  expect(await refusal(store.invites.accept(hash, ben.may(to.nothing), T0))).toBe('FORBIDDEN');
  const stranger = { name: 'Cleo', email: 'cleo@example.org', passwordHash: 'x', inviteHash: hash };
  expect(await refusal(store.users.register(stranger, T0))).toBe('FORBIDDEN');
  expect(await store.users.findForSignIn('cleo@example.org')).toBeUndefined();
  expect((await store.invites.accept(hash, ana.may(to.nothing), T0)).joined).toBe(true);
  expect(await store.invites.preview(hash, T0)).toBeUndefined();
  expect(await store.invites.list(team.id, owner.may(to.team(team.id)), T0)).toEqual([]);
});

test('an account made with an invite for an address has that address', async () => {
  const w = await house();
  const hash = await bounded(w, { email: 'Cleo@example.org' });
  const made = await w.store.users.register({ name: 'Cleo', email: 'cleo@Example.org', passwordHash: 'x', inviteHash: hash }, T0);
  expect(made.team).toMatchObject({ id: w.team.id, role: 'member' });
});

test('A26 of many who accept at once exactly as many come in as the invite allows, new accounts among them', async () => {
  const w = await house();
  const { store } = w;
  const people = await Promise.all(Array.from({ length: 6 }, () => person(store)));
  const hash = await bounded(w, { maxUses: 4 });
  const accepting = people.map((who) => store.invites.accept(hash, who.may(to.nothing), T0));
  const registering = Array.from({ length: 4 }, (_, n) =>
    store.users.register({ name: 'New', email: `new${n}@example.org`, passwordHash: 'x', inviteHash: hash }, T0),
  );
  const results = await Promise.allSettled([...accepting, ...registering]);
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(4);
  for (const result of results) if (result.status === 'rejected') expect(result.reason).toMatchObject({ reason: 'INVITE_INVALID' });
  expect(await store.teams.memberIds(w.team.id)).toHaveLength(5);
});

test('an invite that is accepted again by who is in already is not used up by it', async () => {
  const w = await house();
  const hash = await bounded(w, { maxUses: 1 });
  expect((await w.store.invites.accept(hash, w.owner.may(to.nothing), T0)).joined).toBe(false);
  expect(await w.store.invites.preview(hash, T0)).toBeDefined();
});

test('LEAVE-7 who is suspended comes in by no invite', async () => {
  const w = await house();
  const { store, owner, team } = w;
  const ana = await w.joined('Ana');
  const member = { teamId: team.id, userId: ana.user.id };
  await store.members.suspend(member, owner.may(to.member(member)), T0);
  await signIn(store, ana);
  const hash = await inviteTo(store, owner, team.id, T0, 'admin');
  expect(await refusal(store.invites.accept(hash, ana.may(to.nothing), T0))).toBe('FORBIDDEN');
  expect(await store.teams.listOf(ana.user.id)).toEqual([]);
  expect(await store.sessions.find(ana.sessionId)).toBeDefined();
});
