import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../db/open.ts';
import type { Store, StoredConversation } from '../../db/store.ts';
import { decideAbout } from '../../server/access/decide.ts';
import { reaches } from '../../server/access/rules.ts';
import { standingOf } from '../../server/access/standing.ts';
import { ACTIONS, type Facts, type Ref, type Role, ROLES, VISIBILITIES } from '../../shared/access.ts';
import type { ConversationId, TeamId } from '../../shared/ids.ts';
import type { Subject } from '../../shared/schemas/access.ts';
import { at, build, guestsOfAFolder, may, might, plan, type Plan, type World } from './audience-worlds.ts';
import { join, outcomeOf, present, promote, remove, roleOf, type Team } from './members-support.ts';
import { deciding, person, type Person, tempFolder, to } from './store-support.ts';

const worlds = process.env['PARLEY_TEST_DEEP'] === '1' ? 2_000 : 60;
const DEEP = { timeout: 30 * 60_000 };

/** Runs a check in many worlds that share one store. */
async function inWorlds(numRuns: number, check: (world: World) => Promise<void>): Promise<void> {
  const store = await openStore(tempFolder());
  onTestFinished(() => store.close());
  const bystander = await person(store);
  const one = async (planned: Plan) => check(await build(store, bystander, planned));
  await fc.assert(fc.asyncProperty(plan, one), { numRuns, examples: [[guestsOfAFolder]] });
}

const sees = ({ store }: World, who: Person, id: ConversationId) => might(store, who, 'conversation.read', to.conversation(id));
const idsOf = (list: { id: ConversationId }[]) => list.map(({ id }) => id);

test(
  'ACCESS-4 audience, subjects, objects, single look, list and inbox equal brute force over decide, in random worlds',
  DEEP,
  async () => {
    const met = new Set<string>();
    await inWorlds(worlds, async (world) => {
      for (const { id } of world.conversations) await checkAudience(world, id, met);
      for (const who of world.people) {
        const all = idsOf(world.conversations);
        const ids = all.filter((id) => sees(world, who, id));
        const shown = await lookedAt(world.store, who, all, ids);
        for (const one of shown) checkShape(world, who, one);
        await checkLists(world, who, shown);
        for (const also of world.people) await checkObjects(world, who, also);
        for (const { archivedAt, visibility, createdBy } of shown)
          met.add(`${visibility}, ${archivedAt ? 'archived' : 'open'}, ${createdBy === who.user.id ? 'own' : 'of others'}`);
        if (ids.length < all.length) met.add('hidden');
      }
    });
    const states = ['archived', 'open'].flatMap((state) =>
      VISIBILITIES.flatMap((shown) => ['own', 'of others'].map((whose) => `${shown}, ${state}, ${whose}`)),
    );
    const ways = [
      'maker to read',
      'maker to write',
      'team to write',
      'shared to read',
      'shared to write',
      'folder to read',
      'folder to write',
    ];
    expect([...met].toSorted()).toEqual([...states, ...ways, 'hidden', 'a thread'].toSorted());
  },
);

test('ACCESS-4 the folders of a person equal brute force over decide, in random worlds', DEEP, async () => {
  const met = new Set<string>();
  await inWorlds(worlds / 2, async (world) => {
    const { store, people, teams } = world;
    for (const one of teams)
      for (const who of people) {
        const ofTeam = world.folders.filter(({ team }) => team === one).map(({ id }) => id);
        const seen = ofTeam.filter((id) => might(store, who, 'folder.read', to.folder(id)));
        const listed = await store.folders.listOf(one.team.id, who.user.id);
        expect(listed.map(({ id }) => id).toSorted()).toEqual(seen.toSorted());
        for (const { parentId } of listed) expect(parentId === null || seen.includes(parentId)).toBe(true);
        if (listed.length > 0) met.add(roleOf(one, who) === 'guest' ? 'a guest' : 'a member');
        if (listed.length < ofTeam.length) met.add('hidden');
      }
  });
  expect([...met].toSorted()).toEqual(['a guest', 'a member', 'hidden']);
});

async function checkAudience(world: World, id: ConversationId, met: Set<string>): Promise<void> {
  const { store, people } = world;
  const readers = people.filter((who) => sees(world, who, id));
  expect(await store.conversations.audience(id)).toEqual(readers.map(({ user }) => user.id).toSorted());
  const [reader] = readers;
  if (!reader) return;
  const subjects = await subjectsOf(store, reader, id);
  expect(subjects.toSorted((a, b) => (a.userId < b.userId ? -1 : 1))).toEqual(
    readers.map((who) => expectedSubject(store, who, id)).toSorted((a, b) => (a.userId < b.userId ? -1 : 1)),
  );
  for (const { via, writes } of subjects) met.add(`${via} to ${writes ? 'write' : 'read'}`);
  if ((await store.conversations.seenBy(id, reader.user.id))?.threadOf) met.add('a thread');
}

