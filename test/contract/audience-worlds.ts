/**
 * Random worlds in a real store, made by its own methods: people in teams, some suspended or disabled; folders in folders, and conversations and threads that
 * were filed, moved, shared, hidden, archived, deleted.
 */
import fc from 'fast-check';
import { expect } from 'vitest';
import type { Store } from '../../db/store.ts';
import { decide, decideAbout } from '../../server/access/decide.ts';
import { type Action, type Ref, type Relation, RELATIONS, type Role, ROLES, type Visibility, VISIBILITIES } from '../../shared/access.ts';
import { refuse } from '../../shared/errors.ts';
import type { ConversationId, FolderId } from '../../shared/ids.ts';
import {
  isActive,
  join as joinTeam,
  memberStep,
  type MemberStep,
  outcomeOf,
  ownerOf,
  present,
  roleOf,
  takeStep,
  type Team,
} from './members-support.ts';
import { person, type Person, say, T0, to } from './store-support.ts';

const PEOPLE = 4;
const TEAMS = 2;

/** Numbers are places in lists, taken around the end; of folders, one past the end is none. */
interface Draft {
  team: number;
  /** Of the team's members. */
  maker: number;
  visibility: Visibility;
  archived: boolean;
  folder: number;
}
interface FolderDraft {
  team: number;
  above: number;
}
type Step =
  | { kind: 'show'; which: number; visibility: Visibility }
  | { kind: 'archive'; which: number; archived: boolean }
  | { kind: 'say' | 'fork' | 'delete' | 'thread'; which: number; at: number }
  | { kind: 'share'; which: number; who: number; relation: Relation | null }
  | { kind: 'file'; which: number; folder: number }
  | { kind: 'shareFolder'; which: number; who: number; relation: Relation | null }
  | { kind: 'moveFolder'; which: number; above: number }
  | { kind: 'deleteFolder'; which: number }
  | (MemberStep & { team: number });

export interface Plan {
  /** Into the first team, beside its founder. */
  joined: { who: number; role: Exclude<Role, 'owner'> }[];
  folders: FolderDraft[];
  /** Folders given to people before anything happens. */
  given: { which: number; who: number; relation: Relation }[];
  drafts: Draft[];
  /** Conversations given to people, and threads in them. */
  shared: Extract<Step, { kind: 'share' }>[];
  threads: number[];
  steps: Step[];
}

const which = fc.nat(9);
const team = fc.nat(TEAMS - 1);
const who = fc.nat(PEOPLE - 1);
const visibility = fc.constantFrom(...VISIBILITIES);
const relation = fc.constantFrom(...RELATIONS, ...RELATIONS, null);
const draft: fc.Arbitrary<Draft> = fc.record({ team, maker: who, visibility, archived: fc.boolean(), folder: fc.nat(4) });
const folderDraft: fc.Arbitrary<FolderDraft> = fc.record({ team, above: fc.nat(4) });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('show'), which, visibility }),
  fc.record({ kind: fc.constant('archive'), which, archived: fc.boolean() }),
  fc.record({ kind: fc.constantFrom('say', 'fork', 'delete', 'thread', 'thread'), which, at: fc.nat(2) }),
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('share'), which, who, relation }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('file'), which, folder: fc.nat(4) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('shareFolder'), which, who, relation }) },
  fc.record({ kind: fc.constant('moveFolder'), which, above: fc.nat(4) }),
  fc.record({ kind: fc.constant('deleteFolder'), which }),
  { weight: 4, arbitrary: fc.tuple(memberStep(PEOPLE), team).map(([taken, into]) => ({ ...taken, team: into })) },
);

export const plan: fc.Arbitrary<Plan> = fc.record({
  joined: fc.uniqueArray(
    fc.record({ who: fc.integer({ min: 1, max: PEOPLE - 1 }), role: fc.constantFrom(...ROLES, 'guest', 'guest').filter(isInvited) }),
    {
      selector: (one) => one.who,
      minLength: 2,
    },
  ),
  folders: fc.array(folderDraft, { minLength: 1, maxLength: 5 }),
  given: fc.array(fc.record({ which: fc.nat(4), who: fc.integer({ min: 1, max: PEOPLE - 1 }), relation: fc.constantFrom(...RELATIONS) }), {
    minLength: 2,
    maxLength: 5,
  }),
  drafts: fc.array(draft, { minLength: 3, maxLength: 6, size: 'max' }),
  shared: fc.array(
    fc.record({ kind: fc.constant('share'), which: fc.integer({ min: 2, max: 7 }), who, relation: fc.constantFrom(...RELATIONS) }),
    {
      minLength: 3,
      maxLength: 6,
    },
  ),
  threads: fc.array(which, { minLength: 1, maxLength: 2 }),
  steps: fc.array(step, { maxLength: 14, size: 'max' }),
});

