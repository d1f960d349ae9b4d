/**
 * What a person sees of one conversation, as a pure function of what the feed told: old state + events = fresh state (SEQ-3).
 * Nothing is changed in place; what did not change keeps its identity, so that a screen draws only what did.
 *
 * The text of replies being written lives in `generations`, apart from `messages`: a piece of text costs the same in a short and in a long
 * conversation, and only whoever shows that reply is drawn again.
 */
import type { ConversationEvent, StoredEvent } from '../../shared/events.ts';
import type { GenerationId, MessageId, UserId } from '../../shared/ids.ts';
import type { Conversation, Generation, Message, Notice, Person } from '../../shared/schemas/conversation.ts';
import type { FeedEvent, Opened } from '../sdk/types.ts';
import { bySeq, idsOf, type Past } from './past.ts';
import { withReaction } from './reactions.ts';
import { beginReply, endReply, growReply, withReply, type Writing, writingIn } from './replies.ts';

/** Somebody who typed is shown as typing this long. */
export const TYPING_MS = 5_000;

export interface ConversationState {
  conversation: Conversation;
  /** The live part: oldest first, without gap up to the newest. */
  messages: readonly Message[];
  /** Older ones that one went to, while something between is not loaded. */
  past?: Past;
  /** Of both. */
  byId: ReadonlyMap<MessageId, Message>;
  notices: readonly Notice[];
  /** Replies that wait or are being written. */
  generations: ReadonlyMap<GenerationId, Writing>;
  viewers: readonly Person[];
  /** `until` in milliseconds since 1970; read it through `typingNow`. */
  typing: readonly { person: Person; until: number }[];
  /** Number of the newest stored event that is in here. */
  headSeq: number;
  /** There are older messages than the live ones. */
  more: boolean;
  /** When the first message came that was unread as this was opened. */
  unreadSince?: string | undefined;
  /** Something was missed: only opening the conversation again helps. The sdk sees to that before it comes here. */
  needsReopen: boolean;
}

export function openedState(opened: Opened): ConversationState {
  const messages = bySeq(opened.messages);
  return {
    conversation: opened.conversation,
    messages,
    byId: idsOf(messages),
    notices: bySeq(opened.notices),
    generations: writingIn(messages),
    viewers: opened.viewers,
    typing: [],
    headSeq: opened.conversation.lastSeq,
    more: opened.more,
    unreadSince: opened.unreadSince,
    needsReopen: false,
  };
}

/** `now`: milliseconds since 1970, for what expires. An event that is in the state already changes nothing. */
export function applyEvent(state: ConversationState, event: FeedEvent, now: number): ConversationState {
  if (event.type === 'opened') return openedState(event);
  if (!('seq' in event)) return applyPassing(state, event, now);
  if (event.seq <= state.headSeq) return state;
  if (event.seq > state.headSeq + 1) return { ...state, needsReopen: true };
  return advanced(applyStored(state, event), event.seq);
}

function advanced(state: ConversationState, seq: number): ConversationState {
  return { ...state, headSeq: seq, conversation: { ...state.conversation, lastSeq: seq, writing: state.generations.size > 0 } };
}

function applyStored(state: ConversationState, event: StoredEvent): ConversationState {
  switch (event.type) {
    case 'message.posted':
      return quiet(withMessage(state, event.message), event.message);
    case 'message.edited':
      return changeMessage(state, event.messageId, (message) => ({ ...message, text: event.text, editedAt: event.editedAt }));
    case 'message.deleted':
      return changeMessage(state, event.messageId, ({ thinking: _thoughts, attachments: _files, ...message }) => ({
        ...message,
        text: '',
        deletedAt: event.deletedAt,
      }));
    case 'message.reacted':
      return changeMessage(state, event.messageId, (message) => withReaction(message, event));
    case 'message.threaded':
      return changeMessage(state, event.messageId, (message) => ({ ...message, thread: event.thread }));
    case 'reply.started':
      return replyStarted(state, event);
    case 'reply.ended':
      return replyEnded(state, event);
    case 'member.joined':
    case 'member.left':
      return { ...state, notices: [...state.notices, { type: event.type, seq: event.seq, person: event.person, at: event.at }] };
    case 'conversation.updated': {
      const { archivedAt: _before, ...conversation } = state.conversation;
      return { ...state, conversation: { ...conversation, ...event.settings } };
    }
  }
}

