/** Every guarded method of the store with a world in which it can be called: store-guards.test.ts holds that none is missing. */
import type { Guard, Ref } from '../../shared/access.ts';
import type { Received } from '../../db/store.ts';
import type { ConversationId, FileId, FolderId, GenerationId, InviteId, MessageId, TeamId, UserId } from '../../shared/ids.ts';
import { ask, conversationOf, handleOf, house, type House, pieces, say, session, sha256, T0, to, upload } from './store-support.ts';

/** One of everything that can be acted on. */
export interface World extends House {
  conversationId: ConversationId;
  question: MessageId;
  answer: MessageId;
  running: GenerationId;
  stopped: GenerationId;
  inviteId: InviteId;
  inviteHash: string;
  /** A second owner: with them every change of a membership passes. */
  deputy: { teamId: TeamId; userId: UserId };
  member: { teamId: TeamId; userId: UserId };
  /** Suspended, and with an account that is disabled. */
  aside: { teamId: TeamId; userId: UserId };
  /** Waits to be sent. */
  fileId: FileId;
  received: Received;
  outer: FolderId;
  /** In that folder. */
  inner: FolderId;
}

export async function world(): Promise<World> {
  const base = await house();
  const { store, owner, team } = base;
  const deputy = { teamId: team.id, userId: (await base.joined('Dana')).user.id };
  await store.members.setRole({ ...deputy, role: 'owner' }, owner.may(to.member(deputy)), T0);
  const member = { teamId: team.id, userId: (await base.joined('Mia')).user.id };
  const aside = { teamId: team.id, userId: (await base.joined('Sue')).user.id };
  await store.members.suspend(aside, owner.may(to.member(aside)), T0);
  await store.accounts.disable(owner.may(to.nothing), T0, aside.userId);
  await store.sessions.insert(session(owner));
  const inTeam = owner.may(to.team(team.id));
  const outer = (await store.folders.create({ teamId: team.id, name: 'Plans' }, inTeam, T0)).id;
  const within = owner.may(to.folder(outer));
  const inner = (await store.folders.create({ teamId: team.id, name: 'Inner', parentId: outer }, inTeam, T0, within)).id;
  const { id } = await conversationOf(base, owner);
  const { question, answer } = await ask(store, owner, id, 'q', 'a');
  const running = (await say(store, owner, id, 'go', { model: 'tiny' })).generation;
  const stopped = (await say(store, owner, id, 'stop', { model: 'tiny' })).generation;
  if (!running || !stopped) throw new Error('nobody answers');
  await store.generations.end(stopped.id, { outcome: 'stopped', thinking: '', text: 'half' }, T0);
  const { id: fileId } = await upload(store, owner, id);
  const received = await store.files.receive(pieces('more'));
  const inviteHash = sha256('an invite');
  const invite = await store.invites.create(
    { teamId: team.id, role: 'member', tokenHash: inviteHash, expiresAt: T0 + 1 },
    owner.may(to.team(team.id)),
    T0,
  );
  return {
    ...base,
    conversationId: id,
    question: question.id,
    answer,
    running: running.id,
    stopped: stopped.id,
    inviteId: invite.id,
    inviteHash,
    fileId,
    received,
    deputy,
    member,
    aside,
    outer,
    inner,
  };
}

interface Guarded {
  ref(world: World): Ref;
  call(world: World, guard: Guard): Promise<unknown>;
}

export const self = () => to.nothing;
export const team = (w: World) => to.team(w.team.id);
export const conversation = (w: World) => to.conversation(w.conversationId);
export const question = (w: World) => to.message(w.question);
export const deputy = (w: World) => to.member(w.deputy);
const aMember = (w: World) => to.member(w.member);
export const aside = (w: World) => to.member(w.aside);
export const inner = (w: World) => to.folder(w.inner);
export const file = (w: World) => to.file(w.fileId);

