import { useLocation } from 'wouter';
import { Question } from '../../ui/question.tsx';
import { useSay } from '../../ui/toast.tsx';
import { paths } from '../app/paths.ts';
import { problemOf } from '../app/problem.ts';
import { forget } from '../app/session-storage.ts';
import { useWorkspace } from '../app/workspace.ts';
import { usePart, useRoom } from './room.ts';

/** Asks before the conversation of this room is deleted. */
export function DeleteConversation({ open, onOpenChange }: { open: boolean; onOpenChange(open: boolean): void }) {
  const title = usePart((state) => state.conversation.title);
  return (
    <Question open={open} onOpenChange={onOpenChange} title={`Delete “${title}”?`} act="Delete" onAct={useDelete()}>
      Everything said in it is gone for everybody, and cannot be brought back. Archiving keeps it readable instead.
    </Question>
  );
}

function useDelete(): () => Promise<void> {
  const { parley } = useWorkspace();
  const { id, team } = useRoom();
  const say = useSay();
  const [, go] = useLocation();
  return async () => {
    try {
      await parley.api.conversation.delete.mutate({ conversationId: id });
      forget(id);
      go(paths.team(team.id), { replace: true });
      say('Deleted.');
    } catch (error) {
      say(problemOf(error).say);
      throw error;
    }
  };
}
