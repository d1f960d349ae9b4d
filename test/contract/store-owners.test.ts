import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openStore } from '../../db/open.ts';
import { type Role, ROLES } from '../../shared/access.ts';
import type { Reason } from '../../shared/errors.ts';
import {
  crew,
  type Crew,
  leave,
  memberOf,
  memberStep,
  type MemberStep,
  present,
  promote,
  remove,
  roleOf,
  setRole,
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
  for (const who of [w.ana, w.ben]) await promote(w, who, 'owner');
  await w.store.close();
  const db = new DatabaseSync(join(w.folder, 'parley.db'));
  for (const { user } of [w.ana, w.ben]) db.prepare(`update users set status = 'disabled' where id = ?`).run(user.id);
  db.close();
  const again = { ...w, store: await openStore(w.folder) };
  expect(await refusedLeavingAll(again, () => leave(again, w.owner))).toBe('CONFLICT');
  await remove(again, w.ana);
  await setRole(again, w.ben, 'guest');
  expect([w.owner, w.ana, w.ben].map((who) => roleOf(again, who))).toEqual(['owner', undefined, 'guest']);
  await again.store.close();
});

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

/** What a step does to the roles, by the promise alone. */
function expected(roles: (Role | undefined)[], { kind, who, role }: MemberStep): 'CONFLICT' | 'NOT_FOUND' | 'done' {
  const before = roles[who];
  if (kind === 'join') {
    roles[who] ??= 'member';
    return 'done';
  }
  if (before === undefined) return 'NOT_FOUND';
  if (kind === 'setRole' && before === role) return 'CONFLICT';
  if (before === 'owner' && roles.filter((each) => each === 'owner').length === 1) return 'CONFLICT';
  roles[who] = kind === 'setRole' ? role : undefined;
  return 'done';
}

test(
  'LEAVE-6 no sequence of joining, new roles, removals and leaving leaves a team without an owner, and SEQ-1 its log stays 1..n',
  { timeout: 60_000 },
  async () => {
    const w = await house();
    const { store } = w;
    const people = [await person(store), await person(store), await person(store)];
    const run = async (team: House['team'], welcome: House['welcome'], steps: MemberStep[]) => {
      const world = { ...w, team, welcome };
      const roles: (Role | undefined)[] = ['owner', undefined, undefined];
      for (const each of steps) {
        const want = expected(roles, each);
        expect(await takeStep(world, people, each), JSON.stringify(each)).toBe(want);
        expect(people.map((who) => roleOf(world, who))).toEqual(roles);
        expect(roles).toContain('owner');
      }
      const log = await store.events.after(welcome, 0, -1);
      expect(log.map(({ seq }) => seq)).toEqual(Array.from({ length: await store.events.head(welcome) }, (_, n) => n + 1));
      const coming = (type: string) => log.filter((event) => event.type === type).length;
      expect(1 + coming('member.joined') - coming('member.left')).toBe(roles.filter((role) => role !== undefined).length);
    };
    await fc.assert(
      fc.asyncProperty(fc.array(memberStep(3), { maxLength: 16 }), async (steps) => {
        const [first] = people;
        if (!first) throw new Error('nobody is there');
        await present(w, first);
        const { team, welcome } = await store.teams.create({ name: 'New', welcome: 'Hi.' }, first.may(to.nothing), T0);
        await run(team, welcome, steps);
      }),
      { numRuns: 40 },
    );
  },
);
