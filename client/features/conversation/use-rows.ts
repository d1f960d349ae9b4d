import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { ConversationId, MessageId, UserId } from '../../../shared/ids.ts';
import type { OutboxItem, Parley } from '../../sdk/types.ts';
import type { ConversationState } from '../../store/conversation-state.ts';
import type { Message } from '../../../shared/schemas/conversation.ts';
import type { Observable } from '../../store/observable.ts';
import { shownOf } from '../../store/past.ts';
import { isUnread, timeline, type Row } from '../../store/timeline.ts';
import { useAttention } from '../app/use-media.ts';
import { onTheirWay } from './on-their-way.ts';
import { usePartOf } from './room.ts';

const NONE: OutboxItem[] = [];

/** What was unread when one came, and more than one page of it. */
export interface Unseen {
  readSeq: number;
  count: number;
  /** When the first of it came. */
  since: string | undefined;
  /** The way there is offered: not gone yet, and not waved aside. */
  offered: boolean;
}

interface Rows {
  rows: Row[];
  /** What was unread when one came begins above all that is loaded. */
  above: Unseen | undefined;
  /** It was gone to, or waved aside. */
  settle(): void;
  choose(question: MessageId, answer: MessageId): void;
}

/** The rows of the screen; they stay the same while a reply is written. */
export function useRows(parley: Parley, store: Observable<ConversationState | undefined>, id: ConversationId, me: UserId): Rows {
  const messages = usePartOf(store, (state) => shownOf(state).messages);
  const notices = usePartOf(store, (state) => shownOf(state).notices);
  const more = usePartOf(store, (state) => shownOf(state).more);
  const apart = usePartOf(store, (state) => state.past !== undefined);
  const waiting = useOutbox(parley, id);
  // What is on its way comes after the newest, which is not here.
  const outbox = apart ? NONE : waiting;
  const { readSeq, unseen, settle } = useReadSeq(store, me);
  const above = useMemo(() => (unseen !== undefined && beginsAbove(unseen, messages, more) ? unseen : undefined), [unseen, messages, more]);
  const [chosen, setChosen] = useState<ReadonlyMap<MessageId, MessageId>>(new Map());
  const choose = useCallback((question: MessageId, answer: MessageId) => setChosen((before) => new Map(before).set(question, answer)), []);
  const rows = useMemo(
    () => timeline({ messages, notices, outbox, me, chosen, ...(readSeq !== undefined && above === undefined && { readSeq }) }),
    [messages, notices, outbox, me, chosen, readSeq, above],
  );
  return { rows, above, settle, choose };
}

/** The unsent messages of this conversation. */
function useOutbox(parley: Parley, id: ConversationId): OutboxItem[] {
  const [source] = useState(() => onTheirWay(parley));
  const all = useSyncExternalStore(source.subscribe, source.get);
  return useMemo(() => all.filter((item) => item.conversationId === id), [all, id]);
}

/** Where the "New" line stands: at what was unread when one came, or at what came while nobody looked. */
function useReadSeq(store: Observable<ConversationState | undefined>, me: UserId): Began & { settle(): void } {
  const [began, begin] = useState<Began>(() => beginningOf(store.get(), me));
  const attention = useAttention();
  const before = useRef(attention);
  useEffect(() => {
    if (before.current && !attention) begin({ readSeq: store.get()?.headSeq });
    before.current = attention;
  }, [attention, store]);
  const settle = useCallback(() => begin(({ readSeq, unseen }) => ({ readSeq, unseen: unseen && { ...unseen, offered: false } })), []);
  return { ...began, settle };
}

interface Began {
  readSeq?: number | undefined;
  unseen?: Unseen | undefined;
}

function beginningOf(opened: ConversationState | undefined, me: UserId): Began {
  if (opened === undefined || opened.conversation.unread === 0) return {};
  const { conversation, messages, unreadSince } = opened;
  const { unread, readSeq } = conversation;
  const loaded = messages.filter((message) => message.seq > readSeq && isUnread(message, me)).length;
  return { readSeq, ...(loaded < unread && { unseen: { readSeq, count: unread, since: unreadSince, offered: true } }) };
}

/** As long as the first of them is not among what is loaded without a gap. */
function beginsAbove({ readSeq }: Unseen, messages: readonly Message[], more: boolean): boolean {
  return more && (messages[0]?.seq ?? 0) > readSeq;
}
