import { useEffect, useRef } from 'react';
import type { ConversationId } from '../../../shared/ids.ts';
import type { Parley } from '../../sdk/types.ts';
import { useAttention } from '../app/use-media.ts';
import { useInboxConversation } from '../app/workspace.ts';
import { usePart } from './room.ts';

/** What counts nowhere as unread (one's own, and the replies one asked for) is told as read in passing. */
const IN_PASSING_MS = 1_000;

/** Tells the server what was read: everything, as soon as somebody looks at the end of the conversation. */
export function useReadMark(parley: Parley, id: ConversationId, headSeq: number, atEnd: boolean): void {
  const attention = useAttention();
  // A thread is not in the inbox: what its own snapshot said is then all that is known.
  const opened = usePart((state) => state.conversation);
  const known = useInboxConversation(id) ?? opened;
  const told = useRef(0);
  const { unread, readSeq } = known;
  const due = attention && atEnd && headSeq > readSeq;
  useEffect(() => {
    if (!due || headSeq <= told.current) return undefined;
    const tell = () => {
      told.current = headSeq;
      void parley.api.message.markRead.mutate({ conversationId: id, seq: headSeq }).catch(() => {
        told.current = 0;
      });
    };
    const timer = setTimeout(tell, unread > 0 ? 0 : IN_PASSING_MS);
    return () => clearTimeout(timer);
  }, [parley, id, headSeq, due, unread]);
}
