import type { Ending, StoredEvent } from '../../shared/events.ts';
import type { ConversationId, GenerationId, MessageId, TeamId } from '../../shared/ids.ts';
import type { Lengths, Message, Person } from '../../shared/schemas/conversation.ts';

/** A generation as it is stored: open until it has an ending. Where an open one stands is known to whoever runs it. */
export interface StoredGeneration {
  id: GenerationId;
  messageId: MessageId;
  conversationId: ConversationId;
  teamId: TeamId;
  model: string;
  requestedBy: Person;
  createdAt: string;
  /** Event number of its reply.started: the short name a feed's cursor uses for it. */
  startedSeq: number;
  /** Lengths of the message's channels when it began; above 0 when it continues a text. */
  from: Lengths;
  ended?: { at: string } & Ending;
}

export type StoredMessage = Omit<Message, 'generation'> & { generation?: StoredGeneration };

/** A stored event with the message it speaks of as that message is now: texts live in one place only, so deleting one deletes it everywhere. */
type WithStoredMessage<E> = E extends { message: Message } ? Omit<E, 'message'> & { message: StoredMessage } : E;
export type LoggedEvent = WithStoredMessage<StoredEvent>;

/** What a change of one conversation tells: the events, in order. */
export interface Change {
  conversationId: ConversationId;
  events: LoggedEvent[];
}

/** Sessions that ended in a transaction, by their stored hash: whoever holds their sockets closes them after the commit. */
export interface Ended {
  sessions: string[];
}
