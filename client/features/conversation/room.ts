import { createContext, useContext, useSyncExternalStore } from 'react';
import type { ConversationId, GenerationId, MessageId, UserId } from '../../../shared/ids.ts';
import type { Message, Person } from '../../../shared/schemas/conversation.ts';
import type { Team } from '../../../shared/schemas/identity.ts';
import type { Upload } from '../../sdk/types.ts';
import type { ConversationState } from '../../store/conversation-state.ts';
import type { Observable } from '../../store/observable.ts';
import type { Draft } from './draft.ts';

/** What can be done with messages and replies; failures are said in passing by whoever does it. */
export interface Deeds {
  send(text: string, about: SendAbout): void;
  edit(id: MessageId, text: string): Promise<void>;
  /** Edits and asks for a new answer; the answers there were stay beside it. */
  editAndAsk(id: MessageId, text: string): Promise<void>;
  /** Adds one's reaction, or takes it back when it is there. */
  react(message: Message, emoji: string): void;
  /** Opens the thread on this message beside the conversation; the first to ask makes it. */
  openThread(message: Message): void;
  /** Puts the message into the composer as a quotation. */
  quote(message: Message): void;
  /** The address that brings this message into sight. */
  linkTo(id: MessageId): string;
  /** Asks first. */
  remove(message: Message): void;
  stop(id: GenerationId): void;
  /** Another answer to the same message, beside this one. */
  answerAgain(reply: Message): void;
  carryOn(reply: Message): void;
  fork(id: MessageId): void;
  /** Turns this screen to another of several answers. */
  choose(question: MessageId, answer: MessageId): void;
  /** Puts a message of one's own into editing; undefined ends it. */
  setEditing(id: MessageId | undefined): void;
  /** The page before what is shown. */
  loadOlder(): Promise<void>;
  /** The page after a stretch of the past. */
  loadNewer(): Promise<void>;
  /** Shows what was said around a message or an event number, wherever that is; false when there is no such message here. */
  goTo(place: { aroundMessageId: MessageId } | { aroundSeq: number }): Promise<boolean>;
  /** Shows the newest again. */
  leavePast(): void;
}

export interface SendAbout {
  /** The answer that was last on the screen. */
  parentId: MessageId | undefined;
  mentions: UserId[];
  files: readonly Upload[];
  /** Null: nobody answers. Left out: as the conversation is set. */
  model?: null;
}

/** An open conversation, for everything drawn in it. Holds nothing that moves: what stands here draws every row again when it changes. */
export interface Room {
  team: Team;
  id: ConversationId;
  store: Observable<ConversationState | undefined>;
  deeds: Deeds;
  draft: Draft;
  /** The conversation that this thread hangs in, open as well. */
  above?: Room;
  /** Whether one may write here: by role, and not while it is archived. */
  mayWrite: boolean;
}

export const RoomContext = createContext<Room | undefined>(undefined);

export function useRoom(): Room {
  const room = useContext(RoomContext);
  if (room === undefined) throw new Error('This part of the app needs an open conversation.');
  return room;
}

const NOBODY: readonly Person[] = [];

/** Who sees this conversation and can be named in it. */
export const PeopleContext = createContext(NOBODY);

export function usePeople(): readonly Person[] {
  return useContext(PeopleContext);
}

/** A part of the conversation; drawn again only when that part changes. `select` gives the same part for the same state. */
export function usePart<Part>(select: (state: ConversationState) => Part): Part {
  return usePartOf(useRoom().store, select);
}

export function usePartOf<Part>(store: Observable<ConversationState | undefined>, select: (state: ConversationState) => Part): Part {
  return useSyncExternalStore(store.subscribe, () => {
    const state = store.get();
    if (state === undefined) throw new Error('The conversation is not open yet.');
    return select(state);
  });
}
