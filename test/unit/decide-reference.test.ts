import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decide } from '../../server/access/decide.ts';
import { type Action, ACTIONS, type Facts, type Relation, type Role, ROLES } from '../../shared/access.ts';
import type { Reason } from '../../shared/errors.ts';
import { ME, NOW, OTHER, PARTS, type Question, question, without } from './decide-worlds.ts';

const worlds = process.env['PARLEY_TEST_DEEP'] === '1' ? 100_000 : 5_000;
const DEEP = { timeout: 30 * 60_000 };

type Answer = 'allowed' | Reason;

/** The rules once more, in sentences. Nothing of server/access but `decide` is used, so that a mistake there is not made here, too. */
const OF_ONES_OWN_ACCOUNT: Action[] = [
  'account.read',
  'account.update',
  'account.disable',
  'account.delete',
  'session.list',
  'session.revoke',
  'team.create',
  'team.list',
  'inbox.read',
  'invite.accept',
  'access.check',
  'access.explain',
];
const OF_AN_ADMINISTRATOR_OF_THE_SERVER: Action[] = [
  'tier.set',
  'admin.users',
  'admin.disableUser',
  'admin.enableUser',
  'admin.deleteUser',
  'admin.forceSignOut',
  'admin.resetPassword',
];
const WHAT_A_GUEST_MAY: Action[] = [
  'team.read',
  'member.leave',
  'folder.list',
  'folder.read',
  'conversation.list',
  'conversation.read',
  'message.markRead',
  'model.list',
  'access.explainOther',
  'access.listObjects',
  'tier.get',
];
const WHAT_A_MEMBER_MAY: Action[] = [
  ...WHAT_A_GUEST_MAY,
  'member.list',
  'folder.create',
  'folder.listShares',
  'folder.file',
  'conversation.create',
  'conversation.update',
  'conversation.fork',
  'message.send',
  'message.react',
  'message.thread',
  'presence.type',
  'generation.start',
  'generation.stop',
  'generation.queue',
  'access.listSubjects',
];
const WHAT_A_MODERATOR_MAY: Action[] = [
  ...WHAT_A_MEMBER_MAY,
  'folder.rename',
  'folder.move',
  'folder.delete',
  'conversation.move',
  'conversation.archive',
  'conversation.delete',
  'message.delete',
];
const WHAT_AN_ADMIN_MAY: Action[] = [
  ...WHAT_A_MODERATOR_MAY,
  'team.update',
  'member.setRole',
  'member.suspend',
  'member.restore',
  'member.remove',
  'invite.create',
  'invite.list',
  'invite.revoke',
  'folder.share',
  'conversation.share',
  'model.pull',
  'model.remove',
  'model.setPolicy',
];
const WHAT_AN_OWNER_MAY: Action[] = [...WHAT_AN_ADMIN_MAY, 'team.delete', 'team.transfer', 'audit.list', 'audit.verify'];
const MAY: Record<Role, Action[]> = {
  guest: WHAT_A_GUEST_MAY,
  member: WHAT_A_MEMBER_MAY,
  moderator: WHAT_A_MODERATOR_MAY,
  admin: WHAT_AN_ADMIN_MAY,
  owner: WHAT_AN_OWNER_MAY,
};
const WHAT_AN_AUTHOR_MAY_WITH_THEIR_MESSAGE: Action[] = ['message.edit', 'message.delete'];
const WHAT_A_MAKER_MAY_WITH_THEIR_CONVERSATION: Action[] = [
  'conversation.share',
  'conversation.move',
  'conversation.archive',
  'conversation.delete',
];
const WHAT_A_MAKER_MAY_WITH_THEIR_FOLDER: Action[] = ['folder.rename', 'folder.move', 'folder.share', 'folder.delete'];
/** Not in an archived conversation, and not by somebody who is there to read. */
const CHANGES_WHAT_IS_SAID: Action[] = [
  'conversation.update',
  'conversation.move',
  'message.send',
  'message.edit',
  'message.delete',
  'message.react',
  'message.thread',
  'presence.type',
  'generation.start',
];
const ONLY_WITH_SOMEBODY_BELOW: Action[] = ['team.transfer', 'member.setRole', 'member.suspend', 'member.restore', 'member.remove'];
const ALSO_WITH_SOMEBODY_SUSPENDED: Action[] = ['member.restore', 'member.remove'];
/** Whatever one was given in a single place. */
const NEEDS_IN_THE_TEAM: Partial<Record<Action, Role[]>> = {
  'conversation.fork': ['owner', 'admin', 'moderator', 'member'],
  'access.explainOther': ['owner', 'admin'],
};
const STANDS_ABOVE: Record<Role, Role[]> = {
  owner: ['owner', 'admin', 'moderator', 'member', 'guest'],
  admin: ['moderator', 'member', 'guest'],
  moderator: ['member', 'guest'],
  member: ['guest'],
  guest: [],
};

