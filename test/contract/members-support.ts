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

export const remove = (w: Team, who: Person, by = w.owner) =>
  w.store.members.remove(memberOf(w, who), by.may(to.member(memberOf(w, who))), T0);
export const leave = (w: Team, who: Person) => w.store.members.leave(w.team.id, who.may(to.team(w.team.id)), T0);
export const setRole = (w: Team, who: Person, role: Role, by = w.owner) =>
  w.store.members.setRole({ ...memberOf(w, who), role }, by.may(to.member(memberOf(w, who))), T0);

export async function join(w: Team, who: Person, by = w.owner, role: Role = 'member'): Promise<void> {
  await w.store.invites.accept(await inviteTo(w.store, by, w.team.id, T0, role), who.may(to.nothing), T0);
}

export function roleOf(w: Team, who: Person): Role | undefined {
  return w.store.facts({ kind: 'session', id: '' }, to.member(memberOf(w, who))).member?.role;
}

/** Signed in again when a change ended their session. */
export async function present({ store }: Team, who: Person): Promise<void> {
  if (!(await store.sessions.find(who.sessionId))) await signIn(store, who);
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

/** `who` is the place in a list of people. */
export interface MemberStep {
  kind: 'setRole' | 'remove' | 'leave' | 'join';
  who: number;
  role: Role;
}
export const memberStep = (people: number) =>
  fc.record<MemberStep>({
    kind: fc.constantFrom('join', 'setRole', 'setRole', 'remove', 'leave'),
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
    case 'join': {
      const owner = people.find((each) => roleOf(w, each) === 'owner') ?? refuse('INTERNAL');
      await present(w, owner);
      return join(w, who, owner);
    }
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
