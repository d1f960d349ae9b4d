import type { ThreadNews } from '../../shared/events.ts';
import type { ConversationId, UserId } from '../../shared/ids.ts';

/** What is new in threads for those who take part in them: wrote there, are whose doing the message it hangs on is, or were named there. */
export interface Threads {
  /** The threads with something unread for this person that they may see and that are not archived, newest first: what an inbox begins with. */
  newsOf(userId: UserId, limit: number): Promise<ThreadNews[]>;
  /** One of them; undefined when there is nothing new in it for them. */
  news(conversationId: ConversationId, userId: UserId): Promise<ThreadNews | undefined>;
  /** Whose inboxes tell of this conversation: of a thread those who take part and may see it, of any other everybody who may see it. */
  inboxesOf(conversationId: ConversationId): Promise<UserId[]>;
}
