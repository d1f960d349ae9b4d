import { type Action, type Facts, type Role, ROLES } from '../../shared/access.ts';
import type { UserId } from '../../shared/ids.ts';

/** Who is permitted an action: by role in the team, or because the thing is theirs. */
export interface Rule {
  /** This standing and every one above it: the role in the team, or what one is in the folder or conversation (standing.ts). */
  from?: Role;
  /** Also whoever wrote the message or made the folder or conversation. */
  own?: 'message' | 'conversation' | 'folder';
  /** The role in the team that is needed besides. */
  team?: Role;
  /** About a member: the caller must stand above them; owners stand above everybody. */
  above?: true;
  /** Makes sense about a suspended member, too. */
  suspended?: true;
  /** Changes the conversation: refused while it is archived, and for whoever may only read. */
  writes?: true;
  /** Of the administrators of this server. */
  admin?: true;
}

/** Things of one's own that need no team. */
const SELF: Rule = {};
const ADMIN: Rule = { admin: true };

/** The role matrix as data. No role is compared anywhere else. */
export const RULES: Record<Action, Rule> = {
  'account.read': SELF,
  'account.update': SELF,
  'account.disable': SELF,
  'account.delete': SELF,
  'session.list': SELF,
  'session.revoke': SELF,
  'team.create': SELF,
  'team.list': SELF,
  'inbox.read': SELF,
  'invite.accept': SELF,
  'team.read': { from: 'guest' },
  'team.update': { from: 'admin' },
  'team.delete': { from: 'owner' },
  'team.transfer': { from: 'owner', above: true },
  'member.list': { from: 'member' },
  'member.setRole': { from: 'admin', above: true },
  'member.suspend': { from: 'admin', above: true },
  'member.restore': { from: 'admin', above: true, suspended: true },
  'member.remove': { from: 'admin', above: true, suspended: true },
  'member.leave': { from: 'guest' },
  'invite.create': { from: 'admin' },
  'invite.list': { from: 'admin' },
  'invite.revoke': { from: 'admin' },
  'folder.create': { from: 'member' },
  'folder.list': { from: 'guest' },
  'folder.read': { from: 'guest' },
  'folder.listShares': { from: 'member' },
  'folder.rename': { from: 'moderator', own: 'folder' },
  'folder.move': { from: 'moderator', own: 'folder' },
  'folder.share': { from: 'admin', own: 'folder' },
  'folder.delete': { from: 'moderator', own: 'folder' },
  'folder.file': { from: 'member' },
  'conversation.create': { from: 'member' },
  'conversation.list': { from: 'guest' },
  'conversation.read': { from: 'guest' },
  'conversation.update': { from: 'member', writes: true },
  'conversation.share': { from: 'admin', own: 'conversation' },
  'conversation.move': { from: 'moderator', own: 'conversation', writes: true },
  'conversation.archive': { from: 'moderator', own: 'conversation' },
  'conversation.delete': { from: 'moderator', own: 'conversation' },
  'conversation.fork': { from: 'member', team: 'member' },
  'message.send': { from: 'member', writes: true },
  'message.edit': { own: 'message', writes: true },
  'message.delete': { from: 'moderator', own: 'message', writes: true },
  'message.react': { from: 'member', writes: true },
  'message.thread': { from: 'member', writes: true },
  'message.markRead': { from: 'guest' },
  'presence.type': { from: 'member', writes: true },
  'generation.start': { from: 'member', writes: true },
  'generation.stop': { from: 'member' },
  'generation.queue': { from: 'member' },
  'model.list': { from: 'guest' },
  'model.pull': { from: 'admin' },
  'model.remove': { from: 'admin' },
  'model.setPolicy': { from: 'admin' },
  'access.check': SELF,
  'access.explain': SELF,
  'access.explainOther': { from: 'guest', team: 'admin' },
  'access.listObjects': { from: 'guest' },
  'access.listSubjects': { from: 'member' },
  'audit.list': { from: 'owner' },
  'audit.verify': { from: 'owner' },
  'tier.get': { from: 'guest' },
  'tier.set': ADMIN,
  'admin.users': ADMIN,
  'admin.disableUser': ADMIN,
  'admin.enableUser': ADMIN,
  'admin.deleteUser': ADMIN,
  'admin.forceSignOut': ADMIN,
  'admin.resetPassword': ADMIN,
};

/** Is `role` the same as or above `needed`? */
export function reaches(role: Role, needed: Role): boolean {
  return ROLES.indexOf(role) <= ROLES.indexOf(needed);
}

/** Does `role` stand above the other? Nobody gives or takes what does not stand below their own; among owners there is no order. */
export function outranks(role: Role, other: Role): boolean {
  return ROLES.indexOf(role) < ROLES.indexOf(other);
}

export function owns(userId: UserId, thing: NonNullable<Rule['own']>, facts: Facts): boolean {
  switch (thing) {
    case 'message':
      return facts.message?.authorId === userId;
    case 'conversation':
      return facts.conversation?.createdBy === userId;
    case 'folder':
      return facts.folder?.createdBy === userId;
  }
}

/** Whom of their team somebody may know of: guests themselves alone, whoever lists members those, and who sees their sessions also who is suspended. */
export function knowsOf({ user, team, member }: Facts): boolean {
  if (!team?.role || !member) return false;
  if (member.suspended) return seesSessions(team.role);
  return reaches(team.role, 'member') || member.userId === user?.id;
}

/** When and where members are signed in, and who is suspended. */
export function seesSessions(role: Role): boolean {
  return reaches(role, 'admin');
}
