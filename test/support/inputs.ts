/** A valid input of every procedure there is, and who is let in: what tests walk through so that a new procedure cannot be forgotten (ACCESS-5). */
import type { Role } from '../../shared/access.ts';
import type { Person } from './person.ts';

export interface Ids {
  teamId: string;
  userId: string;
  folderId: string;
  conversationId: string;
  messageId: string;
  generationId: string;
  inviteId: string;
}

interface About {
  kind: 'team' | 'member' | 'folder' | 'conversation' | 'message' | 'generation' | 'invite';
  /** The lowest role that is let in when the thing is another's and open to the team. */
  from: Role | 'nobody';
  input(ids: Ids): object;
}

const team = (from: Role, input: (ids: Ids) => object = () => ({})): About => ({
  kind: 'team',
  from,
  input: (ids) => ({ teamId: ids.teamId, ...input(ids) }),
});
const member = (from: Role, more: object = {}): About => ({
  kind: 'member',
  from,
  input: ({ teamId, userId }) => ({ teamId, userId, ...more }),
});
const folder = (from: Role, more: object = {}): About => ({ kind: 'folder', from, input: ({ folderId }) => ({ folderId, ...more }) });
const conversation = (from: Role, more: (ids: Ids) => object = () => ({})): About => ({
  kind: 'conversation',
  from,
  input: (ids) => ({ conversationId: ids.conversationId, ...more(ids) }),
});
const message = (from: Role | 'nobody', more: object = {}): About => ({
  kind: 'message',
  from,
  input: ({ messageId }) => ({ messageId, ...more }),
});
const generation = (from: Role): About => ({ kind: 'generation', from, input: ({ generationId }) => ({ generationId }) });

const nothing = { kind: 'nothing' as const };

