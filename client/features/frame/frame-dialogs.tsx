import type { Team } from '../../../shared/schemas/identity.ts';
import { flat } from '../../store/inbox-folders.ts';
import { useTree } from '../app/use-tree.ts';
import { useInboxConversation } from '../app/workspace.ts';
import { ShareDialog } from '../conversation/share-dialog.tsx';
import { DeleteFolder } from './delete-folder.tsx';
import type { FrameDialog } from './frame-context.ts';
import { MoveConversation } from './move-conversation.tsx';
import { MoveFolder } from './move-folder.tsx';
import { NameFolder } from './name-folder.tsx';
import { NewConversation } from './new-conversation.tsx';
import { NewTeam } from './new-team.tsx';
import { ShareFolder } from './share-folder.tsx';

interface Shown {
  team: Team;
  open: boolean;
  onOpenChange(open: boolean): void;
}

/** Whichever was asked for; gone with what it is about. */
export function FrameDialogs({ dialog, ...shown }: Shown & { dialog: FrameDialog }) {
  switch (dialog.kind) {
    case 'new':
      return <NewConversation {...shown} folderId={dialog.folderId} />;
    case 'newTeam':
      return <NewTeam open={shown.open} onOpenChange={shown.onOpenChange} />;
    case 'newFolder':
      return <NameFolder {...shown} parentId={dialog.parentId} />;
    case 'renameFolder':
    case 'moveFolder':
    case 'shareFolder':
    case 'deleteFolder':
      return <FolderDialog {...shown} dialog={dialog} />;
    case 'moveConversation':
    case 'shareConversation':
      return <ConversationDialog {...shown} dialog={dialog} />;
  }
}

function FolderDialog({ dialog, ...shown }: Shown & { dialog: Extract<FrameDialog, { kind: `${string}Folder`; folderId: unknown }> }) {
  const { branches } = useTree(shown.team.id);
  const branch = flat(branches).find(({ folder }) => folder.id === dialog.folderId);
  if (branch === undefined) return null;
  switch (dialog.kind) {
    case 'renameFolder':
      return <NameFolder {...shown} folder={branch.folder} parentId={branch.folder.parentId} />;
    case 'moveFolder':
      return <MoveFolder {...shown} branch={branch} />;
    case 'shareFolder':
      return <ShareFolder {...shown} folder={branch.folder} />;
    case 'deleteFolder':
      return <DeleteFolder {...shown} branch={branch} />;
  }
}

function ConversationDialog({ dialog, ...shown }: Shown & { dialog: Extract<FrameDialog, { conversationId: unknown }> }) {
  const conversation = useInboxConversation(dialog.conversationId);
  if (conversation === undefined) return null;
  switch (dialog.kind) {
    case 'moveConversation':
      return <MoveConversation {...shown} conversation={conversation} />;
    case 'shareConversation':
      return <ShareDialog {...shown} conversation={conversation} />;
  }
}
