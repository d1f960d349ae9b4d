import { createContext, useContext } from 'react';
import type { ConversationId, FolderId } from '../../../shared/ids.ts';

/** Dialogs that are opened from several places. */
export type FrameDialog =
  | { kind: 'new'; folderId: FolderId | null }
  | { kind: 'newTeam' }
  | { kind: 'newFolder'; parentId: FolderId | null }
  | { kind: 'renameFolder' | 'moveFolder' | 'shareFolder' | 'deleteFolder'; folderId: FolderId }
  | { kind: 'moveConversation' | 'shareConversation'; conversationId: ConversationId };

/** What the frame does for the screens in it. */
export interface FrameDoes {
  /** On a narrow page the sidebar is a drawer. */
  openDrawer(): void;
  closeDrawer(): void;
  startConversation(): void;
  /** Anywhere, by its name. */
  jump(): void;
  showKeys(): void;
  open(dialog: FrameDialog): void;
}

export const FrameContext = createContext<FrameDoes>({
  openDrawer: () => undefined,
  closeDrawer: () => undefined,
  startConversation: () => undefined,
  jump: () => undefined,
  showKeys: () => undefined,
  open: () => undefined,
});

export function useFrame(): FrameDoes {
  return useContext(FrameContext);
}