/** A world in which guests see a conversation by its folder, which chance makes too seldom. */
export const guestsOfAFolder: Plan = {
  joined: [
    { who: 2, role: 'guest' },
    { who: 3, role: 'guest' },
  ],
  folders: [{ team: 0, above: 0 }],
  given: [
    { which: 0, who: 2, relation: 'viewer' },
    { which: 0, who: 3, relation: 'editor' },
  ],
  drafts: [{ team: 0, maker: 0, visibility: 'team', archived: false, folder: 0 }],
  shared: [],
  threads: [2],
  steps: [],
};

function isInvited(role: Role): role is Exclude<Role, 'owner'> {
  return role !== 'owner';
}

export interface World {
  store: Store;
  people: Person[];
  teams: Team[];
  /** Also those that are deleted by now. */
  folders: { id: FolderId; team: Team }[];
  conversations: { id: ConversationId; maker: Person; team: Team }[];
}

/** People and teams are the world's own, so that many worlds can share a store. Whom a change signed out is signed in again at the end. */
export async function build(
  store: Store,
  bystander: Person,
  { joined, folders, given, drafts, shared, threads, steps }: Plan,
): Promise<World> {
  const people = await Promise.all(Array.from({ length: PEOPLE }, () => person(store)));
  const world: World = { store, people, teams: [], folders: [], conversations: [] };
  for (let founder = 0; founder < TEAMS; founder += 1) await found(world, at(people, founder), bystander);
  const first = at(world.teams, 0);
  for (const one of joined) await joinTeam(first, at(people, one.who), at(people, 0), one.role);
  for (const each of folders) await makeFolder(world, each);
  for (const each of given) await outcomeOf(tidied(world, { kind: 'shareFolder', ...each }));
  for (const each of drafts) await begin(world, each);
  for (const each of shared) await take(world, each);
  for (const each of threads) await take(world, { kind: 'thread', which: each, at: 0 });
  for (const each of steps) await take(world, each);
  for (const one of people) await present(first, one);
  return world;
}

async function found({ store, teams, conversations }: World, founder: Person, owner: Person): Promise<void> {
  const { team: made, welcome } = await store.teams.create({ name: 'Team', welcome: 'Hi.' }, founder.may(to.nothing), T0);
  const one = { store, team: made, owner };
  await present(one, founder);
  teams.push(one);
  conversations.push({ id: welcome, maker: founder, team: one });
}

async function makeFolder(world: World, { team: into, above }: FolderDraft): Promise<void> {
  const one = at(world.teams, into);
  const owner = await ownerOf(one, world.people);
  const parentId = folderAt(world, one, above);
  const draft_ = { teamId: one.team.id, name: `Folder ${world.folders.length}`, ...(parentId && { parentId }) };
  const guard = parentId && owner.may(to.folder(parentId));
  const { id } = await world.store.folders.create(draft_, owner.may(to.team(one.team.id)), T0, guard);
  world.folders.push({ id, team: one });
}

function folderAt({ folders }: World, one: Team, index: number): FolderId | undefined {
  const own = folders.filter((each) => each.team === one);
  return own[index % (own.length + 1)]?.id;
}

async function begin(world: World, { team: into, archived, folder, ...rest }: Draft): Promise<void> {
  const one = at(world.teams, into);
  const members = world.people.filter((each) => roleOf(one, each) !== undefined && isActive(one, each));
  const maker = at(members, rest.maker);
  await present(one, maker);
  const folderId = folderAt(world, one, folder);
  const filed = { teamId: one.team.id, visibility: rest.visibility, ...(folderId && { folderId }) };
  const guard = folderId && maker.may(to.folder(folderId));
  const { id } = await world.store.conversations.create(filed, maker.may(to.team(one.team.id)), T0, guard);
  world.conversations.push({ id, maker, team: one });
  if (archived) await world.store.conversations.setArchived(id, true, maker.may(to.conversation(id)), T0);
}

