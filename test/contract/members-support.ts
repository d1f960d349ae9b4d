/** A team of three, the ways in which a membership changes, and random sequences of them. */
import fc from 'fast-check';
import { type Role, ROLES } from '../../shared/access.ts';
import { type Reason, Refusal, refuse } from '../../shared/errors.ts';
import type { ConversationId, TeamId } from '../../shared/ids.ts';
import { house, type House, inviteTo, type Person, signIn, T0, to } from './store-support.ts';

/** `owner` is who changes others when nobody else is named. */
export type Team = Pick<House, 'store' | 'team' | 'owner'>;

export interface Crew extends House {
  ana: Person;
  ben: Person;
  /** A team of Ana's own, where none of this is about. */
  elsewhere: { teamId: TeamId; hall: ConversationId };
}

export async function crew(): Promise<Crew> {
  const world = await house();
  const [ana, ben] = [await world.joined('Ana'), await world.joined('Ben')];
  const { team, welcome } = await world.store.teams.create({ name: 'Elsewhere', welcome: 'Hi.' }, ana.may(to.nothing), T0);
  await signIn(world.store, ana);
  return { ...world, ana, ben, elsewhere: { teamId: team.id, hall: welcome } };
}

export const memberOf = ({ team }: Team, who: Person) => ({ teamId: team.id, userId: who.user.id });
const about = (w: Team, who: Person, by: Person) => by.may(to.member(memberOf(w, who)));

export const remove = (w: Team, who: Person, by = w.owner) => w.store.members.remove(memberOf(w, who), about(w, who, by), T0);
export const leave = (w: Team, who: Person) => w.store.members.leave(w.team.id, who.may(to.team(w.team.id)), T0);
export const suspend = (w: Team, who: Person, by = w.owner) => w.store.members.suspend(memberOf(w, who), about(w, who, by), T0);
export const restore = (w: Team, who: Person, by = w.owner) => w.store.members.restore(memberOf(w, who), about(w, who, by), T0);
export const setRole = (w: Team, who: Person, role: Role, by = w.owner) =>
  w.store.members.setRole({ ...memberOf(w, who), role }, about(w, who, by), T0);
export const disable = (w: Team, who: Person, by = w.owner) => w.store.accounts.disable(by.may(to.nothing), T0, who.user.id);
export const enable = (w: Team, who: Person, by = w.owner) => w.store.accounts.enable(who.user.id, by.may(to.nothing));
export const bury = (w: Team, who: Person, by = w.owner) => w.store.accounts.delete(by.may(to.nothing), T0, who.user.id);

export async function join(w: Team, who: Person, by = w.owner, role: Role = 'member'): Promise<void> {
  await w.store.invites.accept(await inviteTo(w.store, by, w.team.id, T0, role), who.may(to.nothing), T0);
}

const memberFacts = (w: Team, who: Person) => w.store.factsOf(who.user.id, to.member(memberOf(w, who))).member;

/** Nothing for somebody suspended. */
export function roleOf(w: Team, who: Person): Role | undefined {
  const member = memberFacts(w, who);
  return member?.suspended === false ? member.role : undefined;
}
export const isSuspended = (w: Team, who: Person) => memberFacts(w, who)?.suspended === true;
export const isActive = ({ store }: Team, who: Person) => store.factsOf(who.user.id, to.nothing).user?.status === 'active';

/** Signed in again when a change ended their session; whoever is shut out stays out. */
export async function present(w: Team, who: Person): Promise<void> {
  if (isActive(w, who) && !(await w.store.sessions.find(who.sessionId))) await signIn(w.store, who);
}

export async function promote(w: Team, who: Person, role: Role): Promise<void> {
  await setRole(w, who, role);
  await present(w, who);
}

export async function rejoin(w: Team, who: Person): Promise<void> {
  await present(w, who);
  await join(w, who);
  await present(w, who);
}

/** An owner who can act. */
export async function ownerOf(w: Team, people: Person[]): Promise<Person> {
  const owner = people.find((each) => roleOf(w, each) === 'owner' && isActive(w, each)) ?? refuse('INTERNAL');
  await present(w, owner);
  return owner;
}

/** `who` is the place in a list of people. */
export interface MemberStep {
  kind: 'setRole' | 'remove' | 'leave' | 'join' | 'suspend' | 'restore' | 'disable' | 'enable' | 'bury';
  who: number;
  role: Role;
}
export const memberStep = (people: number) =>
  fc.record<MemberStep>({
    kind: fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom('join', 'setRole', 'setRole', 'remove', 'leave', 'suspend', 'restore', 'disable', 'enable') },
      { weight: 1, arbitrary: fc.constant('bury') },
    ),
    who: fc.nat(people - 1),
    role: fc.constantFrom(...ROLES, 'owner'),
  });

/** Done by a bystander who is let in: what is left to refuse is refused by the store itself. */
export async function takeStep(w: Team, people: Person[], step: MemberStep): Promise<Reason | 'done'> {
  const who = people[step.who] ?? refuse('INTERNAL');
  await present(w, who);
  return outcomeOf(change(w, people, who, step));
}

async function change(w: Team, people: Person[], who: Person, { kind, role }: MemberStep): Promise<unknown> {
  switch (kind) {
    case 'setRole':
      return setRole(w, who, role);
    case 'remove':
      return remove(w, who);
    case 'leave':
      return leave(w, who);
    case 'suspend':
      return suspend(w, who);
    case 'restore':
      return restore(w, who);
    case 'disable':
      return disable(w, who);
    case 'enable':
      return enable(w, who);
    case 'bury':
      return bury(w, who);
    case 'join':
      return join(w, who, await ownerOf(w, people));
  }
}

/** A refusal is a possible outcome of a random step; anything else is thrown on. */
export async function outcomeOf(work: Promise<unknown>): Promise<Reason | 'done'> {
  try {
    await work;
    return 'done';
  } catch (error) {
    if (error instanceof Refusal) return error.reason;
    throw error;
  }
}
