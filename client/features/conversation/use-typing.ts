import { useCallback, useRef } from 'react';
import type { ConversationId } from '../../../shared/ids.ts';
import { TYPING_MS } from '../../store/conversation-state.ts';
import { useConnection, useWorkspace } from '../app/workspace.ts';

/** Tells the others that one types: often enough to stay shown, and no oftener. */
export function useTyping(id: ConversationId): (text: string) => void {
  const { parley } = useWorkspace();
  const connected = useConnection().state === 'open';
  const toldAt = useRef(0);
  return useCallback(
    (text: string) => {
      const now = Date.now();
      if (!connected || text === '' || now - toldAt.current < TYPING_MS / 2) return;
      toldAt.current = now;
      void parley.api.presence.typing.mutate({ conversationId: id }).catch(() => undefined);
    },
    [parley, id, connected],
  );
}
