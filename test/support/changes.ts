/** Every kind of change that takes access away, each as one act of somebody else or of another device, and what it takes (LEAVE-7). */
import type { ConversationId } from '../../shared/ids.ts';
import type { House } from './house.ts';
import type { Person } from './person.ts';

/** A team with its owner, a second owner, and somebody about to lose something; everything they may do is in `conversationId`. */
export interface Scene {
  house: House;
  ana: Person;
  /** Administrator of the server, in no team. */
  root: Person;
  bo: Person;
  /** Another device of Bo's, for what he does to himself. */
  other: Person;
  conversationId: ConversationId;
}

export interface ChangeKind {
  name: string;
  /** Who Bo is, and how the conversation is seen. */
  as?: { role?: 'admin' | 'member' | 'guest'; place?: 'team' | 'shared' | 'folder' };
  /** Resolves when it is acknowledged. */
  run(scene: Scene): Promise<unknown>;
  /** What ends: all that hangs on Bo's sessions, or this conversation alone. */
  ends: 'sessions' | 'conversation';
}

const teamOf = ({ ana, bo }: Scene) => ({ teamId: ana.team.id, userId: bo.user.id });

export const CHANGES: ChangeKind[] = [
  { name: 'removal', ends: 'sessions', run: (scene) => scene.ana.api.member.remove.mutate(teamOf(scene)) },
  { name: 'leaving', ends: 'sessions', run: ({ other, ana }) => other.http('member.leave', { teamId: ana.team.id }) },
  {
    name: 'demotion to guest',
    as: { role: 'admin' },
    ends: 'sessions',
    run: (scene) => scene.ana.api.member.setRole.mutate({ ...teamOf(scene), role: 'guest' }),
  },
  { name: 'suspension', ends: 'sessions', run: (scene) => scene.ana.api.member.suspend.mutate(teamOf(scene)) },
  {
    name: 'team deletion',
    ends: 'sessions',
    run: ({ ana }) => ana.http('team.delete', { teamId: ana.team.id, name: ana.team.name }),
  },
  { name: 'account disabled', ends: 'sessions', run: ({ root, bo }) => root.api.admin.disableUser.mutate({ userId: bo.user.id }) },
  { name: 'account deleted', ends: 'sessions', run: ({ root, bo }) => root.api.admin.deleteUser.mutate({ userId: bo.user.id }) },
  { name: 'forced sign-out', ends: 'sessions', run: ({ root, bo }) => root.api.admin.forceSignOut.mutate({ userId: bo.user.id }) },
  { name: 'all other sessions ended', ends: 'sessions', run: ({ other }) => other.api.session.revokeOthers.mutate() },
  {
    name: 'made private',
    ends: 'conversation',
    run: ({ ana, conversationId }) => ana.api.conversation.update.mutate({ conversationId, visibility: 'private' }),
  },
  {
    name: 'no longer shared',
    as: { place: 'shared' },
    ends: 'conversation',
    run: ({ ana, bo, conversationId }) => ana.api.conversation.share.mutate({ conversationId, userId: bo.user.id, relation: null }),
  },
  {
    name: 'moved out of a shared folder',
    as: { role: 'guest', place: 'folder' },
    ends: 'conversation',
    run: ({ ana, conversationId }) => ana.api.conversation.move.mutate({ conversationId, folderId: null }),
  },
  {
    name: 'conversation deleted',
    ends: 'conversation',
    run: ({ ana, conversationId }) => ana.api.conversation.delete.mutate({ conversationId }),
  },
];

/** People and a conversation of their own for one change, without a password in sight. */
export async function scene(house: House, root: Person, kind: ChangeKind): Promise<Scene> {
  const { role = 'member', place = 'team' } = kind.as ?? {};
  const ana = await house.newcomer('Ana');
  await ana.createTeam('Acme');
  const teamId = ana.team.id;
  const bo = await house.newcomer('Bo');
  await bo.accept((await ana.api.invite.create.mutate({ teamId, role })).url);
  const conversationId = await placeFor({ ana, bo }, place);
  return { house, ana, root, bo, other: await house.device(bo), conversationId };
}

async function placeFor({ ana, bo }: { ana: Person; bo: Person }, place: 'team' | 'shared' | 'folder'): Promise<ConversationId> {
  const teamId = ana.team.id;
  const folder = place === 'folder' ? (await ana.api.folder.create.mutate({ teamId, name: 'Given' })).folder : undefined;
  const { conversation } = await ana.api.conversation.create.mutate({
    teamId,
    title: 'Here',
    visibility: place === 'shared' ? 'private' : 'team',
    ...(folder && { folderId: folder.id }),
  });
  const given = { userId: bo.user.id, relation: 'editor' as const };
  if (folder) await ana.api.folder.share.mutate({ folderId: folder.id, ...given });
  if (place === 'shared') await ana.api.conversation.share.mutate({ conversationId: conversation.id, ...given });
  return conversation.id;
}