export const WRITES: Record<string, Guarded> = {
  'users.changePassword': {
    ref: self,
    call: (w, guard) => w.store.users.changePassword({ oldHash: 'hash of Olga', newHash: 'x' }, guard, T0),
  },
  'users.rename': { ref: self, call: (w, guard) => w.store.users.rename('Other', guard) },
  'accounts.disable': { ref: self, call: (w, guard) => w.store.accounts.disable(guard, T0, w.deputy.userId) },
  'accounts.enable': { ref: self, call: (w, guard) => w.store.accounts.enable(w.aside.userId, guard) },
  'accounts.delete': { ref: self, call: (w, guard) => w.store.accounts.delete(guard, T0) },
  'accounts.endSessions': { ref: self, call: (w, guard) => w.store.accounts.endSessions(w.owner.user.id, guard) },
  'accounts.createPasswordReset': {
    ref: self,
    call: (w, guard) => w.store.accounts.createPasswordReset({ userId: w.deputy.userId, tokenHash: 'x', expiresAt: T0 + 1 }, guard),
  },
  'sessions.endOwn': { ref: self, call: (w, guard) => w.store.sessions.endOwn(handleOf(w.owner.sessionId), guard) },
  'sessions.endOthers': { ref: self, call: (w, guard) => w.store.sessions.endOthers(guard) },
  'teams.create': { ref: self, call: (w, guard) => w.store.teams.create({ name: 'New', welcome: 'Hi.' }, guard, T0) },
  'teams.rename': { ref: team, call: (w, guard) => w.store.teams.rename(w.team.id, 'Other', guard) },
  'teams.setDefaultModel': { ref: team, call: (w, guard) => w.store.teams.setDefaultModel(w.team.id, 'tiny', guard) },
  'teams.delete': { ref: team, call: (w, guard) => w.store.teams.delete({ teamId: w.team.id, name: 'Team' }, guard) },
  'teams.transfer': { ref: aMember, call: (w, guard) => w.store.teams.transfer(w.member, guard, T0) },
  'teams.setTier': { ref: self, call: (w, guard) => w.store.teams.setTier({ teamId: w.team.id, tier: 'pro' }, guard) },
  'members.setRole': {
    ref: deputy,
    call: (w, guard) => w.store.members.setRole({ ...w.deputy, role: 'guest' }, guard, T0),
  },
  'members.remove': { ref: deputy, call: (w, guard) => w.store.members.remove(w.deputy, guard, T0) },
  'members.suspend': { ref: deputy, call: (w, guard) => w.store.members.suspend(w.deputy, guard, T0) },
  'members.restore': { ref: aside, call: (w, guard) => w.store.members.restore(w.aside, guard, T0) },
  'members.leave': { ref: team, call: (w, guard) => w.store.members.leave(w.team.id, guard, T0) },
  'invites.create': {
    ref: team,
    call: (w, guard) => w.store.invites.create({ teamId: w.team.id, role: 'member', tokenHash: 'x', expiresAt: T0 + 1 }, guard, T0),
  },
  'invites.revoke': { ref: (w) => to.invite(w.inviteId), call: (w, guard) => w.store.invites.revoke(w.inviteId, guard) },
  'invites.accept': { ref: self, call: (w, guard) => w.store.invites.accept(w.inviteHash, guard, T0) },
  'folders.create': { ref: team, call: (w, guard) => w.store.folders.create({ teamId: w.team.id, name: 'New' }, guard, T0) },
  'folders.rename': { ref: inner, call: (w, guard) => w.store.folders.rename(w.inner, 'Other', guard) },
  'folders.move': { ref: inner, call: (w, guard) => w.store.folders.move({ folderId: w.inner, parentId: null }, guard) },
  'folders.share': {
    ref: inner,
    call: (w, guard) => w.store.folders.share({ folderId: w.inner, userId: w.deputy.userId, relation: 'viewer' }, guard),
  },
  'folders.delete': { ref: inner, call: (w, guard) => w.store.folders.delete(w.inner, guard) },
  'conversations.create': {
    ref: team,
    call: (w, guard) => w.store.conversations.create({ teamId: w.team.id, visibility: 'team' }, guard, T0),
  },
  'conversations.thread': { ref: question, call: (w, guard) => w.store.conversations.thread(w.question, guard, T0) },
  'conversations.share': {
    ref: conversation,
    call: (w, guard) => {
      const change = { conversationId: w.conversationId, userId: w.deputy.userId, relation: 'viewer' as const };
      return w.store.conversations.share(change, guard, T0);
    },
  },
  'conversations.move': {
    ref: conversation,
    call: (w, guard) =>
      w.store.conversations.move({ conversationId: w.conversationId, folderId: w.outer }, guard, T0, w.owner.may(to.folder(w.outer))),
  },
  'conversations.update': {
    ref: conversation,
    call: (w, guard) => w.store.conversations.update({ conversationId: w.conversationId, visibility: 'private' }, guard, T0),
  },
  'conversations.setArchived': {
    ref: conversation,
    call: (w, guard) => w.store.conversations.setArchived(w.conversationId, true, guard, T0),
  },
  'conversations.delete': { ref: conversation, call: (w, guard) => w.store.conversations.delete(w.conversationId, guard) },
  'conversations.fork': {
    ref: (w) => to.message(w.answer),
    call: (w, guard) => w.store.conversations.fork({ messageId: w.answer }, guard, T0),
  },
  'messages.append': {
    ref: conversation,
    call: (w, guard) =>
      w.store.messages.append({ conversationId: w.conversationId, clientKey: 'new', text: 'hi', reply: { model: 'x' } }, guard, T0),
  },
  'messages.react': {
    ref: question,
    call: (w, guard) => w.store.messages.react({ messageId: w.question, emoji: '👍', on: true }, guard, T0),
  },
  'messages.edit': { ref: question, call: (w, guard) => w.store.messages.edit({ messageId: w.question, text: 'other' }, guard, T0) },
  'messages.delete': { ref: question, call: (w, guard) => w.store.messages.delete(w.question, guard, T0) },
  'messages.markRead': { ref: conversation, call: (w, guard) => w.store.messages.markRead(w.conversationId, 1, guard) },
  'files.add': {
    ref: conversation,
    call: (w, guard) => w.store.files.add({ conversationId: w.conversationId, name: 'more.txt', received: w.received }, guard, T0),
  },
  'files.remove': { ref: file, call: (w, guard) => w.store.files.remove(w.fileId, guard) },
  'generations.start': {
    ref: question,
    call: (w, guard) => w.store.generations.start({ messageId: w.question, model: 'tiny' }, guard, T0),
  },
  'generations.continue': { ref: (w) => to.generation(w.stopped), call: (w, guard) => w.store.generations.continue(w.stopped, guard, T0) },
  'generations.end': {
    ref: (w) => to.generation(w.running),
    call: (w, guard) => w.store.generations.end(w.running, { outcome: 'stopped', thinking: '', text: 'x' }, T0, guard),
  },
};

