import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../db/open.ts';
import type { Store, StoredConversation } from '../../db/store.ts';
import { ACTIONS, type Facts, type Ref, type Role, ROLES } from '../../shared/access.ts';
import type { ConversationId, TeamId } from '../../shared/ids.ts';
import { at, build, disable, may, plan, type Plan, type World } from './audience-worlds.ts';
import { join, outcomeOf, present, promote, remove, roleOf, type Team } from './members-support.ts';
import { deciding, person, type Person, tempFolder, to } from './store-support.ts';

const worlds = process.env['PARLEY_TEST_DEEP'] === '1' ? 2_000 : 60;
const DEEP = { timeout: 30 * 60_000 };

/** Runs a check in many worlds that share one store. */
async function inWorlds(numRuns: number, check: (world: World) => Promise<void>): Promise<void> {
  const folder = tempFolder();
  let store = await openStore(folder);
  onTestFinished(() => store.close());
  const bystander = await person(store);
  const one = async (planned: Plan) => {
    const world = await build(store, bystander, planned);
    store = await disable(world, planned.disabled, folder);
    await check({ ...world, store, teams: world.teams.map((team) => ({ ...team, store })) });
  };
  await fc.assert(fc.asyncProperty(plan, one), { numRuns });
}

const sees = ({ store }: World, who: Person, id: ConversationId) => may(store, who, 'conversation.read', to.conversation(id));

test('ACCESS-4 audience, single look, list and inbox equal brute force over decide, in random worlds', DEEP, async () => {
  const met = new Set<string>();
  await inWorlds(worlds, async (world) => {
    for (const { id } of world.conversations) {
      const readers = world.people.filter((who) => sees(world, who, id)).map(({ user }) => user.id);
      expect(await world.store.conversations.audience(id)).toEqual(readers.toSorted());
    }
    for (const who of world.people) {
      const all = world.conversations.map(({ id }) => id);
      const ids = all.filter((id) => sees(world, who, id));
      const shown = await lookedAt(world.store, who, all, ids);
      await checkLists(world, who, shown);
      for (const { archivedAt, visibility, createdBy } of shown)
        met.add(`${visibility}, ${archivedAt ? 'archived' : 'open'}, ${createdBy === who.user.id ? 'own' : 'of others'}`);
      if (ids.length < all.length) met.add('hidden');
    }
  });
  // No world shows anybody a private conversation of somebody else.
  expect(met).toEqual(
    new Set([
      ...['archived', 'open'].flatMap((state) => [`private, ${state}, own`, `team, ${state}, own`, `team, ${state}, of others`]),
      'hidden',
    ]),
  );
});

/** Looks at every conversation one by one; returns what was seen. */
async function lookedAt(store: Store, who: Person, all: ConversationId[], ids: ConversationId[]): Promise<StoredConversation[]> {
  const seen = await Promise.all(all.map((id) => store.conversations.seenBy(id, who.user.id)));
  expect(seen.flatMap((one) => (one ? [one.id] : []))).toEqual(ids);
  const got = (id: ConversationId) => outcomeOf(store.conversations.get(id, deciding(who, 'conversation.read', to.conversation(id))));
  const outcomes = await Promise.all(all.map(got));
  expect(all.filter((_, index) => outcomes[index] === 'done')).toEqual(ids);
  return seen.filter((one) => one !== undefined);
}

/** Newest activity first; of one moment, the greater id. */
const newestFirst = (a: StoredConversation, b: StoredConversation) =>
  Date.parse(b.updatedAt) - Date.parse(a.updatedAt) || (a.id < b.id ? 1 : -1);

async function checkLists({ store, teams }: World, who: Person, shown: StoredConversation[]): Promise<void> {
  const open = shown.filter(({ archivedAt }) => archivedAt === undefined).toSorted(newestFirst);
  const archived = shown.filter(({ archivedAt }) => archivedAt !== undefined).toSorted(newestFirst);
  expect(await store.conversations.inboxOf(who.user.id, 100)).toEqual(open);
  const newest = teams.flatMap(({ team }) => open.find(({ teamId }) => teamId === team.id) ?? []);
  expect(await store.conversations.inboxOf(who.user.id, 1)).toEqual(newest.toSorted(newestFirst));
  for (const { team } of teams) {
    expect(await listed(store, who, team.id, false)).toEqual(open.filter(({ teamId }) => teamId === team.id));
    expect(await listed(store, who, team.id, true)).toEqual(archived.filter(({ teamId }) => teamId === team.id));
  }
}

