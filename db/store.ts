/**
 * The door to everything Parley remembers. A method is one whole action: it decides again inside its own transaction (`guard`, ACCESS-7),
 * changes, writes the events of the change with their `seq`, and returns what others must be told. Nothing is told here.
 *
 * Expected refusals are thrown as `Refusal`. Times are milliseconds since 1970 going in (`now`) and ISO 8601 in shapes coming out.
 * Signatures are async so that another engine can stand behind them; `facts` and `accessRevision` alone are not: a decision and the send
 * that follows it must be one stretch without an await (DESIGN 4.2).
 */
import type { Credential, Facts, Guard, Ref, Relation, Role, Tier, Visibility } from '../shared/access.ts';
import type { FailureCode } from '../shared/errors.ts';
import type { Channel, Ending, StoredEvent } from '../shared/events.ts';
import type { ConversationId, FolderId, GenerationId, InviteId, MessageId, SessionHandle, TeamId, UserId } from '../shared/ids.ts';
import type { Accounts } from './account-store.ts';
import type { Audit } from './audit-store.ts';
import type { Subject } from '../shared/schemas/access.ts';
import type { Conversation, Folder, Lengths, Message, Notice, Person, Share, Usage } from '../shared/schemas/conversation.ts';
import type { Invite, Member, Team, User } from '../shared/schemas/identity.ts';

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

export interface SessionRow {
  /** SHA-256 of the token, hex (SESSION-1). */
  id: string;
  handle: SessionHandle;
  userId: UserId;
  createdAt: number;
  lastUsedAt: number;
  expiresAt: number;
  ip: string;
  agent: string;
}

/** Sessions that ended in a transaction, by their stored hash: whoever holds their sockets closes them after the commit. */
export interface Ended {
  sessions: string[];
}

export interface Users {
  /** Nobody has registered yet. */
  none(): Promise<boolean>;
  /** The first of all becomes admin, also when many register at once. With an invite the person joins its team in the same transaction. */
  register(
    draft: { name: string; email: string; passwordHash: string; inviteHash?: string },
    now: number,
  ): Promise<{ user: User; team?: Team; changes: Change[] }>;
  /** By e-mail address, whatever its case. */
  findForSignIn(email: string): Promise<{ user: User; passwordHash: string; status: 'active' | 'disabled' } | undefined>;
  passwordHashOf(userId: UserId): Promise<string | undefined>;
  /** Ends every session of the person, the acting one too: the caller is issued a new one. Refuses CONFLICT when `oldHash` is not the stored one any more. */
  changePassword(change: { oldHash: string; newHash: string }, guard: Guard, now: number): Promise<Ended>;
  /** Replaces a hash made with weaker parameters; nothing else changes. */
  rehash(userId: UserId, oldHash: string, newHash: string): Promise<void>;
  rename(name: string, guard: Guard): Promise<User>;
}

export interface Sessions {
  find(id: string): Promise<{ session: SessionRow; user: User } | undefined>;
  listOf(userId: UserId): Promise<SessionRow[]>;
  /** Keeps at most SESSION.maxPerUser; the oldest make room and are returned. */
  insert(row: SessionRow): Promise<Ended>;
  /** Changes an existing row only: it never revives a deleted session (SESSION-3). */
  setExpiry(id: string, expiresAt: number): Promise<void>;
  touch(id: string, now: number): Promise<void>;
  delete(id: string): Promise<Ended>;
  deleteAllOf(userId: UserId): Promise<Ended>;
  deleteExpired(now: number): Promise<Ended>;
  /** The caller's own session with this handle; NOT_FOUND for a foreign one. */
  endOwn(handle: SessionHandle, guard: Guard): Promise<Ended>;
  endOthers(guard: Guard): Promise<Ended>;
}

