import FolderInput from 'lucide-react/icons/folder-input';
import { MenuItem } from '../../ui/menu.tsx';
import { mayArrange } from '../app/may.ts';
import { useWorkspace } from '../app/workspace.ts';
import { useFrame } from '../frame/frame-context.ts';
import { usePart, useRoom } from './room.ts';

/** In the menu of an open conversation, for whoever may move it. A thread goes with its conversation. */
export function MoveItem() {
  const { me } = useWorkspace();
  const { open } = useFrame();
  const { team, id } = useRoom();
  const mine = usePart((state) => state.conversation.createdBy === me.id);
  const fixed = usePart(({ conversation }) => conversation.archivedAt !== undefined || conversation.threadOf !== undefined);
  if (fixed || !mayArrange(team.role, mine)) return null;
  return (
    <MenuItem icon={<FolderInput size={15} />} onSelect={() => open({ kind: 'moveConversation', conversationId: id })}>
      Move to a folder
    </MenuItem>
  );
}
