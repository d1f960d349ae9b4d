import { expect, test } from 'vitest';
import { ACTIONS, type Facts, type Ref, type Relation, type Role, ROLES } from '../../shared/access.ts';
import { conversationId, folderId, messageId, teamId, userId } from '../../shared/ids.ts';
import { decide, decideAbout } from '../../server/access/decide.ts';
import { outranks, RULES } from '../../server/access/rules.ts';

const NOW = 1_000_000;
const me = userId.parse('a'.repeat(20));
const other = userId.parse('b'.repeat(20));
const team = teamId.parse('c'.repeat(20));
const room = conversationId.parse('d'.repeat(20));
const place = folderId.parse('f'.repeat(20));
const line = messageId.parse('e'.repeat(20));

interface World {
  role?: Role;
  visibility?: 'team' | 'private';
  createdBy?: typeof me;
  /** Who made the conversation that a thread hangs in; else who made it. */
  keeper?: typeof me;
  shared?: Relation;
  sharedAbove?: Relation;
  archived?: boolean;
  authorId?: typeof me;
  deleted?: boolean;
}

function facts(world: World = {}): Facts {
  return {
    session: { userId: me, expiresAt: NOW + 1 },
    user: { id: me, name: 'Me', email: 'me@example.org', admin: false, status: 'active' },
    team: { id: team, name: 'Team', tier: 'free', ...(world.role && { role: world.role }) },
    conversation: {
      id: room,
      teamId: team,
      visibility: world.visibility ?? 'team',
      createdBy: world.createdBy ?? other,
      keeper: world.keeper ?? world.createdBy ?? other,
      thread: world.keeper !== undefined,
      archived: world.archived ?? false,
      ...(world.shared && { shared: world.shared }),
      ...(world.sharedAbove && { sharedAbove: world.sharedAbove }),
    },
    message: { id: line, seq: 1, authorId: world.authorId ?? other, deleted: world.deleted ?? false },
  };
}

const aboutMember: Ref = { kind: 'member', teamId: team, userId: other };
const inTeam: Ref = { kind: 'team', teamId: team };
const inRoom: Ref = { kind: 'conversation', conversationId: room };
const inPlace: Ref = { kind: 'folder', folderId: place };
const onLine: Ref = { kind: 'message', messageId: line };
const ask = (action: (typeof ACTIONS)[number], ref: Ref, world: Facts, now = NOW) => decide({ userId: me }, action, ref, world, now);

test('SESSION-3 without a living session everything is refused', () => {
  for (const action of ACTIONS) {
    const { session: _, ...none } = facts({ role: 'owner' });
    expect(ask(action, inRoom, none)).toMatchObject({ allow: false, code: 'SESSION_REVOKED' });
    expect(ask(action, inRoom, facts({ role: 'owner' }), NOW + 1)).toMatchObject({ allow: false, code: 'SESSION_REVOKED' });
    expect(ask(action, inRoom, { ...facts({ role: 'owner' }), session: { userId: other, expiresAt: NOW + 1 } })).toMatchObject({
      allow: false,
      code: 'SESSION_REVOKED',
    });
  }
});

test('SESSION-4 a disabled account can do nothing', () => {
  const world = facts({ role: 'owner' });
  const disabled: Facts = { ...world, user: { id: me, name: 'Me', email: 'me@example.org', admin: true, status: 'disabled' } };
  for (const action of ACTIONS) expect(ask(action, inTeam, disabled)).toMatchObject({ allow: false, code: 'SESSION_REVOKED' });
});

test('ACCESS-2 foreign, unknown and hidden give one and the same answer', () => {
  const foreign = ask('message.send', inRoom, facts());
  const { conversation: _, ...unknown } = facts({ role: 'owner' });
  const hidden = ask('message.send', inRoom, facts({ role: 'owner', visibility: 'private' }));
  const deleted = ask('message.edit', onLine, facts({ role: 'owner', deleted: true, authorId: me }));
  for (const decision of [foreign, ask('message.send', inRoom, unknown), hidden, deleted])
    expect(decision).toMatchObject({ allow: false, code: 'NOT_FOUND' });
});

test('ACCESS-2 an owner does not see into a private conversation, its maker does', () => {
  expect(ask('conversation.read', inRoom, facts({ role: 'owner', visibility: 'private' })).allow).toBe(false);
  expect(ask('conversation.read', inRoom, facts({ role: 'member', visibility: 'private', createdBy: me })).allow).toBe(true);
});

