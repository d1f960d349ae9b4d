import { type Action, type Facts, type Role, ROLES } from '../../shared/access.ts';
import type { UserId } from '../../shared/ids.ts';

/** Who is permitted an action: by role in the team, or because the thing is theirs. */
export interface Rule {
  /** This role and every one above it. */
  from?: Role;
  /** Also whoever wrote the message or made the conversation. */
  own?: 'message' | 'conversation';
  /** About a member: the caller must stand above them; owners stand above everybody. */
  above?: true;
  /** Changes the conversation: refused while it is archived. */
  writes?: true;
}

/** Things of one's own that need no team. */
const SELF: Rule = {};

/** The role matrix as data. No role is compared anywhere else. */
export const RULES: Record<Action, Rule> = {
  'account.read': SELF,
  'account.update': SELF,
  'session.list': SELF,
  'session.revoke': SELF,
  'team.create': SELF,
  'team.list': SELF,
  'inbox.read': SELF,
  'invite.accept': SELF,
  'team.read': { from: 'guest' },
  'team.update': { from: 'admin' },
  'member.list': { from: 'member' },
  'member.setRole': { from: 'admin', above: true },
  'member.remove': { from: 'admin', above: true },
  'member.leave': { from: 'guest' },
  'invite.create': { from: 'admin' },
  'invite.list': { from: 'admin' },
  'invite.revoke': { from: 'admin' },
  'conversation.create': { from: 'member' },
  'conversation.list': { from: 'guest' },
  'conversation.read': { from: 'guest' },
  'conversation.update': { from: 'member', writes: true },
  'conversation.archive': { from: 'moderator', own: 'conversation' },
  'conversation.delete': { from: 'moderator', own: 'conversation' },
  'conversation.fork': { from: 'member' },
  'message.send': { from: 'member', writes: true },
  'message.edit': { own: 'message', writes: true },
  'message.delete': { from: 'moderator', own: 'message', writes: true },
  'message.markRead': { from: 'guest' },
  'presence.type': { from: 'member', writes: true },
  'generation.start': { from: 'member', writes: true },
  'generation.stop': { from: 'member' },
  'generation.queue': { from: 'member' },
  'model.list': { from: 'guest' },
  'model.pull': { from: 'admin' },
  'model.remove': { from: 'admin' },
  'model.setPolicy': { from: 'admin' },
};

/** Is `role` the same as or above `needed`? */
export function reaches(role: Role, needed: Role): boolean {
  return ROLES.indexOf(role) <= ROLES.indexOf(needed);
}

/** Does `role` stand above the other? Nobody gives or takes what does not stand below their own; among owners there is no order. */
export function outranks(role: Role, other: Role): boolean {
  return ROLES.indexOf(role) < ROLES.indexOf(other);
}

export function owns(userId: UserId, thing: 'message' | 'conversation', facts: Facts): boolean {
  return thing === 'message' ? facts.message?.authorId === userId : facts.conversation?.createdBy === userId;
}
