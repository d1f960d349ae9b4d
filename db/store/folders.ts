import type { Guard, Relation } from '../../shared/access.ts';
import type { ConversationId, FolderId, TeamId, UserId } from '../../shared/ids.ts';
import type { Folder, Share } from '../../shared/schemas/conversation.ts';

/** Where it was, and is, seen from before and after a change: who lost it is told so, who gained it too. */
export interface Audiences {
  before: UserId[];
  after: UserId[];
}

/** Names of folders are seen by every member of the team, and by guests who were given them. */
export interface Folders {
  /** `parent`: the decision about the folder it is made in ('folder.file'). */
  create(draft: { teamId: TeamId; name: string; parentId?: FolderId }, guard: Guard, now: number, parent?: Guard): Promise<Folder>;
  /** What this person sees, by name. */
  listOf(teamId: TeamId, userId: UserId): Promise<Folder[]>;
  rename(folderId: FolderId, name: string, guard: Guard): Promise<Folder>;
  /** CONFLICT for a circle, or deeper than FOLDER.maxDepth. `touched`: conversations whose audience may have changed. */
  move(
    change: { folderId: FolderId; parentId: FolderId | null },
    guard: Guard,
    parent?: Guard,
  ): Promise<{ folder: Folder; touched: Map<ConversationId, Audiences> }>;
  shares(folderId: FolderId, guard: Guard): Promise<Share[]>;
  /** NOT_FOUND for somebody who is not in the team. */
  share(
    change: { folderId: FolderId; userId: UserId; relation: Relation | null },
    guard: Guard,
  ): Promise<{ teamId: TeamId; shares: Share[]; touched: Map<ConversationId, Audiences> }>;
  delete(folderId: FolderId, guard: Guard): Promise<{ teamId: TeamId; touched: Map<ConversationId, Audiences> }>;
}
