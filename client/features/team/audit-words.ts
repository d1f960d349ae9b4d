import { type Action, ROLES } from '../../../shared/access.ts';
import type { UserId } from '../../../shared/ids.ts';
import type { AuditEntry } from '../../../shared/schemas/audit.ts';
import { asRole } from '../app/role-words.ts';
import { count } from '../app/times.ts';

/** What somebody did, and what somebody else was refused to do. `%` stands for what it was about. */
type Words = readonly [did: string, to: string];

const WORDS: Record<
  Action | 'auth.register' | 'auth.signIn' | 'auth.signOut' | 'auth.changePassword' | 'auth.resetPassword' | 'many',
  Words
> = {
  'account.read': ['read their account', 'read their account'],
  'account.update': ['changed their account', 'change their account'],
  'account.disable': ['disabled their account', 'disable their account'],
  'account.delete': ['deleted their account', 'delete their account'],
  'session.list': ['listed their sessions', 'list their sessions'],
  'session.revoke': ['ended a session of theirs', 'end a session'],
  'team.create': ['created the team', 'create a team'],
  'team.list': ['listed their teams', 'list their teams'],
  'team.read': ['looked at the team', 'look at the team'],
  'team.update': ['renamed the team', 'rename the team'],
  'team.delete': ['deleted the team', 'delete the team'],
  'team.transfer': ['handed the team over to %', 'hand the team over to %'],
  'member.list': ['listed the members', 'list the members'],
  'member.setRole': ['changed the role of %', 'change the role of %'],
  'member.suspend': ['suspended %', 'suspend %'],
  'member.restore': ['restored %', 'restore %'],
  'member.remove': ['removed %', 'remove %'],
  'member.leave': ['left the team', 'leave the team'],
  'invite.create': ['made an invite', 'make an invite'],
  'invite.list': ['listed the invites', 'list the invites'],
  'invite.revoke': ['revoked an invite', 'revoke an invite'],
  'invite.accept': ['joined by an invite', 'join by an invite'],
  'inbox.read': ['followed their inbox', 'follow their inbox'],
  'folder.create': ['created a folder', 'create a folder'],
  'folder.list': ['listed the folders', 'list the folders'],
  'folder.read': ['looked into %', 'look into %'],
  'folder.listShares': ['looked with whom % is shared', 'see with whom % is shared'],
  'folder.rename': ['renamed %', 'rename %'],
  'folder.move': ['moved %', 'move %'],
  'folder.share': ['shared %', 'share %'],
  'folder.delete': ['deleted %', 'delete %'],
  'folder.file': ['put a conversation into %', 'put a conversation into %'],
  'conversation.create': ['began a conversation', 'begin a conversation'],
  'conversation.list': ['listed the conversations', 'list the conversations'],
  'conversation.read': ['read %', 'read %'],
  'conversation.update': ['changed %', 'change %'],
  'conversation.share': ['shared %', 'share %'],
  'conversation.move': ['moved %', 'move %'],
  'conversation.archive': ['archived %, or brought it back', 'archive %, or bring it back'],
  'conversation.delete': ['deleted %', 'delete %'],
  'conversation.fork': ['forked a conversation', 'fork a conversation'],
  'message.send': ['wrote in %', 'write in %'],
  'message.edit': ['edited %', 'edit %'],
  'message.delete': ['deleted %', 'delete %'],
  'message.react': ['reacted to %', 'react to %'],
  'message.thread': ['opened the thread of %', 'open the thread of %'],
  'message.markRead': ['marked % as read', 'mark % as read'],
  'presence.type': ['typed in %', 'show that they type in %'],
  'generation.start': ['asked for a reply', 'ask for a reply'],
  'generation.stop': ['stopped %', 'stop %'],
  'generation.queue': ['looked at the queue', 'look at the queue'],
  'model.list': ['listed the models', 'list the models'],
  'model.pull': ['pulled a model', 'pull a model'],
  'model.remove': ['removed a model', 'remove a model'],
  'model.setPolicy': ['set the default model', 'set the default model'],
  'access.check': ['asked what they may do', 'ask what they may do'],
  'access.explain': ['asked why they may do something', 'ask why they may do something'],
  'access.explainOther': ['asked what somebody may do', 'ask what somebody may do'],
  'access.listObjects': ['asked what somebody sees', 'ask what somebody sees'],
  'access.listSubjects': ['asked who sees %', 'ask who sees %'],
  'audit.list': ['read the audit log', 'read the audit log'],
  'audit.verify': ['verified the audit log', 'verify the audit log'],
  'tier.get': ['looked at the plan', 'look at the plan'],
  'tier.set': ['changed the plan of the team', 'change the plan of the team'],
  'admin.users': ['listed the people of this server', 'list the people of this server'],
  'admin.disableUser': ['disabled an account', 'disable an account'],
  'admin.enableUser': ['enabled an account', 'enable an account'],
  'admin.deleteUser': ['deleted an account', 'delete an account'],
  'admin.forceSignOut': ['signed somebody out everywhere', 'sign somebody out everywhere'],
  'admin.resetPassword': ['made a link for a new password', 'make a link for a new password'],
  'auth.register': ['registered and joined', 'register'],
  'auth.signIn': ['signed in', 'sign in'],
  'auth.signOut': ['signed out', 'sign out'],
  'auth.changePassword': ['changed their password', 'change their password'],
  'auth.resetPassword': ['set a new password by a link', 'set a new password by a link'],
  many: ['did many things at once', 'many different things at once'],
};

