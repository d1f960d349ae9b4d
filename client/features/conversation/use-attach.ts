import { useCallback, useEffect } from 'react';
import type { ConversationId } from '../../../shared/ids.ts';
import { useSay } from '../../ui/toast.tsx';
import { problemOf } from '../app/problem.ts';
import { useWorkspace } from '../app/workspace.ts';
import { focusComposer } from './composer-focus.ts';
import type { Draft } from './draft.ts';
import { bringLater, fileParts } from './later.ts';

/** So long after the page. */
const SOON_MS = 10_000;

/** Puts files into what is being written here; they begin to leave at once. */
export function useAttach(id: ConversationId, draft: Draft): (files: Iterable<File>) => void {
  const { parley } = useWorkspace();
  const say = useSay();
  useEffect(() => {
    const timer = setTimeout(bringLater, SOON_MS);
    return () => clearTimeout(timer);
  }, []);
  return useCallback(
    (files) => {
      // The list of an input or a drop is gone after its event.
      const all = [...files];
      void fileParts()
        .then(({ attach }) => attach(parley.conversation(id), draft.files, all, say))
        .then(() => focusComposer(id))
        .catch((error: unknown) => say(problemOf(error).say));
    },
    [parley, id, draft, say],
  );
}

/** Lets somebody choose files of their computer. */
export function pickFiles(onFiles: (files: Iterable<File>) => void): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = true;
  input.hidden = true;
  input.onchange = () => {
    onFiles(input.files ?? []);
    input.remove();
  };
  input.oncancel = () => input.remove();
  // Some browsers forget one that is not in the page while somebody chooses.
  document.body.append(input);
  input.click();
}