/** 'open' = for everybody; 'own' and 'admin' = about the caller, or the server, and no thing of a team. */
export const INPUTS: Record<string, 'open' | { own: object } | { admin: (ids: Ids) => object } | About> = {
  'access.check': { own: { action: 'team.create', resource: nothing } },
  'access.checkMany': { own: { items: [{ action: 'team.create', resource: nothing }] } },
  'access.explain': { own: { action: 'team.create', resource: nothing } },
  'access.listObjects': team('guest'),
  'access.listSubjects': conversation('member'),
  'account.delete': { own: { password: 'wrong' } },
  'account.disable': { own: { password: 'wrong' } },
  'account.update': { own: { name: 'Somebody' } },
  'admin.deleteUser': { admin: ({ userId }) => ({ userId }) },
  'admin.disableUser': { admin: ({ userId }) => ({ userId }) },
  'admin.enableUser': { admin: ({ userId }) => ({ userId }) },
  'admin.forceSignOut': { admin: ({ userId }) => ({ userId }) },
  'admin.resetPassword': { admin: ({ userId }) => ({ userId }) },
  'admin.users': { admin: () => ({}) },
  'audit.list': team('owner'),
  'audit.verify': team('owner'),
  'auth.changePassword': { own: { currentPassword: 'wrong', newPassword: 'a walk in the hills 9' } },
  'auth.me': { own: {} },
  'auth.register': 'open',
  'auth.resetPassword': 'open',
  'auth.signIn': 'open',
  'auth.signOut': 'open',
  'conversation.archive': conversation('moderator'),
  'conversation.create': team('member'),
  'conversation.delete': conversation('moderator'),
  'conversation.fork': message('member'),
  'conversation.list': team('guest'),
  'conversation.live': conversation('guest'),
  'conversation.move': conversation('moderator', () => ({ folderId: null })),
  'conversation.open': conversation('guest'),
  'conversation.share': conversation('admin', ({ userId }) => ({ userId, relation: 'viewer' })),
  'conversation.shares': conversation('member'),
  'conversation.update': conversation('member', () => ({ title: 'mine now' })),
  'folder.create': team('member', () => ({ name: 'mine' })),
  'folder.delete': folder('moderator'),
  'folder.list': team('guest'),
  'folder.move': folder('moderator', { parentId: null }),
  'folder.rename': folder('moderator', { name: 'mine now' }),
  'folder.share': {
    kind: 'folder',
    from: 'admin',
    input: ({ folderId, userId }) => ({ folderId, userId, relation: 'viewer' }),
  },
  'folder.shares': folder('member'),
  'generation.continue': generation('member'),
  'generation.queue': team('member'),
  'generation.start': message('member'),
  'generation.stop': generation('member'),
  'inbox.live': { own: {} },
  'invite.accept': { own: { token: 'x'.repeat(43) } },
  'invite.create': team('admin'),
  'invite.list': team('admin'),
  'invite.preview': 'open',
  'invite.revoke': { kind: 'invite', from: 'admin', input: ({ inviteId }) => ({ inviteId }) },
  'member.leave': team('guest'),
  'member.list': team('member'),
  'member.remove': member('admin'),
  'member.restore': member('admin'),
  'member.setRole': member('admin', { role: 'guest' }),
  'member.suspend': member('admin'),
  'message.delete': message('moderator'),
  'message.edit': message('nobody', { text: 'hacked' }),
  'message.history': conversation('guest'),
  'message.markRead': conversation('guest', () => ({ seq: 1 })),
  'message.react': message('member', { emoji: '👍' }),
  'message.send': conversation('member', () => ({ clientKey: 'k', text: 'hi', model: null })),
  'message.thread': message('member'),
  'model.cancelPull': team('admin', () => ({ model: 'x' })),
  'model.list': team('guest'),
  'model.pull': team('admin', () => ({ model: 'x' })),
  'model.remove': team('admin', () => ({ model: 'smollm2:135m' })),
  'model.setPolicy': team('admin', () => ({ defaultModel: null })),
  'model.show': team('guest', () => ({ model: 'smollm2:135m' })),
  'presence.typing': conversation('member'),
  'session.list': { own: {} },
  'session.revoke': { own: { sessionId: 's'.repeat(20) } },
  'session.revokeOthers': { own: {} },
  'system.setup': 'open',
  'team.create': { own: { name: 'Another' } },
  'team.delete': team('owner', () => ({ name: 'not its name' })),
  'team.get': team('guest'),
  'team.list': { own: {} },
  'team.transfer': member('owner'),
  'team.update': team('admin', () => ({ name: 'mine now' })),
  'tier.get': team('guest'),
  'tier.set': { admin: ({ teamId }) => ({ teamId, tier: 'pro' }) },
};

export function isAbout(input: (typeof INPUTS)[string]): input is About {
  return typeof input === 'object' && 'kind' in input;
}

export function inputOf(input: Exclude<(typeof INPUTS)[string], 'open'>, ids: Ids): object {
  if ('own' in input) return input.own;
  return 'admin' in input ? input.admin(ids) : input.input(ids);
}

/** One of each kind, all made by this person: in the given conversation, about the given member. */
export async function things(person: Person, about: { userId: string; conversationId?: string }): Promise<Ids> {
  const teamId = person.team.id;
  const conversationId = (about.conversationId as typeof person.welcome.id | undefined) ?? person.welcome.id;
  const sent = await person.api.message.send.mutate({ conversationId, clientKey: `${Math.random()}`, text: 'hello', model: 'guide' });
  const generationId = sent.reply?.id ?? never();
  await person.api.generation.stop.mutate({ generationId });
  const { invite } = await person.api.invite.create.mutate({ teamId });
  const { folder: made } = await person.api.folder.create.mutate({ teamId, name: 'Plans' });
  return { teamId, userId: about.userId, folderId: made.id, conversationId, messageId: sent.message.id, generationId, inviteId: invite.id };
}

/** Ids of no thing at all. */
export const UNKNOWN: Ids = {
  teamId: 't'.repeat(20),
  userId: 'u'.repeat(20),
  folderId: 'f'.repeat(20),
  conversationId: 'c'.repeat(20),
  messageId: 'm'.repeat(20),
  generationId: 'g'.repeat(20),
  inviteId: 'i'.repeat(20),
};

function never(): never {
  throw new Error('this is always there');
}
