import type { Guard } from '../../shared/access.ts';
import type { ConversationId, FileId, MessageId, UserId } from '../../shared/ids.ts';
import type { Notice } from '../../shared/schemas/conversation.ts';
import type { Change, StoredGeneration, StoredMessage } from './shapes.ts';

/** Where a page of messages is: one of these, or the newest. */
export interface PageFrom {
  beforeSeq?: number;
  afterSeq?: number;
  aroundSeq?: number;
  aroundMessageId?: MessageId;
}

export interface Messages {
  /**
   * The message and, when `reply` names a model, its reply with an open generation, in one transaction. The same (user, conversation, clientKey)
   * is stored once (SEND-1): again with the same text and files returns what is there (`repeated`), with others refuses CONFLICT. FILE_GONE unless every file was
   * uploaded by the caller for this conversation and waits. An untitled conversation takes its title from the first message. In a thread, `changes` holds what the conversation above tells, too. Of `mentions` those
   * who see the conversation are kept.
   */
  append(
    draft: {
      conversationId: ConversationId;
      clientKey: string;
      text: string;
      parentId?: MessageId;
      reply?: { model: string };
      mentions?: UserId[];
      attachments?: FileId[];
    },
    guard: Guard,
    now: number,
  ): Promise<{ message: StoredMessage; generation?: StoredGeneration; repeated: boolean; changes: Change[] }>;
  /** Only texts of people. VALIDATION for an empty one of a message without files. */
  edit(change: { messageId: MessageId; text: string }, guard: Guard, now: number): Promise<{ message: StoredMessage; changes: Change[] }>;
  react(
    reaction: { messageId: MessageId; emoji: string; on: boolean },
    guard: Guard,
    now: number,
  ): Promise<{ message: StoredMessage; changes: Change[] }>;
  /** The text and the files go for good, also out of the log; its line stays. Refuses CONFLICT while its generation is open. */
  delete(messageId: MessageId, guard: Guard, now: number): Promise<{ message: StoredMessage; changes: Change[] }>;
  /** Oldest first. NOT_FOUND for a message that is not of this conversation. `more`: there are older ones; `newer`: there are newer ones. */
  history(
    query: { conversationId: ConversationId; limit: number } & PageFrom,
    guard: Guard,
  ): Promise<{ items: StoredMessage[]; notices: Notice[]; more: boolean; newer: boolean }>;
  /** Never goes back; never past the head. */
  markRead(conversationId: ConversationId, seq: number, guard: Guard): Promise<{ unread: number; moved: boolean }>;
  find(messageId: MessageId): Promise<StoredMessage | undefined>;
  /**
   * The line a model reads when it answers `messageId`, oldest first, ending with that message: of several answers the one that a later message
   * of the line names as its parent, else the latest finished; no deleted, no empty ones. At most `limit` newest.
   */
  lineTo(messageId: MessageId, limit: number): Promise<StoredMessage[]>;
}
