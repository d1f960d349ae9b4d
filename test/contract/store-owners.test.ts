import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Role, ROLES } from '../../shared/access.ts';
import type { Reason } from '../../shared/errors.ts';
import {
  bury,
  crew,
  type Crew,
  disable,
  isSuspended,
  leave,
  memberOf,
  memberStep,
  type MemberStep,
  present,
  promote,
  remove,
  restore,
  roleOf,
  setRole,
  suspend,
  takeStep,
} from './members-support.ts';
import { bytesOf, deciding, house, type House, person, type Person, refusal, T0, to } from './store-support.ts';

/** The reason, after making sure that nothing on disk and no decision changed. */
async function refusedLeavingAll(w: House, work: () => Promise<unknown>): Promise<Reason> {
  const before = bytesOf(w.folder);
  const revision = w.store.accessRevision();
  const reason = await refusal(work());
  expect(bytesOf(w.folder).equals(before)).toBe(true);
  expect(w.store.accessRevision()).toBe(revision);
  return reason;
}

test('LEAVE-6 the last owner can be removed, demoted or leave in no way, and nothing of theirs ends', async () => {
  const w = await crew();
  const { owner, ana } = w;
  await promote(w, ana, 'admin');
  const demotions = ROLES.slice(1).map((role) => () => setRole(w, owner, role, ana));
  for (const way of [() => remove(w, owner, ana), () => leave(w, owner), ...demotions])
    expect(await refusedLeavingAll(w, way)).toBe('CONFLICT');
  await promote(w, ana, 'owner');
  await leave(w, owner);
  expect(await refusedLeavingAll(w, () => leave(w, ana))).toBe('CONFLICT');
});

test('who is not in the team, or has the role already, is not changed', async () => {
  const w = await crew();
  const stranger = await person(w.store);
  for (const way of [() => remove(w, stranger), () => setRole(w, stranger, 'guest'), () => leave(w, stranger)])
    expect(await refusedLeavingAll(w, way)).toBe('NOT_FOUND');
  expect(await refusedLeavingAll(w, () => setRole(w, w.ana, 'member'))).toBe('CONFLICT');
  expect(await refusedLeavingAll(w, () => setRole(w, w.owner, 'owner'))).toBe('CONFLICT');
});

test('LEAVE-6 an owner whose account is disabled counts as none, and can be taken away', async () => {
  const w = await crew();
  const { owner, ana, ben } = w;
  await leaveElsewhere(w);
  for (const who of [ana, ben]) await promote(w, who, 'owner');
  for (const who of [ana, ben]) await disable(w, who);
  for (const way of [() => leave(w, owner), () => suspend(w, owner), () => disable(w, owner), () => bury(w, owner)])
    expect(await refusedLeavingAll(w, way)).toBe('CONFLICT');
  await remove(w, ana);
  await setRole(w, ben, 'guest');
  expect([owner, ana, ben].map((who) => roleOf(w, who))).toEqual(['owner', undefined, 'guest']);
});

test('LEAVE-6 a suspended owner counts as none, and the last one is not suspended', async () => {
  const w = await crew();
  const { owner, ana } = w;
  await promote(w, ana, 'owner');
  await suspend(w, ana);
  for (const way of [() => suspend(w, owner), () => leave(w, owner), () => setRole(w, owner, 'admin'), () => remove(w, owner)])
    expect(await refusedLeavingAll(w, way)).toBe('CONFLICT');
  await restore(w, ana);
  await suspend(w, owner);
  expect([owner, ana].map((who) => roleOf(w, who))).toEqual([undefined, 'owner']);
});

test('LEAVE-6 the last owner of some teams is told which before their account is disabled or deleted', async () => {
  const w = await crew();
  const { store, owner, ana } = w;
  await store.teams.create({ name: 'Third', welcome: 'Hi.' }, ana.may(to.nothing), T0);
  for (const way of [disable, bury]) {
    const refused = way(w, ana).catch((error: Error) => error.message);
    expect(await refused).toContain('“Elsewhere”, “Third”');
    expect(await refusedLeavingAll(w, () => way(w, ana))).toBe('CONFLICT');
  }
  await present(w, ana);
  expect(await refusedLeavingAll(w, () => store.accounts.delete(ana.may(to.nothing), T0))).toBe('CONFLICT');
  expect(await refusedLeavingAll(w, () => store.accounts.disable(owner.may(to.nothing), T0))).toBe('CONFLICT');
});

