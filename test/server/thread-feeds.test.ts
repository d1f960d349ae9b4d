import { expect, test } from 'vitest';
import type { ConversationId, FolderId, TeamId, UserId } from '../../shared/ids.ts';
import { openHouse } from '../support/house.ts';
import type { Person } from '../support/person.ts';

interface World {
  api: Person['api'];
  teamId: TeamId;
  conversationId: ConversationId;
  folderId: FolderId;
  guest: UserId;
}

/** What ends the sight of a guest who sees a conversation by the folder it is in. */
const ENDS: Record<string, (world: World) => Promise<unknown>> = {
  'its conversation is made private': ({ api, conversationId }) =>
    api.conversation.update.mutate({ conversationId, visibility: 'private' }),
  'its conversation is moved out': ({ api, conversationId }) => api.conversation.move.mutate({ conversationId, folderId: null }),
  'its conversation is deleted': ({ api, conversationId }) => api.conversation.delete.mutate({ conversationId }),
  'the share of the folder is taken back': ({ api, folderId, guest }) =>
    api.folder.share.mutate({ folderId, userId: guest, relation: null }),
  'the folder is deleted': ({ api, folderId }) => api.folder.delete.mutate({ folderId }),
  'the folder is moved out of what was shared': async ({ api, teamId, folderId, guest }) => {
    const { folder } = await api.folder.create.mutate({ teamId, name: 'Above' });
    await api.folder.move.mutate({ folderId, parentId: folder.id });
    await api.folder.share.mutate({ folderId: folder.id, userId: guest, relation: 'viewer' });
    await api.folder.share.mutate({ folderId, userId: guest, relation: null });
    await api.folder.move.mutate({ folderId, parentId: null });
  },
};

test.each(Object.entries(ENDS))(
  'LEAVE-2 the open feeds of a conversation and of its thread end when %s, though nothing is said in them',
  async (_, end) => {
    await using house = await openHouse({ noOllama: true });
    const { ana, gus, world, thread } = await shared(house);
    const [above, inside] = [gus.watch(world.conversationId), gus.watch(thread)];
    const inbox = gus.inbox();
    await Promise.all([above.untilLive(), inside.untilLive(), inbox.untilType('inbox.state')]);
    await end({ ...world, api: ana.api });
    for (const watch of [above, inside]) expect(await watch.untilFailed()).toMatchObject({ data: { reason: 'NOT_FOUND' } });
    await inbox.until((event) => event.type === 'conversation.removed' && event.conversationId === world.conversationId, 'it is gone');
  },
);

test('SEQ-2 who still sees them is told where a conversation is now, and that its thread is archived with it', async () => {
  await using house = await openHouse({ noOllama: true });
  const { ana, world, thread } = await shared(house);
  const { api } = ana;
  const [above, inside] = [ana.watch(world.conversationId), ana.watch(thread)];
  await Promise.all([above.untilLive(), inside.untilLive()]);
  await api.folder.delete.mutate({ folderId: world.folderId });
  await above.until((event) => event.type === 'conversation.updated' && event.settings.folderId === null, 'out of the folder');
  await api.conversation.archive.mutate({ conversationId: world.conversationId });
  for (const watch of [above, inside])
    await watch.until((event) => event.type === 'conversation.updated' && event.settings.archivedAt !== undefined, 'archived');
  expect([above.error, inside.error]).toEqual([undefined, undefined]);
});

/** A conversation with a thread, in a folder by which a guest sees both. */
async function shared(house: Awaited<ReturnType<typeof openHouse>>) {
  const ana = await house.founder('Ana');
  const teamId = ana.team.id;
  const { folder } = await ana.api.folder.create.mutate({ teamId, name: 'Plans' });
  const { conversation } = await ana.api.conversation.create.mutate({ teamId, folderId: folder.id, answers: 'named' });
  const { message } = await ana.api.message.send.mutate({ conversationId: conversation.id, clientKey: 'root', text: 'about this' });
  const { conversation: thread } = await ana.api.message.thread.mutate({ messageId: message.id });
  const { url } = await ana.api.invite.create.mutate({ teamId, role: 'guest' });
  const gus = await house.register('Gus');
  await gus.accept(url);
  await ana.api.folder.share.mutate({ folderId: folder.id, userId: gus.user.id, relation: 'viewer' });
  const world = { teamId, conversationId: conversation.id, folderId: folder.id, guest: gus.user.id };
  return { ana, gus, world, thread: thread.id };
}
