import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../db/open.ts';
import type { Guard } from '../../shared/access.ts';
import { origin, recorded, refused } from './audit-support.ts';
import { crew, disable, memberOf, promote, remove, suspend } from './members-support.ts';
import { conversationOf, house, type House, inviteTo, person, type Person, refusal, signIn, T0, tempFolder, to } from './store-support.ts';

const entries = async ({ store, owner, team }: House, more: { refused?: boolean; userId?: Person['user']['id'] } = {}) =>
  (await store.audit.list({ teamId: team.id, limit: 100, ...more }, owner.may(to.team(team.id)))).items;

test('AUDIT-1 a recorded act is a line with all that is asked of it, written with the act', async () => {
  const w = await crew();
  const { store, owner, ana, team } = w;
  const before = Date.now();
  const member = memberOf(w, ana);
  await store.members.setRole({ ...member, role: 'admin' }, recorded(owner, 'member.setRole', to.member(member), { role: 'admin' }), T0);
  const [line, ...rest] = await entries(w);
  expect(rest).toEqual([]);
  expect(line).toEqual({
    seq: line?.seq,
    at: line?.at,
    actor: { userId: owner.user.id, name: 'Olga' },
    credential: 'session',
    ip: origin.ip,
    agent: origin.agent,
    action: 'member.setRole',
    subject: { kind: 'member', id: ana.user.id, name: 'Ana' },
    allowed: true,
    path: ['by test'],
    detail: { role: 'admin', before: 'member' },
    times: 1,
  });
  expect(Date.parse(line?.at ?? '')).toBeGreaterThanOrEqual(before);
  expect(await store.audit.verify()).toMatchObject({ whole: true, lines: 1 });
  await store.teams.rename(team.id, 'Crew', recorded(owner, 'team.update', to.team(team.id)));
  expect((await entries(w))[0]).toMatchObject({ action: 'team.update', subject: { kind: 'team', id: team.id, name: 'Crew' } });
});

test('AUDIT-1 the clock of the log is the one the store was opened with', async () => {
  const folder = join(tempFolder(), 'data');
  const store = await openStore(folder, () => T0 + 5);
  onTestFinished(() => store.close());
  const ana = await person(store);
  const { team } = await store.teams.create({ name: 'Team', welcome: 'Hi.' }, recorded(ana, 'team.create', to.nothing), T0);
  await signIn(store, ana);
  const page = await store.audit.list({ teamId: team.id, limit: 1 }, ana.may(to.team(team.id)));
  expect(page.items).toMatchObject([{ at: new Date(T0 + 5).toISOString(), subject: { kind: 'team', id: team.id } }]);
});

test('AUDIT-1 an act that did not come about leaves no line, and one without a record neither', async () => {
  const w = await crew();
  const { store, owner, ana } = w;
  const member = memberOf(w, owner);
  const guard = recorded(owner, 'member.remove', to.member(member));
  expect(await refusal(store.members.remove(member, guard, T0))).toBe('CONFLICT');
  const no: Guard = { ...recorded(owner, 'member.remove', to.member(memberOf(w, ana))), check: owner.mayNot(to.nothing).check };
  expect(await refusal(store.members.remove(memberOf(w, ana), no, T0))).toBe('SESSION_REVOKED');
  await promote(w, ana, 'admin');
  expect(await entries(w)).toEqual([]);
  // The very same guard is recorded once it is let through, each time.
  await promote(w, ana, 'owner');
  await store.members.remove(member, guard, T0);
  expect(await reallyAll(w, ana)).toMatchObject([{ action: 'member.remove', detail: { before: 'owner' } }]);
});

const reallyAll = async ({ store, team }: House, by: Person) => {
  await store.sessions.deleteAllOf(by.user.id);
  await signIn(store, by);
  return (await store.audit.list({ teamId: team.id, limit: 100 }, by.may(to.team(team.id)))).items;
};

test('AUDIT-1 what only the store knows is in the line: the team that was joined, the account and the tier that were changed', async () => {
  const w = await house();
  const { store, owner, team } = w;
  const ana = await person(store, 'Ana');
  const hash = await inviteTo(store, owner, team.id);
  await store.invites.accept(hash, recorded(ana, 'invite.accept', to.nothing), T0);
  await store.teams.setTier({ teamId: team.id, tier: 'pro' }, recorded(owner, 'tier.set', to.nothing));
  expect(await entries(w)).toMatchObject([
    { action: 'tier.set', subject: { kind: 'team', id: team.id }, detail: { before: 'free', tier: 'pro' } },
    { action: 'invite.accept', subject: { kind: 'invite' }, actor: { name: 'Ana' } },
  ]);
  await disable({ store, team, owner: { ...owner, may: (ref) => recorded(owner, 'admin.disableUser', ref) } }, ana);
  await store.close();
  const db = new DatabaseSync(join(w.folder, 'parley.db'), { readOnly: true });
  const last = db.prepare('select * from audit order by seq desc limit 1').get();
  db.close();
  expect(last).toMatchObject({ action: 'admin.disableUser', subject_kind: 'user', subject_id: ana.user.id, team_id: null });
});