export const READS: Record<string, Guarded> = {
  'accounts.list': { ref: self, call: (w, guard) => w.store.accounts.list({ limit: 1 }, guard) },
  'folders.shares': { ref: inner, call: (w, guard) => w.store.folders.shares(w.inner, guard) },
  'conversations.shares': { ref: conversation, call: (w, guard) => w.store.conversations.shares(w.conversationId, guard) },
  'conversations.subjects': {
    ref: conversation,
    call: (w, guard) => w.store.conversations.subjects({ conversationId: w.conversationId, limit: 1 }, guard),
  },
  'files.open': { ref: file, call: async (w, guard) => (await w.store.files.open(w.fileId, guard)).handle.close() },
  'audit.list': { ref: team, call: (w, guard) => w.store.audit.list({ teamId: w.team.id, limit: 1 }, guard) },
  'teams.get': { ref: team, call: (w, guard) => w.store.teams.get(w.team.id, guard) },
  'teams.members': { ref: team, call: (w, guard) => w.store.teams.members({ teamId: w.team.id, limit: 1, withSessions: true }, guard) },
  'invites.list': { ref: team, call: (w, guard) => w.store.invites.list(w.team.id, guard, T0) },
  'conversations.list': {
    ref: team,
    call: (w, guard) => w.store.conversations.list({ teamId: w.team.id, archived: false, limit: 1 }, guard),
  },
  'conversations.get': { ref: conversation, call: (w, guard) => w.store.conversations.get(w.conversationId, guard) },
  'conversations.open': {
    ref: conversation,
    call: (w, guard) => w.store.conversations.open({ conversationId: w.conversationId, limit: 1 }, guard),
  },
  'messages.history': {
    ref: conversation,
    call: (w, guard) => w.store.messages.history({ conversationId: w.conversationId, limit: 1 }, guard),
  },
};

/** Refs of the same kind to what is not acted on. */
export function foreign(ref: Ref): Ref[] {
  const id = '0'.repeat(20);
  switch (ref.kind) {
    case 'nothing':
      return [];
    case 'team':
      return [to.team(id as TeamId)];
    case 'folder':
      return [to.folder(id as FolderId)];
    case 'conversation':
      return [to.conversation(id as ConversationId)];
    case 'message':
      return [to.message(id as MessageId)];
    case 'generation':
      return [to.generation(id as GenerationId)];
    case 'invite':
      return [to.invite(id as InviteId)];
    case 'file':
      return [to.file(id as FileId)];
    case 'member':
      return [
        { ...ref, userId: id as UserId },
        { ...ref, teamId: id as TeamId },
      ];
  }
}
