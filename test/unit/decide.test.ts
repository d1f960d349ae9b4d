import { expect, test } from 'vitest';
import { ACTIONS, type Facts, type Ref, type Role, ROLES } from '../../shared/access.ts';
import { conversationId, messageId, teamId, userId } from '../../shared/ids.ts';
import { decide } from '../../server/access/decide.ts';
import { outranks, RULES } from '../../server/access/rules.ts';

const NOW = 1_000_000;
const me = userId.parse('a'.repeat(20));
const other = userId.parse('b'.repeat(20));
const team = teamId.parse('c'.repeat(20));
const room = conversationId.parse('d'.repeat(20));
const line = messageId.parse('e'.repeat(20));

interface World {
  role?: Role;
  visibility?: 'team' | 'private';
  createdBy?: typeof me;
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
      archived: world.archived ?? false,
    },
    message: { id: line, seq: 1, authorId: world.authorId ?? other, deleted: world.deleted ?? false },
  };
}

const aboutMember: Ref = { kind: 'member', teamId: team, userId: other };
const inTeam: Ref = { kind: 'team', teamId: team };
const inRoom: Ref = { kind: 'conversation', conversationId: room };
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
      "account.read": "guest",
      "account.update": "guest",
      "conversation.archive": "moderator",
      "conversation.create": "member",
      "conversation.delete": "moderator",
      "conversation.fork": "member",
      "conversation.list": "guest",
      "conversation.read": "member",
      "conversation.update": "member",
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
      "member.setRole": "admin",
      "message.delete": "moderator",
      "message.edit": "nobody",
      "message.markRead": "member",
      "message.send": "member",
      "model.list": "guest",
      "model.pull": "admin",
      "model.remove": "admin",
      "model.setPolicy": "admin",
      "presence.type": "member",
      "session.list": "guest",
      "session.revoke": "guest",
      "team.create": "guest",
      "team.list": "guest",
      "team.read": "guest",
      "team.update": "admin",
    }
  `);
});

/** Asked about what the action is about: nothing, a team, or somebody else's conversation in it. */
function allowed(action: (typeof ACTIONS)[number], role: Role): boolean {
  const world = facts({ role });
  if (RULES[action].from === undefined && !RULES[action].own) return ask(action, { kind: 'nothing' }, world).allow;
  if (RULES[action].above) return ask(action, aboutMember, { ...world, member: { userId: other, role: 'guest' } }).allow;
  if (/^(conversation\.(?!create|list)|message|generation\.(?!queue)|presence)/.test(action)) return ask(action, inRoom, world).allow;
  const { conversation: _, message: __, ...ofTeam } = world;
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