function reference({ ref, facts }: Question, action: Action): Answer {
  if (!isAlive(facts)) return 'SESSION_REVOKED';
  if (ref.kind === 'nothing') return aboutNothing(facts, action);
  const inTeam = facts.team?.role;
  if (inTeam === undefined || !isThere({ ref, facts })) return 'NOT_FOUND';
  const here = whatTheyAreHere(inTeam, facts);
  if (here === 'a stranger') return 'NOT_FOUND';
  const changesWhatIsSaid = CHANGES_WHAT_IS_SAID.includes(action);
  if (changesWhatIsSaid && facts.conversation?.archived === true) return 'ARCHIVED';
  if (changesWhatIsSaid && here === 'guest') return 'FORBIDDEN';
  if (NEEDS_IN_THE_TEAM[action]?.includes(inTeam) === false) return 'FORBIDDEN';
  if (ONLY_WITH_SOMEBODY_BELOW.includes(action) && !isBelow(facts)) return 'FORBIDDEN';
  if (facts.member?.suspended === true && !ALSO_WITH_SOMEBODY_SUSPENDED.includes(action)) return 'NOT_FOUND';
  if (MAY[here].includes(action)) return 'allowed';
  if (facts.message?.authorId === ME && WHAT_AN_AUTHOR_MAY_WITH_THEIR_MESSAGE.includes(action)) return 'allowed';
  if (facts.conversation?.createdBy === ME && WHAT_A_MAKER_MAY_WITH_THEIR_CONVERSATION.includes(action)) return 'allowed';
  if (facts.folder?.createdBy === ME && WHAT_A_MAKER_MAY_WITH_THEIR_FOLDER.includes(action)) return 'allowed';
  return 'FORBIDDEN';
}

function aboutNothing({ user }: Facts, action: Action): Answer {
  if (OF_AN_ADMINISTRATOR_OF_THE_SERVER.includes(action)) return user?.admin === true ? 'allowed' : 'FORBIDDEN';
  return OF_ONES_OWN_ACCOUNT.includes(action) ? 'allowed' : 'FORBIDDEN';
}

/** All that they are here at once; what counts is the highest of it. */
function whatTheyAreHere(inTeam: Role, { conversation, folder }: Facts): Role | 'a stranger' {
  const all: (Role | undefined)[] = [];
  const isMember = inTeam !== 'guest';
  if (conversation) {
    const open = conversation.visibility === 'team';
    if (conversation.keeper === ME) all.push(inTeam);
    if (open && isMember) all.push(inTeam);
    all.push(whatAShareMakes(conversation.shared, inTeam));
    if (open) all.push(whatAShareMakes(conversation.sharedAbove, inTeam));
  } else if (folder) {
    if (isMember) all.push(inTeam);
    all.push(whatAShareMakes(folder.shared, inTeam));
  } else all.push(inTeam);
  return ROLES.find((role) => all.includes(role)) ?? 'a stranger';
}

/** A viewer reads as a guest does, an owner too; an editor is a member, unless they are more. */
function whatAShareMakes(relation: Relation | undefined, inTeam: Role): Role | undefined {
  if (relation === undefined) return undefined;
  if (relation === 'viewer') return 'guest';
  return inTeam === 'guest' ? 'member' : inTeam;
}

function isAlive({ session, user }: Facts): boolean {
  if (session === undefined || user === undefined) return false;
  const mine = session.userId === ME && user.id === ME;
  return mine && NOW < session.expiresAt && user.status === 'active';
}

function isThere({ ref, facts: { team, folder, conversation, message, generation, invite, file, member } }: Question): boolean {
  const all = {
    nothing: () => [true],
    team: () => [ref.kind === 'team' && ref.teamId === team?.id],
    folder: () => [ref.kind === 'folder' && ref.folderId === folder?.id],
    conversation: () => [ref.kind === 'conversation' && ref.conversationId === conversation?.id],
    message: () => [ref.kind === 'message' && ref.messageId === message?.id, message?.deleted === false, conversation !== undefined],
    generation: () => [ref.kind === 'generation' && ref.generationId === generation?.id, conversation !== undefined],
    invite: () => [ref.kind === 'invite' && ref.inviteId === invite?.id],
    file: () => [
      ref.kind === 'file' && ref.fileId === file?.id,
      conversation !== undefined,
      file?.sent === true ? message !== undefined && !message.deleted : file?.uploadedBy === ME,
    ],
    member: () => [ref.kind === 'member' && ref.teamId === team?.id && ref.userId === member?.userId, isKnown(team?.role, member)],
  };
  return all[ref.kind]().every(Boolean);
}

/** A guest knows of nobody but themselves, and who is suspended is known to owners and admins. */
function isKnown(inTeam: Role | undefined, member: Facts['member']): boolean {
  if (inTeam === 'owner' || inTeam === 'admin') return true;
  if (member?.suspended === true) return false;
  return inTeam !== 'guest' || member?.userId === ME;
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
    const expected = ACTIONS.map((action) => `${action} ${reference(asked, action)}`);
    expect(ACTIONS.map((action) => `${action} ${answer(asked, action)}`)).toEqual(expected);
    for (const each of expected) met.add(each);
  });
  fc.assert(property, { numRuns: worlds });
  expect([...met].toSorted()).toEqual(ACTIONS.flatMap(possible).toSorted());
});

