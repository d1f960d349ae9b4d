import type { Guard } from '../../shared/access.ts';
import type { FailureCode } from '../../shared/errors.ts';
import type { Channel } from '../../shared/events.ts';
import type { ConversationId, GenerationId, MessageId } from '../../shared/ids.ts';
import type { Person, Usage } from '../../shared/schemas/conversation.ts';
import type { Change, StoredGeneration, StoredMessage } from './shapes.ts';

export interface Generations {
  /** A further answer to a message of a person: a new reply beside those there are. */
  start(
    draft: { messageId: MessageId; model: string },
    guard: Guard,
    now: number,
  ): Promise<{ message: StoredMessage; generation: StoredGeneration; changes: Change[] }>;
  /** Goes on with a reply that ended early, as a new generation of the same message. CONFLICT unless it is that message's latest and ended stopped, truncated, failed or interrupted. */
  continue(
    generationId: GenerationId,
    guard: Guard,
    now: number,
  ): Promise<{ message: StoredMessage; generation: StoredGeneration; changes: Change[] }>;
  find(generationId: GenerationId): Promise<StoredGeneration | undefined>;
  /** By the short name in a cursor. */
  findByStartedSeq(conversationId: ConversationId, startedSeq: number): Promise<StoredGeneration | undefined>;
  /** What the model was given to read, for the record. */
  recordContext(generationId: GenerationId, context: { messageIds: MessageId[]; leftOut: number }): Promise<void>;
  /**
   * The one end of a generation (REPLY-4): the first to come wins, later ones get undefined. Writes the texts to the message and the reply.ended
   * event in one transaction. With a guard (somebody stops it) the decision is repeated inside.
   */
  end(
    generationId: GenerationId,
    end: { thinking: string; text: string; usage?: Usage } & EndKind,
    now: number,
    guard?: Guard,
  ): Promise<Change | undefined>;
  /** Open ones, oldest first: at start-up those that a crash left behind. */
  listOpen(): Promise<StoredGeneration[]>;
}
export type EndKind =
  | { outcome: 'done' | 'truncated' | 'interrupted' }
  | { outcome: 'stopped'; by?: Person }
  | { outcome: 'failed'; code: FailureCode };

/** Pieces of running replies, written before they are shown (REPLY-3), in a file of their own; dropped when the text is in its message. */
export interface Journal {
  append(generationId: GenerationId, channel: Channel, from: number, text: string): Promise<void>;
  /** The text after the generation's `from`, per channel. */
  read(generationId: GenerationId): Promise<{ thinking: string; text: string }>;
  drop(generationId: GenerationId): Promise<void>;
  /** Drops what belongs to no open generation. */
  prune(open: GenerationId[]): Promise<void>;
}
