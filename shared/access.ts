/** The vocabulary of access: who may be what, and everything that can be done. Decided in server/access, spoken everywhere. */
import type { ConversationId, FileId, FolderId, GenerationId, InviteId, MessageId, TeamId, UserId } from './ids.ts';

/** Highest first. */
export const ROLES = ['owner', 'admin', 'moderator', 'member', 'guest'] as const;
export type Role = (typeof ROLES)[number];

export const TIERS = ['free', 'pro', 'enterprise'] as const;
export type Tier = (typeof TIERS)[number];
/** Turns on the model server: a pro team gets two for one of a free team. */
export const TIER_WEIGHTS: Record<Tier, number> = { free: 1, pro: 2, enterprise: 4 };

export const VISIBILITIES = ['private', 'team'] as const;
export type Visibility = (typeof VISIBILITIES)[number];

/** How a folder or a conversation is shared with a single person: to read, or to take part as a member does. */
export const RELATIONS = ['viewer', 'editor'] as const;
export type Relation = (typeof RELATIONS)[number];

export const ACTIONS = [
  'account.read',
  'account.update',
  'account.disable',
  'account.delete',
  'session.list',
  'session.revoke',
  'team.create',
  'team.list',
  'team.read',
  'team.update',
  'team.delete',
  'team.transfer',
  'member.list',
  'member.setRole',
  'member.suspend',
  'member.restore',
  'member.remove',
  'member.leave',
  'invite.create',
  'invite.list',
  'invite.revoke',
  'invite.accept',
  'inbox.read',
  'folder.create',
  'folder.list',
  'folder.read',
  'folder.listShares',
  'folder.rename',
  'folder.move',
  'folder.share',
  'folder.delete',
  'folder.file',
  'conversation.create',
  'conversation.list',
  'conversation.read',
  'conversation.update',
  'conversation.share',
  'conversation.move',
  'conversation.archive',
  'conversation.delete',
  'conversation.fork',
  'message.send',
  'message.edit',
  'message.delete',
  'message.react',
  'message.thread',
  'message.markRead',
  'presence.type',
  'generation.start',
  'generation.stop',
  'generation.queue',
  'model.list',
  'model.pull',
  'model.remove',
  'model.setPolicy',
  'access.check',
  'access.explain',
  'access.explainOther',
  'access.listObjects',
  'access.listSubjects',
  'audit.list',
  'audit.verify',
  'tier.get',
  'tier.set',
  'admin.users',
  'admin.disableUser',
  'admin.enableUser',
  'admin.deleteUser',
  'admin.forceSignOut',
  'admin.resetPassword',
] as const;
export type Action = (typeof ACTIONS)[number];

/** What a decision is about. Ids are as the caller sent them: they may be foreign or made up. */
export type Ref =
  | { kind: 'nothing' }
  | { kind: 'team'; teamId: TeamId }
  | { kind: 'folder'; folderId: FolderId }
  | { kind: 'conversation'; conversationId: ConversationId }
  | { kind: 'message'; messageId: MessageId }
  | { kind: 'generation'; generationId: GenerationId }
  | { kind: 'invite'; inviteId: InviteId }
  | { kind: 'file'; fileId: FileId }
  | { kind: 'member'; teamId: TeamId; userId: UserId };

/** The thing itself that is asked about: of a member the person. */
export function subjectOf(ref: Ref): { kind: Ref['kind']; id: string } | undefined {
  const { kind } = ref;
  switch (kind) {
    case 'nothing':
      return undefined;
    case 'team':
      return { kind, id: ref.teamId };
    case 'folder':
      return { kind, id: ref.folderId };
    case 'conversation':
      return { kind, id: ref.conversationId };
    case 'message':
      return { kind, id: ref.messageId };
    case 'generation':
      return { kind, id: ref.generationId };
    case 'invite':
      return { kind, id: ref.inviteId };
    case 'file':
      return { kind, id: ref.fileId };
    case 'member':
      return { kind, id: ref.userId };
  }
}

/** How a caller proved who they are. `id` is the stored hash, never the secret. */
export type Credential = { kind: 'session'; id: string };

/**
 * Everything `decide` may look at, true of the database at this moment (who holds a session is remembered until `accessRevision` grows). A missing part means: there is no such thing.
 * Parts hang together: a file brings its message, a message its conversation, a conversation its team, a team the caller's role in it.
 */
export interface Facts {
  /** Times in milliseconds since 1970. */
  session?: { userId: UserId; expiresAt: number };
  user?: { id: UserId; name: string; email: string; admin: boolean; status: 'active' | 'disabled' };
  team?: { id: TeamId; name: string; tier: Tier; role?: Role };
  /** `shared`: the best relation the caller was given on it or on a folder above it. */
  folder?: { id: FolderId; teamId: TeamId; createdBy: UserId; shared?: Relation };
  /**
   * A thread is seen by whoever sees the conversation it hangs in: `visibility`, `keeper`, `shared` and `sharedAbove` are then that one's, and it is archived
   * when either is. `keeper` made that conversation and sees it always. `sharedAbove`: the best relation of the caller on a folder it is in.
   */
  conversation?: {
    id: ConversationId;
    teamId: TeamId;
    visibility: Visibility;
    createdBy: UserId;
    keeper: UserId;
    thread: boolean;
    archived: boolean;
    shared?: Relation;
    sharedAbove?: Relation;
  };
  message?: { id: MessageId; seq: number; authorId?: UserId; deleted: boolean };
  generation?: { id: GenerationId; messageId: MessageId; requestedBy: UserId };
  invite?: { id: InviteId; createdBy: UserId };
  /** Until it is sent with a message (`message`, then) it exists for whoever uploaded it alone. */
  file?: { id: FileId; uploadedBy: UserId; sent: boolean };
  /** Somebody of the team whom the action is about; `role` is what they had when they are suspended. */
  member?: { userId: UserId; role: Role; suspended: boolean };
}

/** Where a call came from: what the audit log says of it. */
export interface Origin {
  ip: string;
  agent: string;
  requestId?: string;
}

/**
 * A decision that a store method repeats inside its own transaction (ACCESS-7): it loads the facts of `credential` and `ref` there and calls
 * `check`, which throws a Refusal. So nothing that ended between the question and the write can take effect.
 */
export interface Guard {
  credential: Credential;
  userId: UserId;
  ref: Ref;
  /** Returns the steps that decided. */
  check(facts: Facts): string[];
  /** Given for a sensitive act: the write that it lets through is recorded with it, in the same transaction (AUDIT-1). */
  audit?: { action: Action; origin: Origin; detail?: AuditDetail };
}

/** What an act was, in its own words: a role given, an address invited. Never a secret, never a text of people (AUDIT-3). */
export type AuditDetail = Record<string, string | number | boolean | null>;

/** What is recorded when it succeeds; every refusal is, whatever the action. */
export const SENSITIVE: ReadonlySet<Action> = new Set<Action>([
  'account.disable',
  'account.delete',
  'session.revoke',
  'team.create',
  'team.update',
  'team.delete',
  'team.transfer',
  'member.setRole',
  'member.suspend',
  'member.restore',
  'member.remove',
  'member.leave',
  'invite.create',
  'invite.revoke',
  'invite.accept',
  'folder.move',
  'folder.share',
  'folder.delete',
  'conversation.share',
  'conversation.move',
  'conversation.archive',
  'conversation.delete',
  'model.pull',
  'model.remove',
  'model.setPolicy',
  'tier.set',
  'admin.disableUser',
  'admin.enableUser',
  'admin.deleteUser',
  'admin.forceSignOut',
  'admin.resetPassword',
]);