test('LEAVE-6 a team is handed over to an active member, and the one who does is admin then', async () => {
  const w = await crew();
  const { store, owner, ana, ben } = w;
  const hand = (to_: Person, by = owner) => store.teams.transfer(memberOf(w, to_), by.may(to.member(memberOf(w, to_))), T0);
  await suspend(w, ben);
  expect(await refusedLeavingAll(w, () => hand(ben))).toBe('NOT_FOUND');
  await restore(w, ben);
  await disable(w, ben);
  expect(await refusedLeavingAll(w, () => hand(ben))).toBe('CONFLICT');
  const done = await hand(ana);
  expect([roleOf(w, owner), roleOf(w, ana)]).toEqual(['admin', 'owner']);
  expect([done.to.person.name, done.from.person.name]).toEqual(['Ana', 'Olga']);
  expect([done.to.sessions, done.from.sessions]).toEqual([[ana.sessionId], [owner.sessionId]]);
  for (const who of [owner, ana]) await present(w, who);
  expect(await refusedLeavingAll(w, () => hand(ana, owner))).toBe('CONFLICT');
});

async function leaveElsewhere({ store, ana, elsewhere }: Crew): Promise<void> {
  await store.teams.delete({ teamId: elsewhere.teamId, name: 'Elsewhere' }, ana.may(to.team(elsewhere.teamId)));
}

const demote = (w: Crew, by: Person, whom: Person) => {
  const member = memberOf(w, whom);
  return w.store.members.setRole({ ...member, role: 'member' }, deciding(by, 'member.setRole', to.member(member)), T0);
};
const expel = (w: Crew, by: Person, whom: Person) =>
  w.store.members.remove(memberOf(w, whom), deciding(by, 'member.remove', to.member(memberOf(w, whom))), T0);
const goes = ({ store, team }: Crew, by: Person) => store.members.leave(team.id, deciding(by, 'member.leave', to.team(team.id)), T0);

test.each([
  ['demote and demote', demote, demote],
  ['demote and remove', demote, expel],
  ['remove and demote', expel, demote],
  ['remove and remove', expel, expel],
  ['leave and demote', goes, demote],
  ['demote and leave', demote, goes],
])('LEAVE-6 of two owners who %s each other at once exactly one wins', async (_, first, second) => {
  const w = await crew();
  await promote(w, w.ana, 'owner');
  const results = await Promise.allSettled([first(w, w.owner, w.ana), second(w, w.ana, w.owner)]);
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect([w.owner, w.ana].filter((who) => roleOf(w, who) === 'owner')).toHaveLength(1);
});

type Loss = (w: Crew, owner: Person, by: Person) => Promise<unknown>;
const isDemoted: Loss = (w, owner, by) => setRole(w, owner, 'guest', by);
const isRemoved: Loss = (w, owner, by) => remove(w, owner, by);
const leaves: Loss = (w, owner) => leave(w, owner);

test.each([
  ['leaves', isDemoted, isRemoved, leaves],
  ['is demoted', isRemoved, leaves, isDemoted],
  ['is removed', leaves, isDemoted, isRemoved],
] as const)('LEAVE-6 of all owners who go at once the last one, who %s, does not', async (_, first, second, last) => {
  const w = await crew();
  const owners = [w.owner, w.ana, w.ben];
  for (const who of [w.ana, w.ben]) await promote(w, who, 'owner');
  const admin = await w.joined('Cleo');
  const results = await Promise.allSettled([first(w, w.owner, admin), second(w, w.ana, admin), last(w, w.ben, admin)]);
  expect(results).toMatchObject([{ status: 'fulfilled' }, { status: 'fulfilled' }, { reason: { reason: 'CONFLICT' } }]);
  expect(owners.map((who) => roleOf(w, who) === 'owner')).toEqual([false, false, true]);
});

