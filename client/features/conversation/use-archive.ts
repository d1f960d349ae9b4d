import { useSay } from '../../ui/toast.tsx';
import { problemOf } from '../app/problem.ts';
import { useWorkspace } from '../app/workspace.ts';
import { useRoom } from './room.ts';

/** Can be undone, so it is done at once. */
export function useArchive(): (archived: boolean) => void {
  const { parley } = useWorkspace();
  const { id } = useRoom();
  const say = useSay();
  const set = (archived: boolean) => parley.api.conversation.archive.mutate({ conversationId: id, archived });
  const attempt = (deed: Promise<unknown>) => void deed.catch((error: unknown) => say(problemOf(error).say));
  return (archived) => attempt(set(archived).then(() => say(archived ? 'Archived.' : 'Brought back.', () => attempt(set(!archived)))));
}
