/**
 * Everything that can reach a browser through a subscription, as tagged unions.
 *
 * Stored events carry `seq`: per conversation from 1, without gap or repeat (SEQ-1), written in the transaction of the change.
 * Passing events have none; losing one is repaired by the next or by a snapshot.
 * Growing text is addressed by offset: append a piece only if `from` equals the length you hold; when you hold more, trim; less, fetch (REPLY-2).
 */
import type { FailureCode } from './errors.ts';
import type { ConversationId, GenerationId, MessageId, TeamId, UserId } from './ids.ts';
import type { Conversation, Folder, Lengths, Message, Person, ThreadLine, Usage } from './schemas/conversation.ts';
import type { Team } from './schemas/identity.ts';

export type Channel = 'thinking' | 'text';

/** How a generation ended, and what the message's channels hold then (UTF-16 units). */
export type Ending =
  | { outcome: 'done' | 'truncated' | 'interrupted'; usage?: Usage; lengths: Lengths }
  | { outcome: 'stopped'; by?: Person; usage?: Usage; lengths: Lengths }
  | { outcome: 'failed'; code: FailureCode; usage?: Usage; lengths: Lengths };

/** The state of a conversation that everybody shares: what `conversation.updated` replaces. */
export type ConversationSettings = Pick<Conversation, 'title' | 'visibility' | 'model' | 'answers' | 'archivedAt' | 'folderId'>;

/** A thread in which there is something new for one person who takes part in it. */
export interface ThreadNews {
  /** Of the thread. */
  conversationId: ConversationId;
  teamId: TeamId;
  threadOf: { conversationId: ConversationId; messageId: MessageId };
  /** From the message it hangs on; empty when that one is deleted. */
  about: string;
  /** What others said since this person last read it, and what of that names them. */
  unread: number;
  mentions: number;
  /** When the newest of it came. */
  newsAt: string;
}

type StoredBody =
  | { type: 'message.posted'; message: Message }
  | { type: 'message.edited'; messageId: MessageId; text: string; editedAt: string }
  | { type: 'message.deleted'; messageId: MessageId; deletedAt: string; by: Person }
  /** `on`: the reaction was added, else taken back. Applying it twice changes nothing. */
  | { type: 'message.reacted'; messageId: MessageId; emoji: string; person: Person; on: boolean }
  /** The thread on this message began or grew: what its line says now. */
  | { type: 'message.threaded'; messageId: MessageId; thread: ThreadLine }
  /** A generation began on `message`: a new reply, or (continue) one that keeps its text; `from` = the lengths it begins at. */
  | {
      type: 'reply.started';
      generationId: GenerationId;
      messageId: MessageId;
      model: string;
      requestedBy: Person;
      from: Lengths;
      message: Message;
    }
  | ({ type: 'reply.ended'; generationId: GenerationId; messageId: MessageId; endedAt: string } & Ending)
  | { type: 'member.joined' | 'member.left'; person: Person; at: string }
  | { type: 'conversation.updated'; settings: ConversationSettings; by: Person };
export type StoredEvent = StoredBody & { seq: number };
export type StoredEventBody = StoredBody;

export type PassingEvent =
  | { type: 'reply.queued'; generationId: GenerationId; position: number }
  | { type: 'reply.state'; generationId: GenerationId; state: 'loading' | 'prompting' | 'streaming'; since: string; promptTokens?: number }
  | { type: 'reply.grew'; generationId: GenerationId; channel: Channel; from: number; text: string }
  | { type: 'typing'; person: Person }
  | { type: 'presence'; people: Person[] }
  /** What you hold cannot be carried on from: open the conversation again. */
  | { type: 'resync'; reason: 'behind' | 'ahead' | 'epoch' };

export type ConversationEvent = StoredEvent | PassingEvent;

/**
 * The inbox is state, not a log: every (re)connect begins with `inbox.state`, what follows replaces parts of it by key.
 * So resuming needs no cursor and nothing can be missed or applied twice.
 */
export type InboxEvent =
  | {
      type: 'inbox.state';
      teams: Team[];
      folders: Folder[];
      conversations: Conversation[];
      threads: ThreadNews[];
      online: { teamId: TeamId; userIds: UserId[] }[];
    }
  /** All folders of this team that the person sees. */
  | { type: 'folders.changed'; teamId: TeamId; folders: Folder[] }
  | { type: 'team.changed'; team: Team }
  | { type: 'conversation.changed'; conversation: Conversation }
  | { type: 'conversation.removed'; conversationId: ConversationId }
  /** Something is new in a thread this person takes part in; and nothing is, any more. */
  | { type: 'thread.changed'; thread: ThreadNews }
  | { type: 'thread.removed'; conversationId: ConversationId }
  | { type: 'member.changed'; teamId: TeamId }
  | { type: 'models.changed' }
  | { type: 'presence'; teamId: TeamId; userId: UserId; online: boolean };
