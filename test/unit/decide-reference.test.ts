import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decide } from '../../server/access/decide.ts';
import { type Action, ACTIONS, type Facts, type Role, ROLES } from '../../shared/access.ts';
import type { Reason } from '../../shared/errors.ts';
import { ME, NOW, PARTS, type Question, question, without } from './decide-worlds.ts';

const worlds = process.env['PARLEY_TEST_DEEP'] === '1' ? 100_000 : 5_000;
const DEEP = { timeout: 300_000 };

type Answer = 'allowed' | Reason;

/** The rules once more, in sentences. Nothing of server/access is used, so that a mistake there is not made here, too. */
const OF_ONES_OWN_ACCOUNT: Action[] = [
  'account.read',
  'account.update',
  'session.list',
  'session.revoke',
  'team.create',
  'team.list',
  'inbox.read',
  'invite.accept',
];
const WHAT_A_GUEST_MAY: Action[] = [
  'team.read',
  'member.leave',
  'conversation.list',
  'conversation.read',
  'message.markRead',
  'model.list',
];
const WHAT_A_MEMBER_MAY: Action[] = [
  ...WHAT_A_GUEST_MAY,
  'member.list',
  'conversation.create',
  'conversation.update',
  'conversation.fork',
  'message.send',
  'presence.type',
  'generation.start',
  'generation.stop',
  'generation.queue',
];
const WHAT_A_MODERATOR_MAY: Action[] = [...WHAT_A_MEMBER_MAY, 'conversation.archive', 'conversation.delete', 'message.delete'];
const WHAT_AN_ADMIN_MAY: Action[] = [
  ...WHAT_A_MODERATOR_MAY,
  'team.update',
  'member.setRole',
  'member.remove',
  'invite.create',
  'invite.list',
  'invite.revoke',
  'model.pull',
  'model.remove',
  'model.setPolicy',
];
const MAY: Record<Role, Action[]> = {
  guest: WHAT_A_GUEST_MAY,
  member: WHAT_A_MEMBER_MAY,
  moderator: WHAT_A_MODERATOR_MAY,
  admin: WHAT_AN_ADMIN_MAY,
  owner: WHAT_AN_ADMIN_MAY,
};
const WHAT_AN_AUTHOR_MAY_WITH_THEIR_MESSAGE: Action[] = ['message.edit', 'message.delete'];
const WHAT_A_MAKER_MAY_WITH_THEIR_CONVERSATION: Action[] = ['conversation.archive', 'conversation.delete'];
const NOT_IN_AN_ARCHIVED_CONVERSATION: Action[] = [
  'conversation.update',
  'message.send',
  'message.edit',
  'message.delete',
  'presence.type',
  'generation.start',
];
const ONLY_WITH_SOMEBODY_BELOW: Action[] = ['member.setRole', 'member.remove'];
const STANDS_ABOVE: Record<Role, Role[]> = {
  owner: ['owner', 'admin', 'moderator', 'member', 'guest'],
  admin: ['moderator', 'member', 'guest'],
  moderator: ['member', 'guest'],
  member: ['guest'],
  guest: [],
};

function reference({ ref, facts }: Question, action: Action): Answer {
  if (!isAlive(facts)) return 'SESSION_REVOKED';
  if (ref.kind !== 'nothing') {
    if (facts.team?.role === undefined) return 'NOT_FOUND';
    if (!isThere({ ref, facts })) return 'NOT_FOUND';
    if (isHidden(facts)) return 'NOT_FOUND';
  }
  if (facts.conversation?.archived === true && NOT_IN_AN_ARCHIVED_CONVERSATION.includes(action)) return 'ARCHIVED';
  if (ONLY_WITH_SOMEBODY_BELOW.includes(action) && !isBelow(facts)) return 'FORBIDDEN';
  if (OF_ONES_OWN_ACCOUNT.includes(action)) return ref.kind === 'nothing' ? 'allowed' : 'FORBIDDEN';
  if (facts.team?.role === undefined) return 'NOT_FOUND';
  if (MAY[facts.team.role].includes(action)) return 'allowed';
  if (facts.message?.authorId === ME && WHAT_AN_AUTHOR_MAY_WITH_THEIR_MESSAGE.includes(action)) return 'allowed';
  if (facts.conversation?.createdBy === ME && WHAT_A_MAKER_MAY_WITH_THEIR_CONVERSATION.includes(action)) return 'allowed';
  return 'FORBIDDEN';
}

function isAlive({ session, user }: Facts): boolean {
  if (session === undefined || user === undefined) return false;
  const mine = session.userId === ME && user.id === ME;
  return mine && NOW < session.expiresAt && user.status === 'active';
}