test('ACCESS-5 the matrix: the lowest role that may, for every action', () => {
  const least = ACTIONS.map((action) => [action, ROLES.findLast((role) => allowed(action, role)) ?? 'nobody']);
  expect(Object.fromEntries(least)).toMatchInlineSnapshot(`
    {
      "access.check": "guest",
      "access.explain": "guest",
      "access.explainOther": "admin",
      "access.listObjects": "guest",
      "access.listSubjects": "member",
      "account.delete": "guest",
      "account.disable": "guest",
      "account.read": "guest",
      "account.update": "guest",
      "admin.deleteUser": "nobody",
      "admin.disableUser": "nobody",
      "admin.enableUser": "nobody",
      "admin.forceSignOut": "nobody",
      "admin.resetPassword": "nobody",
      "admin.users": "nobody",
      "audit.list": "owner",
      "audit.verify": "owner",
      "conversation.archive": "moderator",
      "conversation.create": "member",
      "conversation.delete": "moderator",
      "conversation.fork": "member",
      "conversation.list": "guest",
      "conversation.move": "moderator",
      "conversation.read": "member",
      "conversation.share": "admin",
      "conversation.update": "member",
      "folder.create": "member",
      "folder.delete": "moderator",
      "folder.file": "member",
      "folder.list": "guest",
      "folder.listShares": "member",
      "folder.move": "moderator",
      "folder.read": "member",
      "folder.rename": "moderator",
      "folder.share": "admin",
      "generation.queue": "member",
      "generation.start": "member",
      "generation.stop": "member",
      "inbox.read": "guest",
      "invite.accept": "guest",
      "invite.create": "admin",
      "invite.list": "admin",
      "invite.revoke": "admin",
      "member.leave": "guest",
      "member.list": "member",
      "member.remove": "admin",
      "member.restore": "admin",
      "member.setRole": "admin",
      "member.suspend": "admin",
      "message.delete": "moderator",
      "message.edit": "nobody",
      "message.markRead": "member",
      "message.react": "member",
      "message.send": "member",
      "message.thread": "member",
      "model.list": "guest",
      "model.pull": "admin",
      "model.remove": "admin",
      "model.setPolicy": "admin",
      "presence.type": "member",
      "session.list": "guest",
      "session.revoke": "guest",
      "team.create": "guest",
      "team.delete": "owner",
      "team.list": "guest",
      "team.read": "guest",
      "team.transfer": "owner",
      "team.update": "admin",
      "tier.get": "guest",
      "tier.set": "nobody",
    }
  `);
});

/** Asked about what the action is about: nothing, a team, or what somebody else made in it. */
function allowed(action: (typeof ACTIONS)[number], role: Role): boolean {
  const world = facts({ role });
  const { from, own, above } = RULES[action];
  if (from === undefined && !own) return ask(action, { kind: 'nothing' }, world).allow;
  if (/^(conversation\.(?!create|list)|message|generation\.(?!queue)|presence|access\.listSubjects)/.test(action))
    return ask(action, inRoom, world).allow;
  const { conversation: _, message: __, ...ofTeam } = world;
  if (above) return ask(action, aboutMember, { ...ofTeam, member: { userId: other, role: 'guest', suspended: false } }).allow;
  if (/^folder\.(?!create|list$)/.test(action))
    return ask(action, inPlace, { ...ofTeam, folder: { id: place, teamId: team, createdBy: other } }).allow;
  return ask(action, inTeam, ofTeam).allow;
}

test('ACCESS-5 only the author edits a message, a moderator may delete it', () => {
  expect(ask('message.edit', onLine, facts({ role: 'owner' }))).toMatchObject({ allow: false, code: 'FORBIDDEN' });
  expect(ask('message.edit', onLine, facts({ role: 'member', authorId: me })).allow).toBe(true);
  expect(ask('message.delete', onLine, facts({ role: 'member' })).allow).toBe(false);
  expect(ask('message.delete', onLine, facts({ role: 'member', authorId: me })).allow).toBe(true);
  expect(ask('message.delete', onLine, facts({ role: 'moderator' })).allow).toBe(true);
});