/** Somebody as the promise knows them. */
interface Known {
  role?: Role;
  suspended?: Role;
  account: 'active' | 'disabled' | 'gone';
}

/** What a step does to the people, by the promise alone. */
function expected(people: Known[], { kind, who, role }: MemberStep): Reason | 'done' {
  const one = people[who];
  if (!one) throw new Error('nobody');
  const isLast = one.role === 'owner' && !people.some((each) => each !== one && each.role === 'owner' && each.account === 'active');
  switch (kind) {
    case 'join':
      if (one.account !== 'active') return 'UNAUTHENTICATED';
      if (one.suspended) return 'FORBIDDEN';
      one.role ??= 'member';
      return 'done';
    case 'leave':
      if (one.account !== 'active') return 'UNAUTHENTICATED';
      return ends(one, isLast);
    case 'remove': {
      if (!one.suspended) return ends(one, isLast);
      delete one.suspended;
      return 'done';
    }
    case 'suspend': {
      const { role: before } = one;
      const done = ends(one, isLast);
      if (done === 'done' && before) one.suspended = before;
      return done;
    }
    case 'restore':
      if (!one.suspended) return one.role ? 'CONFLICT' : 'NOT_FOUND';
      one.role = one.suspended;
      delete one.suspended;
      return 'done';
    case 'setRole':
      if (!one.role) return 'NOT_FOUND';
      if (one.role === role || isLast) return 'CONFLICT';
      one.role = role;
      return 'done';
    case 'disable':
    case 'enable':
    case 'bury':
      return ofAccount(one, isLast, kind);
  }
}

function ends(one: Known, isLast: boolean): Reason | 'done' {
  if (!one.role) return 'NOT_FOUND';
  if (isLast) return 'CONFLICT';
  delete one.role;
  return 'done';
}

function ofAccount(one: Known, isLast: boolean, kind: 'disable' | 'enable' | 'bury'): Reason | 'done' {
  if (one.account === 'gone') return 'NOT_FOUND';
  if (kind === 'enable') one.account = 'active';
  if (kind === 'enable') return 'done';
  if (isLast) return 'CONFLICT';
  one.account = kind === 'disable' ? 'disabled' : 'gone';
  if (kind === 'bury') delete one.role;
  if (kind === 'bury') delete one.suspended;
  return 'done';
}

test(
  'LEAVE-6 no sequence of joining, new roles, removals, suspensions, leaving and ended accounts leaves a team without an owner, and SEQ-1 its log stays 1..n',
  { timeout: 60_000 },
  async () => {
    const w = await house();
    const { store } = w;
    const run = async (people: Person[], team: House['team'], welcome: House['welcome'], steps: MemberStep[]) => {
      const world = { ...w, team, welcome };
      const known: Known[] = [{ role: 'owner', account: 'active' }, { account: 'active' }, { account: 'active' }];
      for (const each of steps) {
        const want = expected(known, each);
        expect(await takeStep(world, people, each), JSON.stringify(each)).toBe(want);
        expect(people.map((who) => roleOf(world, who))).toEqual(known.map(({ role }) => role));
        expect(people.map((who) => isSuspended(world, who))).toEqual(known.map((one) => one.suspended !== undefined));
        expect(known.some(({ role, account }) => role === 'owner' && account === 'active')).toBe(true);
      }
      const log = await store.events.after(welcome, 0, -1);
      expect(log.map(({ seq }) => seq)).toEqual(Array.from({ length: await store.events.head(welcome) }, (_, n) => n + 1));
      const coming = (type: string) => log.filter((event) => event.type === type).length;
      expect(1 + coming('member.joined') - coming('member.left')).toBe(known.filter(({ role }) => role !== undefined).length);
    };
    await fc.assert(
      fc.asyncProperty(fc.array(memberStep(3), { maxLength: 16 }), async (steps) => {
        const first = await person(store);
        const { team, welcome } = await store.teams.create({ name: 'New', welcome: 'Hi.' }, first.may(to.nothing), T0);
        await present(w, first);
        await run([first, await person(store), await person(store)], team, welcome, steps);
      }),
      { numRuns: 60 },
    );
  },
);
