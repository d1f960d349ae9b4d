import type { FolderId } from '../../../shared/ids.ts';
import { useSay } from '../../ui/toast.tsx';
import { problemOf } from '../app/problem.ts';
import { useWorkspace } from '../app/workspace.ts';
import type { Dragged } from './use-drag.ts';

/** Moves a conversation or a folder at once, with a way back; what is in the way is said. */
export function useMove(): (what: Dragged, into: FolderId | null) => void {
  const { parley, inbox } = useWorkspace();
  const say = useSay();
  const folder = (id: FolderId) => inbox.get()?.folders.find((each) => each.id === id);
  const send = (what: Dragged, into: FolderId | null) =>
    what.kind === 'folder'
      ? parley.api.folder.move.mutate({ folderId: what.id, parentId: into })
      : parley.api.conversation.move.mutate({ conversationId: what.id, folderId: into });
  const placeOf = (what: Dragged) =>
    what.kind === 'folder' ? folder(what.id)?.parentId : inbox.get()?.conversations.find(({ id }) => id === what.id)?.folderId;
  const attempt = (deed: Promise<unknown>) => void deed.catch((error: unknown) => say(problemOf(error).say));
  return (what, into) => {
    const before = placeOf(what) ?? null;
    if (before === into) return;
    const name = into === null ? undefined : folder(into)?.name;
    const news = name === undefined ? 'Moved out of its folder.' : `Moved to ${name}.`;
    attempt(send(what, into).then(() => say(news, () => attempt(send(what, before)))));
  };
}
