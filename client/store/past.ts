/**
 * A stretch of older messages that one went to, apart from the live ones, and how both become one line again. What happens meanwhile is taken in by the
 * live part as ever, so nothing can be missed between: the stretch joins when a page of it reaches what is live.
 */
import type { Message, Notice } from '../../shared/schemas/conversation.ts';
import type { ConversationState } from './conversation-state.ts';
import { writingIn } from './replies.ts';

export interface HistoryPage {
  /** Without gap, in any order. */
  items: readonly Message[];
  notices: readonly Notice[];
  /** There are older ones than these. */
  more: boolean;
}

export interface Past {
  /** Oldest first, without gap. */
  messages: readonly Message[];
  notices: readonly Notice[];
  more: boolean;
}

/** What is on the screen: the stretch one went to, else the live part. */
export function shownOf(state: ConversationState): Past {
  return state.past ?? state;
}

/** Shows the messages of this page: as a stretch of its own, or with the live ones when it reaches them. */
export function goTo(state: ConversationState, page: HistoryPage): ConversationState {
  const items = bySeq(page.items);
  const last = items.at(-1);
  const first = state.messages[0];
  if (last === undefined) return state;
  if (first === undefined || items[0] === undefined || items[0].seq >= first.seq) return leavePast(state);
  if (last.seq >= first.seq) return prependHistory(leavePast(state), page);
  return withPast(state, { messages: items, notices: bySeq(page.notices), more: page.more });
}

/** Puts an older page before what is shown. One that does not join on changes nothing there. */
export function prependHistory(state: ConversationState, page: HistoryPage): ConversationState {
  const shown = shownOf(state);
  const first = shown.messages[0]?.seq ?? Number.POSITIVE_INFINITY;
  const older = bySeq(page.items).filter(({ seq }) => seq < first);
  const longer = { messages: [...older, ...shown.messages], notices: together(page.notices, shown.notices), more: page.more };
  return state.past ? withPast(state, longer) : withLive(state, longer);
}

/** Puts the page after a stretch behind it; one that reaches the live part makes them one line. Without a stretch nothing happens. */
export function appendNewer(state: ConversationState, page: HistoryPage & { newer: boolean }): ConversationState {
  const { past } = state;
  if (past === undefined) return state;
  const end = past.messages.at(-1)?.seq ?? 0;
  const live = state.messages[0]?.seq ?? Number.POSITIVE_INFINITY;
  const next = bySeq(page.items).filter(({ seq }) => seq > end && seq < live);
  const joins = !page.newer || page.items.some(({ seq }) => seq >= live);
  const longer = { messages: [...past.messages, ...next], notices: together(past.notices, page.notices), more: past.more };
  if (!joins) return withPast(state, longer);
  const { past: _joined, ...rest } = state;
  return withLive(rest, {
    messages: [...longer.messages, ...state.messages],
    notices: together(longer.notices, state.notices),
    more: past.more,
  });
}

/** Back to the live part, which is as it was told. */
export function leavePast(state: ConversationState): ConversationState {
  if (state.past === undefined) return state;
  const { past: _left, ...rest } = state;
  return withLive(rest, state);
}

function withPast(state: ConversationState, past: Past): ConversationState {
  return { ...state, past, byId: idsOf([...past.messages, ...state.messages]), ...writingWith(state, past.messages) };
}

function withLive(state: ConversationState, { messages, notices, more }: Past): ConversationState {
  return { ...state, messages, notices, more, byId: idsOf(messages), ...writingWith(state, messages) };
}

/** What a page says of a reply that is being written is older than what was told of it. */
function writingWith(state: ConversationState, messages: readonly Message[]): Pick<ConversationState, 'generations'> {
  return { generations: new Map([...writingIn(messages), ...state.generations]) };
}

export function idsOf(messages: readonly Message[]): ConversationState['byId'] {
  return new Map(messages.map((message) => [message.id, message]));
}

function together(one: readonly Notice[], other: readonly Notice[]): Notice[] {
  const known = new Set(other.map(({ seq }) => seq));
  return bySeq([...one.filter(({ seq }) => !known.has(seq)), ...other]);
}

export function bySeq<Item extends { seq: number }>(items: readonly Item[]): Item[] {
  return items.toSorted((a, b) => a.seq - b.seq);
}