function applyPassing(state: ConversationState, event: Exclude<ConversationEvent, StoredEvent>, now: number): ConversationState {
  switch (event.type) {
    case 'reply.queued':
      return changeGeneration(state, event.generationId, (core) => ({ ...core, state: 'queued', position: event.position }));
    case 'reply.state': {
      const { type: _type, generationId, ...phase } = event;
      return changeGeneration(state, generationId, (core) => ({ ...core, ...phase }));
    }
    case 'reply.grew':
      return replyGrew(state, event);
    case 'typing': {
      const others = state.typing.filter(({ person, until }) => person.userId !== event.person.userId && until > now);
      return { ...state, typing: [...others, { person: event.person, until: now + TYPING_MS }] };
    }
    case 'presence':
      return { ...state, viewers: event.people };
    case 'resync':
      return { ...state, needsReopen: true };
  }
}

type EventOf<Type extends ConversationEvent['type']> = Extract<ConversationEvent, { type: Type }>;

function replyStarted(state: ConversationState, event: EventOf<'reply.started'>): ConversationState {
  const writing = beginReply(event);
  const next = withMessage(state, withReply(event.message, writing));
  return next.byId.has(event.messageId) ? withWriting(next, event.generationId, writing) : next;
}

function replyGrew(state: ConversationState, event: EventOf<'reply.grew'>): ConversationState {
  const writing = state.generations.get(event.generationId);
  if (!writing) return state;
  const grown = growReply(writing, event);
  if (!grown) return { ...state, needsReopen: true };
  return grown === writing ? state : withWriting(state, event.generationId, grown);
}

function replyEnded(state: ConversationState, event: EventOf<'reply.ended'>): ConversationState {
  const writing = state.generations.get(event.generationId);
  if (!writing) return state;
  const ended = endReply(writing, event);
  if (!ended) return { ...state, needsReopen: true };
  const generations = new Map(state.generations);
  generations.delete(event.generationId);
  return changeMessage({ ...state, generations }, event.messageId, (message) => withReply(message, ended));
}

function withWriting(state: ConversationState, id: GenerationId, writing: Writing): ConversationState {
  return { ...state, generations: new Map(state.generations).set(id, writing) };
}

/** The message with the text its reply has right now; the message itself when nothing writes it. */
export function asShown(state: ConversationState, message: Message): Message {
  const writing = message.generation && state.generations.get(message.generation.id);
  return writing ? withReply(message, writing) : message;
}

export function typingNow(state: ConversationState, now: number): Person[] {
  return state.typing.filter(({ until }) => until > now).map(({ person }) => person);
}

/** Adds a message or replaces it. One older than the loaded page stays out: it comes with its page. */
function withMessage(state: ConversationState, message: Message): ConversationState {
  if (state.byId.has(message.id)) return changeMessage(state, message.id, () => message);
  const first = state.messages[0];
  if (first && message.seq < first.seq && state.more) return state;
  return { ...state, messages: bySeq([...state.messages, message]), byId: new Map(state.byId).set(message.id, message) };
}

function changeMessage(state: ConversationState, id: MessageId, change: (message: Message) => Message): ConversationState {
  const before = state.byId.get(id);
  if (!before) return state;
  const after = change(before);
  if (after === before) return state;
  const changed = (messages: readonly Message[]) => messages.map((message) => (message === before ? after : message));
  const byId = new Map(state.byId).set(id, after);
  const { past } = state;
  if (past?.messages.includes(before)) return { ...state, past: { ...past, messages: changed(past.messages) }, byId };
  return { ...state, messages: changed(state.messages), byId };
}

/** Who has just spoken is not typing any more. */
function quiet(state: ConversationState, { author }: Message): ConversationState {
  if (author.kind === 'model' || state.typing.length === 0) return state;
  const speaker: UserId = author.userId;
  return { ...state, typing: state.typing.filter(({ person }) => person.userId !== speaker) };
}

type Core = Pick<Generation, 'id' | 'messageId' | 'conversationId' | 'model' | 'requestedBy' | 'createdAt'>;

/** A generation that is not open here has ended or is out of sight: a late word about it changes nothing. */
function changeGeneration(state: ConversationState, id: GenerationId, change: (core: Core) => Generation): ConversationState {
  const writing = state.generations.get(id);
  if (!writing) return state;
  const { messageId, conversationId, model, requestedBy, createdAt } = writing.generation;
  const generation = change({ id, messageId, conversationId, model, requestedBy, createdAt });
  return withWriting(state, id, { ...writing, generation });
}
