/** The vocabulary of access: who may be what, and everything that can be done. Decided in server/access, spoken everywhere. */
import type { ConversationId, GenerationId, InviteId, MessageId, TeamId, UserId } from './ids.ts';

/** Highest first. */
export const ROLES = ['owner', 'admin', 'moderator', 'member', 'guest'] as const;
export type Role = (typeof ROLES)[number];

export const TIERS = ['free', 'pro', 'enterprise'] as const;
export type Tier = (typeof TIERS)[number];
/** Turns on the model server: a pro team gets two for one of a free team. */
export const TIER_WEIGHTS: Record<Tier, number> = { free: 1, pro: 2, enterprise: 4 };

export const VISIBILITIES = ['private', 'team'] as const;
export type Visibility = (typeof VISIBILITIES)[number];

export const ACTIONS = [
  'account.read',
  'account.update',
  'session.list',
  'session.revoke',
  'team.create',
  'team.list',
  'team.read',
  'team.update',
  'member.list',
  'member.setRole',
  'member.remove',
  'member.leave',
  'invite.create',
  'invite.list',
  'invite.revoke',
  'invite.accept',
  'inbox.read',
  'conversation.create',
  'conversation.list',
  'conversation.read',
  'conversation.update',
  'conversation.archive',
  'conversation.delete',
  'conversation.fork',
  'message.send',
  'message.edit',
  'message.delete',
  'message.markRead',
  'presence.type',
  'generation.start',
  'generation.stop',
  'generation.queue',
  'model.list',
  'model.pull',
  'model.remove',
  'model.setPolicy',
] as const;
export type Action = (typeof ACTIONS)[number];

/** What a decision is about. Ids are as the caller sent them: they may be foreign or made up. */
export type Ref =
  | { kind: 'nothing' }
  | { kind: 'team'; teamId: TeamId }
  | { kind: 'conversation'; conversationId: ConversationId }
  | { kind: 'message'; messageId: MessageId }
  | { kind: 'generation'; generationId: GenerationId }
  | { kind: 'invite'; inviteId: InviteId }
  | { kind: 'member'; teamId: TeamId; userId: UserId };

/** How a caller proved who they are. `id` is the stored hash, never the secret. */
export type Credential = { kind: 'session'; id: string };

/**
 * Everything `decide` may look at, read fresh from the database in one go. A missing part means: there is no such thing.
 * Parts hang together: a message brings its conversation, a conversation its team, a team the caller's role in it.
 */
export interface Facts {
  /** Times in milliseconds since 1970. */
  session?: { userId: UserId; expiresAt: number };
  user?: { id: UserId; name: string; email: string; admin: boolean; status: 'active' | 'disabled' };
  team?: { id: TeamId; name: string; tier: Tier; role?: Role };
  conversation?: { id: ConversationId; teamId: TeamId; visibility: Visibility; createdBy: UserId; archived: boolean };
  message?: { id: MessageId; seq: number; authorId?: UserId; deleted: boolean };
  generation?: { id: GenerationId; messageId: MessageId; requestedBy: UserId };
  invite?: { id: InviteId; createdBy: UserId };
  /** Somebody of the team whom the action is about. */
  member?: { userId: UserId; role: Role };
}

/**
 * A decision that a store method repeats inside its own transaction (ACCESS-7): it loads the facts of `credential` and `ref` there and calls
 * `check`, which throws a Refusal. So nothing that ended between the question and the write can take effect.
 */
export interface Guard {
  credential: Credential;
  userId: UserId;
  ref: Ref;
  check(facts: Facts): void;
}