async function subjectsOf(store: Store, by: Person, conversationId: ConversationId): Promise<Subject[]> {
  return pages(({ cursor }) =>
    store.conversations.subjects({ conversationId, limit: 2, ...cursor }, by.may(to.conversation(conversationId))),
  );
}

function expectedSubject(store: Store, { user }: Person, id: ConversationId): Subject {
  const facts = store.factsOf(user.id, to.conversation(id));
  const standing = standingOf(user.id, facts);
  if (!standing || !facts.team?.role) throw new Error('does not see it');
  const via = standing.via === 'open' ? 'team' : standing.via;
  return { userId: user.id, name: user.name, role: facts.team.role, via, writes: reaches(standing.role, 'member') };
}

/** What somebody is told about a conversation is what was decided about them there. */
function checkShape({ store }: World, { user }: Person, shown: StoredConversation): void {
  const facts = store.factsOf(user.id, to.conversation(shown.id));
  const standing = standingOf(user.id, facts);
  expect(shown.writable).toBe(standing !== undefined && reaches(standing.role, 'member'));
  expect(shown.archivedAt !== undefined).toBe(facts.conversation?.archived);
  expect(shown.visibility).toBe(facts.conversation?.visibility);
  expect(shown.threadOf !== undefined).toBe(facts.conversation?.thread);
  if (shown.folderId)
    expect(decideAbout(user.id, 'folder.read', to.folder(shown.folderId), store.factsOf(user.id, to.folder(shown.folderId))).allow).toBe(
      true,
    );
}

async function checkObjects(world: World, who: Person, also: Person): Promise<void> {
  const { store, teams } = world;
  for (const one of teams) {
    const both = world.conversations.filter(({ id, team }) => team === one && sees(world, who, id) && sees(world, also, id));
    const query = { teamId: one.team.id, userId: who.user.id, also: also.user.id, limit: 2 };
    const found = await pages(({ cursor }) => store.conversations.readableBy({ ...query, ...cursor }));
    expect(found.map(({ conversationId }) => conversationId)).toEqual(idsOf(both).toSorted());
  }
}

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

/** Threads are in no list: they hang on their message. */
async function checkLists({ store, teams }: World, who: Person, all: StoredConversation[]): Promise<void> {
  const shown = all.filter(({ threadOf }) => threadOf === undefined);
  const open = shown.filter(({ archivedAt }) => archivedAt === undefined).toSorted(newestFirst);
  const archived = shown.filter(({ archivedAt }) => archivedAt !== undefined).toSorted(newestFirst);
  expect(await store.conversations.inboxOf(who.user.id, 100)).toEqual(open);
  const newest = teams.flatMap(({ team }) => open.find(({ teamId }) => teamId === team.id) ?? []);
  expect(await store.conversations.inboxOf(who.user.id, 1)).toEqual(newest.toSorted(newestFirst));
  if (!(await store.sessions.find(who.sessionId))) return;
  for (const { team } of teams) {
    expect(await listed(store, who, team.id, false)).toEqual(open.filter(({ teamId }) => teamId === team.id));
    expect(await listed(store, who, team.id, true)).toEqual(archived.filter(({ teamId }) => teamId === team.id));
  }
}

/** Every page of two, whoever asks: the list itself leaves out what is not theirs. */
function listed(store: Store, who: Person, teamId: TeamId, archived: boolean): Promise<StoredConversation[]> {
  return pages(({ cursor }) => store.conversations.list({ teamId, archived, limit: 2, ...cursor }, who.may(to.team(teamId))));
}

async function pages<Item>(
  page: (next: { cursor: { cursor?: string } }) => Promise<{ items: Item[]; nextCursor?: string }>,
): Promise<Item[]> {
  const all: Item[] = [];
  let next: { cursor?: string } | undefined = {};
  while (next) {
    const { items, nextCursor }: { items: Item[]; nextCursor?: string } = await page({ cursor: next });
    all.push(...items);
    next = nextCursor === undefined ? undefined : { cursor: nextCursor };
  }
  return all;
}

/** What there is in a team to ask about. */
function refsIn({ store, people, folders, conversations }: World, { team }: Team): Ref[] {
  const talks = conversations.map(({ id }) => to.conversation(id));
  const inTeam = talks.filter((ref) => factsOf(store, people[0], ref).team?.id === team.id);
  const members = people.map(({ user }) => to.member({ teamId: team.id, userId: user.id }));
  const places = folders.filter((one) => one.team.team.id === team.id).map(({ id }) => to.folder(id));
  return [to.team(team.id), ...places, ...inTeam, ...members];
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
      const refs = refsIn(world, team).filter((ref) => !isShared(factsOf(store, who, ref)));
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

/** What was given to them is theirs no more, also when they come again. */
const isShared = ({ conversation, folder }: Facts) => Boolean(conversation?.shared ?? conversation?.sharedAbove ?? folder?.shared);
const isOwn = ({ conversation, folder, member }: Facts, { user }: Person) =>
  [conversation?.createdBy, conversation?.keeper, folder?.createdBy, member?.userId].includes(user.id);