export interface Teams {
  /** The caller becomes owner; a conversation "Welcome" begins with `welcome` said by the guide. All sessions of the caller end (DESIGN 4.1). */
  create(draft: { name: string; welcome: string }, guard: Guard, now: number): Promise<{ team: Team; welcome: ConversationId } & Ended>;
  listOf(userId: UserId): Promise<Team[]>;
  get(teamId: TeamId, guard: Guard): Promise<Team>;
  rename(teamId: TeamId, name: string, guard: Guard): Promise<Team>;
  setDefaultModel(teamId: TeamId, model: string | null, guard: Guard): Promise<Team>;
  /** Gone with all that is in it. Ends every session of every member. CONFLICT when `name` is not its name. */
  delete(
    team: { teamId: TeamId; name: string },
    guard: Guard,
  ): Promise<{ members: UserId[]; conversations: ConversationId[]; open: GenerationId[]; teamName: string } & Ended>;
  /** That member becomes owner, the caller admin: two changes of membership, each ends what it ends. */
  transfer(to: { teamId: TeamId; userId: UserId }, guard: Guard, now: number): Promise<{ to: Parted; from: Parted }>;
  /** By an administrator of the server, whose guard is about nothing. */
  setTier(change: { teamId: TeamId; tier: Tier }, guard: Guard): Promise<{ before: Tier; open: StoredGeneration[] }>;
  /** By name. `connected` is filled in by whoever knows. */
  members(
    query: { teamId: TeamId; cursor?: string; limit: number; withSessions: boolean },
    guard: Guard,
  ): Promise<{ items: Omit<Member, 'connected'>[]; nextCursor?: string }>;
  memberIds(teamId: TeamId): Promise<UserId[]>;
}

/** What a change of somebody's membership took with it, in its transaction (LEAVE-1); who is left open runs on until its owner stops it. */
export interface Parted extends Ended {
  person: Person;
  teamName: string;
  /** Open generations they asked for in that team. */
  open: StoredGeneration[];
  changes: Change[];
}

/** Each ends, in one transaction, every session of that person and the invites they issued there. CONFLICT when the team would be without an owner (LEAVE-6). */
export interface Members {
  setRole(change: { teamId: TeamId; userId: UserId; role: Role }, guard: Guard, now: number): Promise<Parted>;
  /** Also of somebody suspended. */
  remove(member: { teamId: TeamId; userId: UserId }, guard: Guard, now: number): Promise<Parted>;
  /** The membership is set aside, not flagged: nothing that looks for members can find it. The last owner is not suspended. */
  suspend(member: { teamId: TeamId; userId: UserId }, guard: Guard, now: number): Promise<Parted>;
  restore(member: { teamId: TeamId; userId: UserId }, guard: Guard, now: number): Promise<{ person: Person; changes: Change[] }>;
  /** The caller's own. */
  leave(teamId: TeamId, guard: Guard, now: number): Promise<Parted>;
}

export interface Invites {
  create(
    draft: { teamId: TeamId; role: Role; tokenHash: string; expiresAt: number; email?: string; maxUses?: number },
    guard: Guard,
    now: number,
  ): Promise<Invite>;
  list(teamId: TeamId, guard: Guard, now: number): Promise<Invite[]>;
  revoke(inviteId: InviteId, guard: Guard): Promise<void>;
  /** Undefined when expired, revoked, used up, unknown, or when who issued it may not invite any more. `email` as it was given. */
  preview(tokenHash: string, now: number): Promise<{ teamName: string; invitedBy: string; role: Role; email?: string } | undefined>;
  /** FORBIDDEN for an account with another address than the invite's, and for somebody suspended there. Joining ends all sessions of the caller; somebody who is in the team already changes nothing and keeps theirs. */
  accept(tokenHash: string, guard: Guard, now: number): Promise<{ team: Team; joined: boolean; changes: Change[] } & Ended>;
}

/** Where it was, and is, seen from before and after a change: who lost it is told so, who gained it too. */
export interface Audiences {
  before: UserId[];
  after: UserId[];
}

/** Names of folders are seen by every member of the team, and by guests who were given them. */
export interface Folders {
  /** `parent`: the decision about the folder it is made in ('folder.file'). */
  create(draft: { teamId: TeamId; name: string; parentId?: FolderId }, guard: Guard, now: number, parent?: Guard): Promise<Folder>;
  /** What this person sees, by name. */
  listOf(teamId: TeamId, userId: UserId): Promise<Folder[]>;
  rename(folderId: FolderId, name: string, guard: Guard): Promise<Folder>;
  /** CONFLICT for a circle, or deeper than FOLDER.maxDepth. `touched`: conversations whose audience may have changed. */
  move(
    change: { folderId: FolderId; parentId: FolderId | null },
    guard: Guard,
    parent?: Guard,
  ): Promise<{ folder: Folder; touched: Map<ConversationId, Audiences> }>;
  shares(folderId: FolderId, guard: Guard): Promise<Share[]>;
  /** NOT_FOUND for somebody who is not in the team. */
  share(
    change: { folderId: FolderId; userId: UserId; relation: Relation | null },
    guard: Guard,
  ): Promise<{ teamId: TeamId; shares: Share[]; touched: Map<ConversationId, Audiences> }>;
  delete(folderId: FolderId, guard: Guard): Promise<{ teamId: TeamId; touched: Map<ConversationId, Audiences> }>;
}

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
  /** NOT_FOUND for somebody who is not in the team; CONFLICT for a thread. */
  share(
    change: { conversationId: ConversationId; userId: UserId; relation: Relation | null },
    guard: Guard,
    now: number,
  ): Promise<{ shares: Share[]; audiences: Audiences }>;
  /** `folder`: the decision about the folder it goes to ('folder.file'). CONFLICT for a thread. */
  move(
    change: { conversationId: ConversationId; folderId: FolderId | null },
    guard: Guard,
    now: number,
    folder?: Guard,
  ): Promise<{ conversation: StoredConversation; audiences: Audiences; changes: Change[] }>;
  /** One consistent picture: the newest messages, what is open, and the event number they are as of. */
  open(query: { conversationId: ConversationId; limit: number }, guard: Guard): Promise<Opened>;
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
  ): Promise<{ conversation: StoredConversation; changes: Change[] }>;
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
  openGenerations: StoredGeneration[];
  head: number;
}

