/** Random worlds in a real store, made by its own methods: people in teams, and conversations that were shared, hidden, archived, deleted. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { openStore } from '../../db/open.ts';
import type { Store } from '../../db/store.ts';
import { decide } from '../../server/access/decide.ts';
import { type Action, type Ref, type Role, ROLES, type Visibility, VISIBILITIES } from '../../shared/access.ts';
import { refuse } from '../../shared/errors.ts';
import type { ConversationId } from '../../shared/ids.ts';
import { join as joinTeam, memberStep, type MemberStep, outcomeOf, present, roleOf, takeStep, type Team } from './members-support.ts';
import { person, type Person, say, T0, to } from './store-support.ts';

const PEOPLE = 4;
const TEAMS = 2;

/** Numbers are places in lists, taken around the end. */
interface Draft {
  team: number;
  /** Of the team's members. */
  maker: number;
  visibility: Visibility;
  archived: boolean;
}
type Step =
  | { kind: 'show'; which: number; visibility: Visibility }
  | { kind: 'archive'; which: number; archived: boolean }
  | { kind: 'say' | 'fork' | 'delete'; which: number; at: number }
  | (MemberStep & { team: number });

export interface Plan {
  /** Into the first team, beside its founder. */
  joined: { who: number; role: Exclude<Role, 'owner'> }[];
  drafts: Draft[];
  steps: Step[];
  /** People whose account is disabled when all is done. */
  disabled: number[];
}

const which = fc.nat(9);
const team = fc.nat(TEAMS - 1);
const visibility = fc.constantFrom(...VISIBILITIES);
const draft: fc.Arbitrary<Draft> = fc.record({ team, maker: fc.nat(PEOPLE - 1), visibility, archived: fc.boolean() });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('show'), which, visibility }),
  fc.record({ kind: fc.constant('archive'), which, archived: fc.boolean() }),
  fc.record({ kind: fc.constantFrom('say', 'fork', 'delete'), which, at: fc.nat(2) }),
  { weight: 3, arbitrary: fc.tuple(memberStep(PEOPLE), team).map(([taken, into]) => ({ ...taken, team: into })) },
);

export const plan: fc.Arbitrary<Plan> = fc.record({
  joined: fc.uniqueArray(fc.record({ who: fc.integer({ min: 1, max: PEOPLE - 1 }), role: fc.constantFrom(...ROLES).filter(isInvited) }), {
    selector: ({ who }) => who,
    minLength: 1,
  }),
  drafts: fc.array(draft, { minLength: 2, maxLength: 5 }),
  steps: fc.array(step, { maxLength: 8, size: 'max' }),
  disabled: fc.oneof({ weight: 2, arbitrary: fc.constant<number[]>([]) }, fc.subarray([0, 1, 2, 3], { maxLength: 2 })),
});

function isInvited(role: Role): role is Exclude<Role, 'owner'> {
  return role !== 'owner';
}

export interface World {
  store: Store;
  people: Person[];
  teams: Team[];
  /** Also those that are deleted by now. */
  conversations: { id: ConversationId; maker: Person }[];
}

/** People and teams are the world's own, so that many worlds can share a store. Whom a change signed out is signed in again at the end. */
export async function build(store: Store, bystander: Person, { joined, drafts, steps }: Plan): Promise<World> {
  const people = await Promise.all(Array.from({ length: PEOPLE }, () => person(store)));
  const world: World = { store, people, teams: [], conversations: [] };
  for (let founder = 0; founder < TEAMS; founder += 1) await found(world, at(people, founder), bystander);
  const first = at(world.teams, 0);
  for (const { who, role } of joined) await joinTeam(first, at(people, who), at(people, 0), role);
  for (const each of drafts) await begin(world, each);
  for (const each of steps) await take(world, each);
  for (const who of people) await present(first, who);
  return world;
}

async function found({ store, teams, conversations }: World, founder: Person, owner: Person): Promise<void> {
  const { team: made, welcome } = await store.teams.create({ name: 'Team', welcome: 'Hi.' }, founder.may(to.nothing), T0);
  const one = { store, team: made, owner };
  await present(one, founder);
  teams.push(one);
  conversations.push({ id: welcome, maker: founder });
}

async function begin(world: World, { team: into, archived, ...rest }: Draft): Promise<void> {
  const one = at(world.teams, into);
  const members = world.people.filter((who) => roleOf(one, who) !== undefined);
  const maker = at(members, rest.maker);
  await present(one, maker);
  const { visibility: shown } = rest;
  const { id } = await world.store.conversations.create({ teamId: one.team.id, visibility: shown }, maker.may(to.team(one.team.id)), T0);
  world.conversations.push({ id, maker });
  if (archived) await world.store.conversations.setArchived(id, true, maker.may(to.conversation(id)), T0);
}

async function take(world: World, taken: Step): Promise<void> {
  if ('team' in taken) {
    await takeStep(at(world.teams, taken.team), world.people, taken);
    return;
  }
  const { id, maker } = at(world.conversations, taken.which);
  await present(at(world.teams, 0), maker);
  await outcomeOf(talked(world, id, maker, taken));
}

async function talked(
  { store, conversations }: World,
  id: ConversationId,
  maker: Person,
  taken: Exclude<Step, MemberStep>,
): Promise<unknown> {
  const guard = maker.may(to.conversation(id));
  switch (taken.kind) {
    case 'show':
      return store.conversations.update({ conversationId: id, visibility: taken.visibility }, guard, T0);
    case 'archive':
      return store.conversations.setArchived(id, taken.archived, guard, T0);
    case 'say':
      return say(store, maker, id, 'hi', { now: T0 + taken.at });
    case 'delete':
      return store.conversations.delete(id, guard);
    case 'fork': {
      const { message } = await say(store, maker, id, 'from here on', { now: T0 + taken.at });
      const forked = await store.conversations.fork({ messageId: message.id }, maker.may(to.message(message.id)), T0 + taken.at);
      return conversations.push({ id: forked.id, maker });
    }
  }
}

/** The store with these accounts disabled, opened anew: no method of the store disables an account. */
export async function disable({ store, people }: World, disabled: number[], folder: string): Promise<Store> {
  if (disabled.length === 0) return store;
  await store.close();
  const db = new DatabaseSync(join(folder, 'parley.db'));
  for (const who of disabled) db.prepare(`update users set status = 'disabled' where id = ?`).run(at(people, who).user.id);
  db.close();
  return openStore(folder);
}

export function at<Item>(list: Item[], index: number): Item {
  return list[index % list.length] ?? refuse('INTERNAL');
}

/** What the one decision says right now. */
export function may(store: Store, who: Person, action: Action, ref: Ref): boolean {
  const facts = store.facts({ kind: 'session', id: who.sessionId }, ref);
  return decide({ userId: who.user.id }, action, ref, facts, T0).allow;
}
