import { useEffect } from 'react';
import type { ConversationId } from '../../../shared/ids.ts';
import type { Parley } from '../../sdk/types.ts';
import { useAttention } from '../app/use-media.ts';
import { useInboxConversation } from '../app/workspace.ts';

/** Tells the server what was read: everything, as soon as somebody looks at the end of the conversation. */
export function useReadMark(parley: Parley, id: ConversationId, headSeq: number, atEnd: boolean): void {
  const attention = useAttention();
  const unread = useInboxConversation(id)?.unread ?? 0;
  const due = attention && atEnd && unread > 0;
  useEffect(() => {
    if (due) void parley.api.message.markRead.mutate({ conversationId: id, seq: headSeq }).catch(() => undefined);
  }, [parley, id, headSeq, due, unread]);
}