async function take(world: World, taken: Step): Promise<void> {
  if ('team' in taken) {
    await takeStep(at(world.teams, taken.team), world.people, taken);
    return;
  }
  if (taken.kind === 'shareFolder' || taken.kind === 'moveFolder' || taken.kind === 'deleteFolder') {
    if (world.folders.length > 0) await outcomeOf(tidied(world, taken));
    return;
  }
  const { id, maker, team: one } = at(world.conversations, taken.which);
  await present(one, maker);
  await outcomeOf(talked(world, { id, maker, team: one }, taken));
}

type Tidying = Extract<Step, { kind: 'shareFolder' | 'moveFolder' | 'deleteFolder' }>;

/** Whoever lost or gained a conversation by it is named, with everybody who saw it. */
async function tidied(world: World, taken: Tidying): Promise<void> {
  const { conversations } = world.store;
  const audiences = async () =>
    new Map(await Promise.all(world.conversations.map(async ({ id }) => [id, await conversations.audience(id)] as const)));
  const before = await audiences();
  const { touched } = await tidy(world, taken);
  for (const [id, after] of await audiences()) {
    const changed = before.get(id)?.join() !== after.join();
    if (changed || touched.has(id)) expect(touched.get(id)).toEqual({ before: before.get(id), after });
  }
}

async function tidy(world: World, taken: Tidying) {
  const { store } = world;
  const { id, team: one } = at(world.folders, taken.which);
  const owner = await ownerOf(one, world.people);
  const guard = owner.may(to.folder(id));
  switch (taken.kind) {
    case 'shareFolder':
      return store.folders.share({ folderId: id, userId: at(world.people, taken.who).user.id, relation: taken.relation }, guard);
    case 'moveFolder': {
      const above = folderAt(world, one, taken.above);
      return store.folders.move({ folderId: id, parentId: above ?? null }, guard, above && owner.may(to.folder(above)));
    }
    case 'deleteFolder':
      return store.folders.delete(id, guard);
  }
}

type Talk = Exclude<Step, MemberStep | { kind: 'shareFolder' | 'moveFolder' | 'deleteFolder' }>;

async function talked(world: World, { id, maker, team: one }: World['conversations'][number], taken: Talk): Promise<unknown> {
  const { store, conversations } = world;
  const guard = maker.may(to.conversation(id));
  switch (taken.kind) {
    case 'show':
      return store.conversations.update({ conversationId: id, visibility: taken.visibility }, guard, T0);
    case 'archive':
      return store.conversations.setArchived(id, taken.archived, guard, T0);
    case 'say':
      return say(store, maker, id, 'hi', { now: T0 + taken.at });
    case 'share':
      return store.conversations.share(
        { conversationId: id, userId: at(world.people, taken.who).user.id, relation: taken.relation },
        guard,
        T0,
      );
    case 'file': {
      const folderId = folderAt(world, one, taken.folder);
      return store.conversations.move(
        { conversationId: id, folderId: folderId ?? null },
        guard,
        T0,
        folderId && maker.may(to.folder(folderId)),
      );
    }
    case 'delete':
      return store.conversations.delete(id, guard);
    case 'thread': {
      const { message } = await say(store, maker, id, 'about this', { now: T0 + taken.at });
      const { conversation } = await store.conversations.thread(message.id, maker.may(to.message(message.id)), T0 + taken.at);
      return conversations.push({ id: conversation.id, maker, team: one });
    }
    case 'fork': {
      const { message } = await say(store, maker, id, 'from here on', { now: T0 + taken.at });
      const forked = await store.conversations.fork({ messageId: message.id }, maker.may(to.message(message.id)), T0 + taken.at);
      return conversations.push({ id: forked.id, maker, team: one });
    }
  }
}

export function at<Item>(list: Item[], index: number): Item {
  return list[index % list.length] ?? refuse('INTERNAL');
}

/** What the one decision says right now. */
export function may(store: Store, one: Person, action: Action, ref: Ref): boolean {
  const facts = store.facts({ kind: 'session', id: one.sessionId }, ref);
  return decide({ userId: one.user.id }, action, ref, facts, T0).allow;
}

/** The same about somebody who may not be signed in. */
export function might(store: Store, one: Person, action: Action, ref: Ref): boolean {
  return decideAbout(one.user.id, action, ref, store.factsOf(one.user.id, ref)).allow;
}