test('the owners of a team read its lines, newest first, by page; refusals and one person’s apart; and no line of another team', async () => {
  const w = await crew();
  const { store, owner, ana, team, elsewhere } = w;
  await store.audit.append([
    refused({ teamId: team.id, userId: ana.user.id, action: 'first' }),
    refused({ teamId: elsewhere.teamId, userId: ana.user.id, action: 'elsewhere' }),
    refused({ action: 'of no team' }),
    refused({ teamId: team.id, userId: owner.user.id, action: 'second', times: 9 }),
    { at: T0, action: 'third', userId: ana.user.id, credential: 'none', origin, teamId: team.id, allowed: true, path: [] },
  ]);
  const actions = async (more: Parameters<typeof entries>[1] = {}) => (await entries(w, more)).map(({ action }) => action);
  expect(await actions()).toEqual(['third', 'second', 'first']);
  expect(await actions({ refused: true })).toEqual(['second', 'first']);
  expect(await actions({ refused: false })).toEqual(['third']);
  expect(await actions({ userId: ana.user.id })).toEqual(['third', 'first']);
  expect((await entries(w))[1]).toMatchObject({ times: 9, reason: 'NOT_FOUND' });
  const page = (cursor?: string) => store.audit.list({ teamId: team.id, limit: 2, ...(cursor && { cursor }) }, owner.may(to.team(team.id)));
  const first = await page();
  expect(first.items).toHaveLength(2);
  expect(await page(first.nextCursor)).toMatchObject({ items: [{ action: 'first' }] });
  expect((await page(first.nextCursor)).nextCursor).toBeUndefined();
  expect(await refusal(page('nonsense'))).toBe('VALIDATION');
});

test('ACCESS-2 of people who were never of the team the log says that there was somebody, no more, and they cannot be asked for', async () => {
  const w = await crew();
  const { store, ana, ben, team } = w;
  const stranger = await person(store, 'Stranger');
  const by = (who: Person) => refused({ teamId: team.id, userId: who.user.id });
  await store.audit.append([by(stranger), refused({ teamId: team.id, subject: { kind: 'member', id: stranger.user.id } })]);
  const [about, line] = await entries(w);
  expect(line).toMatchObject({ ip: '', agent: '' });
  expect(line).not.toHaveProperty('actor');
  expect(about?.subject).toEqual({ kind: 'member', id: stranger.user.id });
  expect(await entries(w, { userId: stranger.user.id })).toEqual([]);
  // Whoever is of the team is known, also while suspended; and whoever acted in it, also when they are gone.
  await store.audit.append([by(ana), by(ben)]);
  await suspend(w, ana);
  await promote(w, ben, 'admin');
  const gone = memberOf(w, await w.joined('Cleo'));
  await store.members.remove(gone, recorded(ben, 'member.remove', to.member(gone)), T0);
  await remove(w, ben);
  const names = (await entries(w, { refused: true })).map(({ actor }) => actor?.name);
  expect(names).toEqual(['Ben', 'Ana', undefined, undefined]);
  expect((await entries(w, { refused: false }))[0]).toMatchObject({ actor: { name: 'Ben' }, subject: { name: 'Cleo' } });
});

test('AUDIT-3 the title of a conversation is shown only while the team may read it', async () => {
  const w = await house();
  const { store, owner } = w;
  const { id } = await conversationOf(w, owner);
  const set = (change: { title?: string; visibility?: 'team' | 'private' }) =>
    store.conversations.update({ conversationId: id, ...change }, owner.may(to.conversation(id)), T0);
  await set({ title: 'Plans' });
  await store.conversations.setArchived(id, true, recorded(owner, 'conversation.archive', to.conversation(id)), T0);
  expect((await entries(w))[0]?.subject).toEqual({ kind: 'conversation', id, name: 'Plans' });
  await set({ visibility: 'private' });
  expect((await entries(w))[0]?.subject).toEqual({ kind: 'conversation', id });
});

test('AUDIT-2 the log outlives the team it is about', async () => {
  const w = await house();
  const { store, owner, team } = w;
  await store.teams.delete({ teamId: team.id, name: 'Team' }, recorded(owner, 'team.delete', to.team(team.id)));
  expect(await store.audit.verify()).toMatchObject({ whole: true, lines: 1 });
});
