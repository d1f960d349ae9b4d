import { expect, test } from 'vitest';
import { flat, folderTree, height, inOrder } from '../../client/store/inbox-folders.ts';
import type { FolderId, TeamId } from '../../shared/ids.ts';
import type { Conversation, Folder } from '../../shared/schemas/conversation.ts';
import { conversation as built } from './sdk-builders.ts';

const TEAM = 'team' as TeamId;

function folder(name: string, parent: string | null = null, teamId = TEAM): Folder {
  return { id: name as FolderId, teamId, parentId: parent as FolderId | null, name, mine: false, shared: 0 };
}

function conversation(title: string, within: string | null, rest: Partial<Conversation> = {}): Conversation {
  return built({ id: title as Conversation['id'], teamId: TEAM, title, folderId: within as FolderId | null, ...rest });
}

test('folders nest by name, what is unread adds up to the top, and what lies in none stands beside them', () => {
  const tree = folderTree(
    {
      folders: [folder('b'), folder('a'), folder('a1', 'a'), folder('other', null, 'elsewhere' as TeamId)],
      conversations: [
        conversation('deep', 'a1', { unread: 2, mentions: 1, writing: true }),
        conversation('in a', 'a', { unread: 1 }),
        conversation('loose', null),
        conversation('archived', 'a', { archivedAt: '2026-01-01T00:00:00.000Z', unread: 9 }),
        conversation('thread', 'a', { threadOf: { conversationId: 'c' as never, messageId: 'm' as never } }),
      ],
      threadsIn: new Map([['in a' as Conversation['id'], { unread: 5, mentions: 2 }]]),
    },
    TEAM,
  );
  expect(flat(tree.branches).map(({ folder: { name }, depth }) => [name, depth])).toEqual([
    ['a', 0],
    ['a1', 1],
    ['b', 0],
  ]);
  expect(tree.branches[0]).toMatchObject({ unread: 8, mentions: 3, writing: true });
  expect(tree.branches.map(height)).toEqual([1, 0]);
  expect(inOrder(tree).map(({ title }) => title)).toEqual(['deep', 'in a', 'loose']);
});

test('what lies in a folder that one does not see stands at the top', () => {
  const tree = folderTree(
    { folders: [folder('seen', 'hidden')], conversations: [conversation('shared', 'hidden')], threadsIn: new Map() },
    TEAM,
  );
  expect(tree.branches.map(({ folder: { name } }) => name)).toEqual(['seen']);
  expect(tree.conversations.map(({ title }) => title)).toEqual(['shared']);
});