const NOUNS: Record<string, string> = {
  team: 'the team',
  folder: 'a folder',
  conversation: 'a conversation',
  message: 'a message',
  generation: 'a reply',
  invite: 'an invite',
  file: 'a file',
  member: 'somebody',
};

/** A line of the audit log as a sentence. `nameOf`: people of the team by their id, as far as they are still in it. */
export function auditSentence(entry: AuditEntry, nameOf: (id: UserId) => string | undefined): string {
  const words = wordsOf(entry.action);
  if (words === undefined) return `${actor(entry)}: ${entry.action}${entry.allowed ? '' : ', refused'}`;
  const about = subject(entry);
  if (!entry.allowed) return `${actor(entry)} was refused: ${words[1].replace('%', about)}${times(entry)}`;
  return `${actor(entry)} ${special(entry, about, nameOf) ?? words[0].replace('%', about)}${times(entry)}`;
}

function wordsOf(action: string): Words | undefined {
  return Object.hasOwn(WORDS, action) ? WORDS[action as keyof typeof WORDS] : undefined;
}

function actor({ actor: known, credential }: AuditEntry): string {
  if (known !== undefined) return known.name;
  return credential === 'none' ? 'Somebody who was not signed in' : 'Somebody outside the team';
}

function subject({ subject: about }: AuditEntry): string {
  if (about === undefined) return 'something';
  if (about.name === undefined) return NOUNS[about.kind] ?? 'something';
  return about.kind === 'member' || about.kind === 'team' ? about.name : `“${about.name}”`;
}

/** What is known of an act besides what it was about. */
function special({ action, detail = {} }: AuditEntry, about: string, nameOf: (id: UserId) => string | undefined): string | undefined {
  const { role, email, userId, relation } = detail;
  const known = ROLES.find((each) => each === role);
  switch (action) {
    case 'member.setRole':
      return known && `made ${about} ${asRole(known)}`;
    case 'invite.create':
      return known && `made an invite for ${typeof email === 'string' ? email : 'whoever has the link'}, as ${asRole(known)}`;
    case 'conversation.share':
    case 'folder.share': {
      const whom = (typeof userId === 'string' ? nameOf(userId as UserId) : undefined) ?? 'somebody';
      if (relation === null) return `stopped sharing ${about} with ${whom}`;
      return `shared ${about} with ${whom}, ${relation === 'viewer' ? 'to read' : 'to take part'}`;
    }
    default:
      return undefined;
  }
}

function times({ times: often }: AuditEntry): string {
  return often > 1 ? `, ${count(often)} times` : '';
}