function isThere({ ref, facts: { team, conversation, message, generation, invite, member } }: Question): boolean {
  const all = {
    nothing: () => [true],
    team: () => [ref.kind === 'team' && ref.teamId === team?.id],
    conversation: () => [ref.kind === 'conversation' && ref.conversationId === conversation?.id],
    message: () => [ref.kind === 'message' && ref.messageId === message?.id, message?.deleted === false, conversation !== undefined],
    generation: () => [ref.kind === 'generation' && ref.generationId === generation?.id, conversation !== undefined],
    invite: () => [ref.kind === 'invite' && ref.inviteId === invite?.id],
    member: () => [ref.kind === 'member' && ref.teamId === team?.id && ref.userId === member?.userId],
  };
  return all[ref.kind]().every(Boolean);
}

/** A private conversation is its maker's alone; one of the team is everybody's but a guest's, who sees only their own. */
function isHidden({ conversation, team }: Facts): boolean {
  if (conversation === undefined || conversation.createdBy === ME) return false;
  return conversation.visibility === 'private' || team?.role === 'guest';
}

function isBelow({ team, member }: Facts): boolean {
  if (team?.role === undefined || member === undefined) return false;
  return member.userId !== ME && STANDS_ABOVE[team.role].includes(member.role);
}

function answer({ ref, facts }: Question, action: Action): Answer {
  const decision = decide({ userId: ME }, action, ref, facts, NOW);
  return decision.allow ? 'allowed' : decision.code;
}

test('ACCESS-3 decide answers as the reference does, every action in random worlds, and every rule is met there', DEEP, () => {
  const met = new Set<string>();
  const property = fc.property(question, (asked) => {
    for (const action of ACTIONS) {
      const expected = reference(asked, action);
      expect(answer(asked, action), action).toBe(expected);
      met.add(`${action} ${expected}`);
    }
  });
  fc.assert(property, { numRuns: worlds });
  expect([...met].toSorted()).toEqual(ACTIONS.flatMap(possible).toSorted());
});

/** Every answer that the sentences can give about an action. */
function possible(action: Action): string[] {
  const answers: Answer[] = ['allowed', 'SESSION_REVOKED', 'NOT_FOUND'];
  if (!WHAT_A_GUEST_MAY.includes(action)) answers.push('FORBIDDEN');
  if (NOT_IN_AN_ARCHIVED_CONVERSATION.includes(action)) answers.push('ARCHIVED');
  return answers.map((each) => `${action} ${each}`);
}

const LOWER: Record<Role, Role> = { owner: 'admin', admin: 'moderator', moderator: 'member', member: 'guest', guest: 'guest' };

/** Ways in which the caller loses something. */
const LOSSES: Record<string, (facts: Facts) => Facts> = {
  demoted: (facts) => (facts.team?.role ? { ...facts, team: { ...facts.team, role: LOWER[facts.team.role] } } : facts),
  'no member any more': ({ team, ...rest }) => (team ? { ...rest, team: { id: team.id, name: team.name, tier: team.tier } } : rest),
  'conversation archived': (facts) => (facts.conversation ? { ...facts, conversation: { ...facts.conversation, archived: true } } : facts),
  'conversation made private': (facts) =>
    facts.conversation ? { ...facts, conversation: { ...facts.conversation, visibility: 'private' } } : facts,
  'message deleted': (facts) => (facts.message ? { ...facts, message: { ...facts.message, deleted: true } } : facts),
  'session expired': (facts) => (facts.session ? { ...facts, session: { ...facts.session, expiresAt: NOW } } : facts),
  'account disabled': (facts) => (facts.user ? { ...facts, user: { ...facts.user, status: 'disabled' } } : facts),
  'the other made owner': (facts) => (facts.member ? { ...facts, member: { ...facts.member, role: 'owner' } } : facts),
  ...Object.fromEntries(PARTS.map((part) => [`${part} missing`, (facts: Facts) => without(facts, part)])),
};

const allowedIn = (asked: Question) => ACTIONS.filter((action) => answer(asked, action) === 'allowed');

test('ACCESS-3 whatever is taken away, a demotion before all, never lets somebody do more', DEEP, () => {
  const narrowed = new Set<string>();
  const property = fc.property(question, ({ ref, facts }) => {
    const before = allowedIn({ ref, facts });
    for (const [loss, take] of Object.entries(LOSSES)) {
      const after = allowedIn({ ref, facts: take(facts) });
      expect(before, loss).toEqual(expect.arrayContaining(after));
      if (after.length < before.length) narrowed.add(loss);
    }
  });
  fc.assert(property, { numRuns: worlds / 2 });
  expect([...narrowed].toSorted()).toEqual(Object.keys(LOSSES).toSorted());
});

test('ACCESS-3 the sentences of the reference speak of every action and every role', () => {
  const spokenOf = new Set([...OF_ONES_OWN_ACCOUNT, ...WHAT_AN_ADMIN_MAY, ...WHAT_AN_AUTHOR_MAY_WITH_THEIR_MESSAGE]);
  expect([...spokenOf].toSorted()).toEqual(ACTIONS.toSorted());
  expect(Object.keys(MAY).toSorted()).toEqual(ROLES.toSorted());
});