test('ACCESS-5 an archived conversation is read, not written', () => {
  const archived = facts({ role: 'owner', archived: true, authorId: me });
  for (const action of ['message.send', 'message.edit', 'message.delete', 'generation.start', 'conversation.update'] as const) {
    expect(ask(action, onLine, archived), action).toMatchObject({ allow: false, code: 'ARCHIVED' });
  }
  expect(ask('conversation.read', inRoom, archived).allow).toBe(true);
  expect(ask('conversation.archive', inRoom, archived).allow).toBe(true);
});

test('ACCESS-6 nobody gives a role that does not stand below their own', () => {
  expect(outranks('admin', 'admin')).toBe(false);
  expect(outranks('admin', 'owner')).toBe(false);
  expect(outranks('owner', 'admin')).toBe(true);
});

test('ACCESS-3 a viewer share lets read only, whatever the role; what reaches in a better way counts', () => {
  const hidden = facts({ role: 'owner', visibility: 'private', shared: 'viewer' });
  expect(ask('conversation.read', inRoom, hidden).allow).toBe(true);
  for (const action of ['message.send', 'message.react', 'conversation.update', 'message.thread'] as const)
    expect(ask(action, inRoom, hidden), action).toMatchObject({ allow: false, code: 'FORBIDDEN' });
  expect(ask('message.send', inRoom, facts({ role: 'member', shared: 'viewer' })).allow).toBe(true);
});

test('ACCESS-3 an editor share makes of a guest a member there, and no more', () => {
  const world = facts({ role: 'guest', visibility: 'private', shared: 'editor' });
  expect(ask('message.send', inRoom, world).allow).toBe(true);
  expect(ask('conversation.archive', inRoom, world).allow).toBe(false);
  // A fork makes something in the team, which takes being a member of it.
  expect(ask('conversation.fork', inRoom, world)).toMatchObject({
    allow: false,
    code: 'FORBIDDEN',
    path: expect.arrayContaining(['needs:member']),
  });
});

test('ACCESS-2 what is shared above does not reach into a private conversation', () => {
  const above = (visibility: 'team' | 'private') =>
    ask('conversation.read', inRoom, facts({ role: 'guest', visibility, sharedAbove: 'editor' }));
  expect(above('team')).toMatchObject({ allow: true, path: ['team:guest', 'place:folder', 'standing:member'] });
  expect(above('private')).toMatchObject({ allow: false, code: 'NOT_FOUND' });
});

test('ACCESS-2 a thread is seen by whoever keeps its conversation, not by who began it', () => {
  const thread = (keeper: typeof me, createdBy: typeof me) =>
    ask('conversation.read', inRoom, facts({ role: 'member', visibility: 'private', keeper, createdBy }));
  expect(thread(me, other).allow).toBe(true);
  expect(thread(other, me)).toMatchObject({ allow: false, code: 'NOT_FOUND' });
});

test('ACCESS-5 of a suspended member only restoring and removing is left', () => {
  const { conversation: _, message: __, ...world } = facts({ role: 'owner' });
  const about = (action: (typeof ACTIONS)[number]) =>
    ask(action, aboutMember, { ...world, member: { userId: other, role: 'member', suspended: true } });
  for (const action of ['member.restore', 'member.remove'] as const) expect(about(action).allow, action).toBe(true);
  for (const action of ['member.setRole', 'member.suspend', 'team.transfer'] as const)
    expect(about(action), action).toMatchObject({ allow: false, code: 'NOT_FOUND' });
});

test('ACCESS-5 what is for administrators of the server is for no owner, and the other way round', () => {
  const admin = { ...facts(), user: { id: me, name: 'Me', email: 'me@example.org', admin: true, status: 'active' as const } };
  const nothing: Ref = { kind: 'nothing' };
  expect(ask('admin.disableUser', nothing, facts({ role: 'owner' }))).toMatchObject({ allow: false, code: 'FORBIDDEN' });
  expect(ask('admin.disableUser', nothing, admin)).toMatchObject({ allow: true, path: ['server:administrator'] });
  expect(ask('team.update', inTeam, admin)).toMatchObject({ allow: false, code: 'NOT_FOUND' });
});

test('ACCESS-3 about somebody who is not calling all but the session counts', () => {
  const { session: _, ...absent } = facts({ role: 'member' });
  expect(decideAbout(me, 'conversation.read', inRoom, absent).allow).toBe(true);
  expect(decideAbout(other, 'conversation.read', inRoom, absent)).toMatchObject({ allow: false, code: 'SESSION_REVOKED' });
});