/** Every answer that the sentences can give about an action: asked about what it is not for, each is refused. */
function possible(action: Action): string[] {
  const answers: Answer[] = ['allowed', 'SESSION_REVOKED', 'NOT_FOUND', 'FORBIDDEN'];
  if (CHANGES_WHAT_IS_SAID.includes(action)) answers.push('ARCHIVED');
  return answers.map((each) => `${action} ${each}`);
}

const LOWER: Record<Role, Role> = { owner: 'admin', admin: 'moderator', moderator: 'member', member: 'guest', guest: 'guest' };

/** Ways in which the caller loses something. */
const LOSSES: Record<string, (facts: Facts) => Facts> = {
  demoted: inPart('team', (team) => (team.role ? { ...team, role: LOWER[team.role] } : team)),
  'no member any more': inPart('team', ({ id, name, tier }) => ({ id, name, tier })),
  'no administrator any more': inPart('user', (user) => ({ ...user, admin: false })),
  'account disabled': inPart('user', (user) => ({ ...user, status: 'disabled' })),
  'session expired': inPart('session', (session) => ({ ...session, expiresAt: NOW })),
  'conversation archived': inPart('conversation', (conversation) => ({ ...conversation, archived: true })),
  'conversation made private': inPart('conversation', (conversation) => ({ ...conversation, visibility: 'private' })),
  'conversation kept by another': inPart('conversation', (conversation) => ({ ...conversation, keeper: OTHER })),
  'conversation shared no more': inPart('conversation', (conversation) => lacking(conversation, 'shared')),
  'conversation shared no more above': inPart('conversation', (conversation) => lacking(conversation, 'sharedAbove')),
  'conversation shared to read only': inPart('conversation', (conversation) => ({ ...conversation, ...toReadOnly(conversation) })),
  'folder shared no more': inPart('folder', (folder) => lacking(folder, 'shared')),
  'folder shared to read only': inPart('folder', (folder) => ({ ...folder, ...toReadOnly(folder) })),
  'file uploaded by another': inPart('file', (file) => ({ ...file, uploadedBy: OTHER })),
  'message deleted': inPart('message', (message) => ({ ...message, deleted: true })),
  'the other made owner': inPart('member', (member) => ({ ...member, role: 'owner' })),
  'the other suspended': inPart('member', (member) => ({ ...member, suspended: true })),
  ...Object.fromEntries(PARTS.map((part) => [`${part} missing`, (facts: Facts) => without(facts, part)])),
};

function inPart<Part extends keyof Facts>(part: Part, change: (value: NonNullable<Facts[Part]>) => NonNullable<Facts[Part]>) {
  return (facts: Facts): Facts => {
    const value = facts[part];
    return value ? { ...facts, [part]: change(value) } : facts;
  };
}

function lacking<Value extends object, Key extends keyof Value>(value: Value, key: Key): Omit<Value, Key> {
  const { [key]: _, ...rest } = value;
  return rest;
}

function toReadOnly({ shared, sharedAbove }: { shared?: Relation; sharedAbove?: Relation }) {
  return { ...(shared && { shared: 'viewer' as const }), ...(sharedAbove && { sharedAbove: 'viewer' as const }) };
}

const allowedIn = (asked: Question) => ACTIONS.filter((action) => answer(asked, action) === 'allowed');

test('ACCESS-3 whatever is taken away, a demotion before all, never lets somebody do more', DEEP, () => {
  const narrowed = new Set<string>();
  const property = fc.property(question, ({ ref, facts }) => {
    const before = new Set(allowedIn({ ref, facts }));
    for (const [loss, take] of Object.entries(LOSSES)) {
      const after = allowedIn({ ref, facts: take(facts) });
      const more = after.filter((action) => !before.has(action));
      if (more.length > 0) expect.fail(`${loss}, they may ${more.join(', ')}, which they might not before`);
      if (after.length < before.size) narrowed.add(loss);
    }
  });
  fc.assert(property, { numRuns: worlds / 2 });
  expect([...narrowed].toSorted()).toEqual(Object.keys(LOSSES).toSorted());
});

test('ACCESS-3 the sentences of the reference speak of every action and every role', () => {
  const spokenOf = new Set([
    ...OF_ONES_OWN_ACCOUNT,
    ...OF_AN_ADMINISTRATOR_OF_THE_SERVER,
    ...WHAT_AN_OWNER_MAY,
    ...WHAT_AN_AUTHOR_MAY_WITH_THEIR_MESSAGE,
  ]);
  expect([...spokenOf].toSorted()).toEqual(ACTIONS.toSorted());
  expect(Object.keys(MAY).toSorted()).toEqual(ROLES.toSorted());
});
