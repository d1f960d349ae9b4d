import { reaches } from '../app/may.ts';
import { useWorkspace } from '../app/workspace.ts';
import { usePart, useRoom } from './room.ts';

/** Whether one may archive and delete here: whoever began it, and moderators up. */
export function useMayManage(): boolean {
  const { me } = useWorkspace();
  const { team } = useRoom();
  const createdBy = usePart((state) => state.conversation.createdBy);
  return createdBy === me.id || reaches(team.role, 'moderator');
}
