import { useCallback, useState } from 'react';
import type { ConversationId } from '../../../shared/ids.ts';
import { keep, recall } from '../app/session-storage.ts';

/** What was begun and not sent, kept per conversation in this tab. */
export function useDraft(id: ConversationId): [string, (text: string) => void] {
  const key = `draft.${id}`;
  const [text, setText] = useState(() => recall(key) ?? '');
  const set = useCallback(
    (wanted: string) => {
      setText(wanted);
      keep(key, wanted);
    },
    [key],
  );
  return [text, set];
}