export interface Messages {
  /**
   * The message and, when `reply` names a model, its reply with an open generation, in one transaction. The same (user, conversation, clientKey)
   * is stored once (SEND-1): again with the same text returns what is there (`repeated`), with another text refuses CONFLICT.
   * An untitled conversation takes its title from the first message. In a thread, `changes` holds what the conversation above tells, too. Of `mentions` those
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
    },
    guard: Guard,
    now: number,
  ): Promise<{ message: StoredMessage; generation?: StoredGeneration; repeated: boolean; changes: Change[] }>;
  /** Only texts of people. */
  edit(change: { messageId: MessageId; text: string }, guard: Guard, now: number): Promise<{ message: StoredMessage; changes: Change[] }>;
  react(
    reaction: { messageId: MessageId; emoji: string; on: boolean },
    guard: Guard,
    now: number,
  ): Promise<{ message: StoredMessage; changes: Change[] }>;
  /** The text goes for good, also out of the log; its line stays. Refuses CONFLICT while its generation is open. */
  delete(messageId: MessageId, guard: Guard, now: number): Promise<{ message: StoredMessage; changes: Change[] }>;
  /** Oldest first, those before `beforeSeq`. */
  history(
    query: { conversationId: ConversationId; beforeSeq?: number; limit: number },
    guard: Guard,
  ): Promise<{ items: StoredMessage[]; notices: Notice[]; more: boolean }>;
  /** Never goes back; never past the head. */
  markRead(conversationId: ConversationId, seq: number, guard: Guard): Promise<{ unread: number; moved: boolean }>;
  find(messageId: MessageId): Promise<StoredMessage | undefined>;
  /**
   * The line a model reads when it answers `messageId`, oldest first, ending with that message: of several answers the one that a later message
   * of the line names as its parent, else the latest finished; no deleted, no empty ones. At most `limit` newest.
   */
  lineTo(messageId: MessageId, limit: number): Promise<StoredMessage[]>;
}

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

export interface Events {
  /** Stored events with a greater number, in order. */
  after(conversationId: ConversationId, seq: number, limit: number): Promise<LoggedEvent[]>;
  /** Number of the newest; 0 when there is none or no such conversation. */
  head(conversationId: ConversationId): Promise<number>;
}

export interface LimitRule {
  name: string;
  points: number;
  perSeconds: number;
  /** Once over the limit, refused for this long. */
  blockSeconds?: number;
}

/** Counters that survive a restart. */
export interface Limits {
  /** Takes `cost` points (1 unless told; 0 asks only). */
  consume(rule: LimitRule, key: string, cost?: number): Promise<{ allowed: true } | { allowed: false; retryAfter: number }>;
  reset(rule: LimitRule, key: string): Promise<void>;
}

export type { Accounts, Taken } from './account-store.ts';
export type { Audit, AuditDraft } from './audit-store.ts';

export interface Store {
  /** Random per database; a cursor of another epoch means nothing here. */
  readonly epoch: string;
  facts(credential: Credential, ref: Ref): Facts;
  /** The same about somebody who is not calling: without a session. */
  factsOf(userId: UserId, ref: Ref): Facts;
  /** Grows in the transaction of every change that can take access away (sessions, people, members, teams, conversations). Equal number, equal facts. */
  accessRevision(): number;
  readonly users: Users;
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly teams: Teams;
  readonly members: Members;
  readonly invites: Invites;
  readonly folders: Folders;
  readonly conversations: Conversations;
  readonly messages: Messages;
  readonly generations: Generations;
  readonly audit: Audit;
  readonly journal: Journal;
  readonly events: Events;
  readonly limits: Limits;
  /** Throws when the database cannot be read. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