/** Every page of two, whoever asks: the list itself leaves out what is not theirs. */
async function listed(store: Store, who: Person, teamId: TeamId, archived: boolean): Promise<StoredConversation[]> {
  const all: StoredConversation[] = [];
  let next: { cursor?: string } | undefined = {};
  while (next) {
    const { items, nextCursor } = await store.conversations.list({ teamId, archived, limit: 2, ...next }, who.may(to.team(teamId)));
    all.push(...items);
    next = nextCursor === undefined ? undefined : { cursor: nextCursor };
  }
  return all;
}

/** What there is in a team to ask about. */
function refsIn({ store, people, conversations }: World, { team }: Team): Ref[] {
  const talks = conversations.map(({ id }) => to.conversation(id));
  const inTeam = talks.filter((ref) => factsOf(store, people[0], ref).team?.id === team.id);
  const members = people.map(({ user }) => to.member({ teamId: team.id, userId: user.id }));
  return [to.team(team.id), ...inTeam, ...members];
}

const factsOf = (store: Store, who: Person | undefined, ref: Ref) => store.facts({ kind: 'session', id: who?.sessionId ?? '' }, ref);
const rights = (store: Store, who: Person, refs: Ref[]) =>
  refs.flatMap((ref) => ACTIONS.filter((action) => may(store, who, action, ref)).map((action) => `${action} ${JSON.stringify(ref)}`));

/** Somebody of the team whom it does not need to have an owner, and an owner who stays; undefined when it has none of them. */
function parting({ store, people }: World, team: Team): { who: Person; owner: Person } | undefined {
  const active = people.filter((each) => may(store, each, 'team.read', to.team(team.team.id)));
  for (const who of active) {
    const owner = active.find((each) => each !== who && roleOf(team, each) === 'owner');
    if (owner) return { who, owner };
  }
  return undefined;
}

test('ACCESS-4 a demotion, step by step down to guest, shows less of the lists and lets do less, never more', DEEP, async () => {
  let narrowed = 0;
  await inWorlds(worlds / 4, async (world) => {
    const { store } = world;
    const team = at(world.teams, 0);
    const who = parting(world, team)?.who;
    if (!who) return;
    const refs = refsIn(world, team);
    const has = async () => [
      ...rights(store, who, refs),
      ...(await store.conversations.inboxOf(who.user.id, 100)).map(({ id }) => `sees ${id}`),
    ];
    if (roleOf(team, who) !== 'owner') await promote(team, who, 'owner');
    let before = await has();
    for (const role of ROLES.slice(1)) {
      await promote(team, who, role);
      const after = await has();
      expect(before).toEqual(expect.arrayContaining(after));
      if (after.length < before.length) narrowed += 1;
      before = after;
    }
  });
  expect(narrowed).toBeGreaterThan(0);
});

test(
  'ACCESS-4 who is removed has nothing in the team; added again they have what they had, and a newcomer all but what they made',
  DEEP,
  async () => {
    let tried = 0;
    await inWorlds(worlds / 4, async (world) => {
      const { store } = world;
      const team = at(world.teams, 0);
      const { who, owner } = parting(world, team) ?? {};
      const role = who && roleOf(team, who);
      if (!who || !owner || !role) return;
      const refs = refsIn(world, team);
      const state = () => ({ rights: rights(store, who, refs), facts: refs.map((ref) => factsOf(store, who, ref)) });
      const before = state();
      await remove(team, who);
      await present(team, who);
      expect(rights(store, who, refs)).toEqual([]);
      await comeIn(team, who, owner, role);
      expect(state()).toEqual(before);
      const newcomer = await person(store);
      await comeIn(team, newcomer, owner, role);
      const ofOthers = refs.filter((ref) => !isOwn(factsOf(store, who, ref), who));
      expect(rights(store, newcomer, ofOthers)).toEqual(rights(store, who, ofOthers));
      tried += 1;
    });
    expect(tried).toBeGreaterThan(0);
  },
);

async function comeIn(team: Team, who: Person, owner: Person, role: Role): Promise<void> {
  await join(team, who, owner);
  await present(team, who);
  if (role !== 'member') await promote(team, who, role);
}

const isOwn = ({ conversation, member }: Facts, { user }: Person) => conversation?.createdBy === user.id || member?.userId === user.id;
