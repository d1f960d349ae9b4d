/** The folders and conversations of a team as a tree, the way they are shown from top to bottom. */
import type { FolderId, TeamId } from '../../shared/ids.ts';
import type { Conversation, Folder } from '../../shared/schemas/conversation.ts';
import { sumOf, type InboxState } from './inbox-state.ts';

export interface Branch {
  folder: Folder;
  /** From 0. */
  depth: number;
  branches: Branch[];
  /** Newest activity first. */
  conversations: Conversation[];
  /** Of everything in it, however deep, threads too. */
  unread: number;
  mentions: number;
  writing: boolean;
}

export interface Tree {
  branches: Branch[];
  /** In no folder, or in one that this person does not see. */
  conversations: Conversation[];
}

/** Without what is archived and without threads. A folder whose parent this person does not see stands at the top. */
export function folderTree(inbox: Pick<InboxState, 'folders' | 'conversations' | 'threadsIn'>, teamId: TeamId): Tree {
  const { folders, conversations, threadsIn } = inbox;
  const here = folders.filter((each) => each.teamId === teamId);
  const seen = new Set<FolderId>(here.map(({ id }) => id));
  const above = (id: FolderId | null) => (id !== null && seen.has(id) ? id : null);
  const shown = conversations.filter((each) => each.teamId === teamId && each.archivedAt === undefined && !each.threadOf);
  const held = Map.groupBy(shown, (each) => above(each.folderId));
  const below = Map.groupBy(here, (each) => above(each.parentId));
  const inside = (parent: FolderId | null, depth: number): Branch[] =>
    byName(below.get(parent) ?? []).map((folder) =>
      branch(folder, depth, inside(folder.id, depth + 1), held.get(folder.id) ?? [], threadsIn),
    );
  return { branches: inside(null, 0), conversations: held.get(null) ?? [] };
}

/** The conversations of a team from top to bottom, whatever is folded. */
export function inOrder({ branches, conversations }: Tree): Conversation[] {
  return [...branches.flatMap(inOrder), ...conversations];
}

/** Every folder with those above and below it in place. */
export function flat(branches: readonly Branch[]): Branch[] {
  return branches.flatMap((each) => [each, ...flat(each.branches)]);
}

/** How many folders lie below this one, the deepest way down. */
export function height({ branches }: Branch): number {
  return branches.reduce((most, each) => Math.max(most, 1 + height(each)), 0);
}

function branch(
  folder: Folder,
  depth: number,
  branches: Branch[],
  conversations: Conversation[],
  threadsIn: InboxState['threadsIn'],
): Branch {
  const parts = [...branches, ...conversations];
  const threads = conversations.flatMap(({ id }) => threadsIn.get(id) ?? []);
  return {
    folder,
    depth,
    branches,
    conversations,
    ...sumOf([...parts, ...threads]),
    writing: parts.some((each) => each.writing),
  };
}

function byName(folders: readonly Folder[]): Folder[] {
  return folders.toSorted((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1));
}
