import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { ConversationId, MessageId, UserId } from '../../../shared/ids.ts';
import type { OutboxItem, Parley } from '../../sdk/types.ts';
import type { ConversationState } from '../../store/conversation-state.ts';
import type { Observable } from '../../store/observable.ts';
import { timeline, type Row } from '../../store/timeline.ts';
import { useAttention } from '../app/use-media.ts';
import { usePartOf } from './room.ts';

interface Rows {
  rows: Row[];
  choose(question: MessageId, answer: MessageId): void;
}

/** The rows of the screen; they stay the same while a reply is written. */
export function useRows(parley: Parley, store: Observable<ConversationState | undefined>, id: ConversationId, me: UserId): Rows {
  const messages = usePartOf(store, (state) => state.messages);
  const notices = usePartOf(store, (state) => state.notices);
  const outbox = useOutbox(parley, id);
  const readSeq = useReadSeq(store);
  const [chosen, setChosen] = useState<ReadonlyMap<MessageId, MessageId>>(new Map());
  const choose = useCallback((question: MessageId, answer: MessageId) => setChosen((before) => new Map(before).set(question, answer)), []);
  const rows = useMemo(
    () => timeline({ messages, notices, outbox, me, chosen, ...(readSeq !== undefined && { readSeq }) }),
    [messages, notices, outbox, me, chosen, readSeq],
  );
  return { rows, choose };
}

/** The unsent messages of this conversation. */
function useOutbox(parley: Parley, id: ConversationId): OutboxItem[] {
  const all = useSyncExternalStore(
    (listener) => parley.outbox.subscribe(listener),
    () => parley.outbox.items,
  );
  return useMemo(() => all.filter((item) => item.conversationId === id), [all, id]);
}

/** Where the "New" line stands: at what was unread when one came, or at what came while nobody looked. */
function useReadSeq(store: Observable<ConversationState | undefined>): number | undefined {
  const opened = usePartOf(store, (state) => state.conversation);
  const [readSeq, setReadSeq] = useState(opened.unread > 0 ? opened.readSeq : undefined);
  const attention = useAttention();
  const before = useRef(attention);
  useEffect(() => {
    if (before.current && !attention) setReadSeq(store.get()?.headSeq);
    before.current = attention;
  }, [attention, store]);
  return readSeq;
}
