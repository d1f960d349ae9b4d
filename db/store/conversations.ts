import type { Guard, Relation, Visibility } from '../../shared/access.ts';
import type { ConversationId, FolderId, GenerationId, MessageId, TeamId, UserId } from '../../shared/ids.ts';
import type { Subject } from '../../shared/schemas/access.ts';
import type { Conversation, Notice, Share } from '../../shared/schemas/conversation.ts';
import type { Audiences } from './folders.ts';
import type { Change, StoredGeneration, StoredMessage } from './shapes.ts';

export interface Conversations {
  /** `folder`: the decision about the folder it is made in ('folder.file'). */
  create(
    draft: {
      teamId: TeamId;
      folderId?: FolderId;
      title?: string;
      visibility: Visibility;
      model?: string | null;
      answers?: Conversation['answers'];
    },
    guard: Guard,
    now: number,
    folder?: Guard,
  ): Promise<Conversation>;
  /** The thread on this message; made when there is none. CONFLICT on a message of a thread. `changes`: what the conversation above tells. */
  thread(messageId: MessageId, guard: Guard, now: number): Promise<{ conversation: StoredConversation; changes: Change[] }>;
  /** Newest activity first, without threads, only what the caller may see. */
  list(
    query: { teamId: TeamId; archived: boolean; cursor?: string; limit: number },
    guard: Guard,
  ): Promise<{ items: StoredConversation[]; nextCursor?: string }>;
  /** Of all teams of this person, not archived, newest activity first: what an inbox begins with. At most `limit` of each team. */
  inboxOf(userId: UserId, limit: number): Promise<StoredConversation[]>;
  get(conversationId: ConversationId, guard: Guard): Promise<StoredConversation>;
  /** As this person sees it, if they may. */
  seenBy(conversationId: ConversationId, userId: UserId): Promise<StoredConversation | undefined>;
  /** Everybody who may read it: equals brute force over `decide` (ACCESS-4). */
  audience(conversationId: ConversationId): Promise<UserId[]>;
  /** The same people with the reason, by name (ACCESS-4). */
  subjects(
    query: { conversationId: ConversationId; cursor?: string; limit: number },
    guard: Guard,
  ): Promise<{ items: Subject[]; nextCursor?: string }>;
  /** What `userId` may read in the team and `also` too, by id: equals brute force over `decide`. */
  readableBy(query: { teamId: TeamId; userId: UserId; also: UserId; cursor?: string; limit: number }): Promise<{
    items: { conversationId: ConversationId; title: string }[];
    nextCursor?: string;
  }>;
  shares(conversationId: ConversationId, guard: Guard): Promise<Share[]>;
  /** NOT_FOUND for somebody who is not in the team; CONFLICT for a thread. `touched`: it, and its threads. */
  share(
    change: { conversationId: ConversationId; userId: UserId; relation: Relation | null },
    guard: Guard,
    now: number,
  ): Promise<{ shares: Share[]; touched: Map<ConversationId, Audiences> }>;
  /** `folder`: the decision about the folder it goes to ('folder.file'). CONFLICT for a thread. `touched`: it, and its threads. */
  move(
    change: { conversationId: ConversationId; folderId: FolderId | null },
    guard: Guard,
    now: number,
    folder?: Guard,
  ): Promise<{ conversation: StoredConversation; touched: Map<ConversationId, Audiences>; changes: Change[] }>;
  /** One consistent picture: the newest messages, what is open, and the event number they are as of. */
  open(query: { conversationId: ConversationId; limit: number }, guard: Guard): Promise<Opened>;
  /** `touched`: it, and its threads, when others see it now. */
  update(
    change: {
      conversationId: ConversationId;
      title?: string;
      visibility?: Visibility;
      model?: string | null;
      answers?: Conversation['answers'];
    },
    guard: Guard,
    now: number,
  ): Promise<{ conversation: StoredConversation; touched: Map<ConversationId, Audiences>; changes: Change[] }>;
  setArchived(
    conversationId: ConversationId,
    archived: boolean,
    guard: Guard,
    now: number,
  ): Promise<{ conversation: StoredConversation; changes: Change[] }>;
  /** Gone with its messages, events, generations and threads; returns who could see it and which generations were open. */
  delete(conversationId: ConversationId, guard: Guard): Promise<{ audience: UserId[]; open: GenerationId[]; threads: ConversationId[] }>;
  /** Copies the line up to and with this message (of several answers the one it belongs to, else the latest); generations are not copied, their text is. */
  fork(draft: { messageId: MessageId; title?: string }, guard: Guard, now: number): Promise<StoredConversation>;
}
/** `writing` is known to whoever runs generations; the store says whether one is open. */
export type StoredConversation = Conversation;

export interface Opened {
  conversation: StoredConversation;
  messages: StoredMessage[];
  notices: Notice[];
  more: boolean;
  /** When the first message came that the caller has not read. */
  unreadSince?: string;
  openGenerations: StoredGeneration[];
  head: number;
}
