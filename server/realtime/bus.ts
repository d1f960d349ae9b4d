/** The door through which one part tells the others that something changed. It carries nudges and passing events; what is stored is read from the store. */
import type { PassingEvent } from '../../shared/events.ts';
import type { ConversationId, TeamId, UserId } from '../../shared/ids.ts';

export type Nudge =
  /** The log of this conversation grew. */
  | { topic: 'log'; conversationId: ConversationId }
  /** Text or state of a generation of this conversation changed. */
  | { topic: 'growth'; conversationId: ConversationId }
  | { topic: 'passing'; conversationId: ConversationId; event: PassingEvent; except?: UserId }
  /** The conversation is gone, or may be for some: feeds decide again now. */
  | { topic: 'access'; conversationId: ConversationId };

/** What an inbox has to look at again. */
export type InboxNudge =
  | { topic: 'conversation'; conversationId: ConversationId; audience: readonly UserId[] }
  | { topic: 'gone'; conversationId: ConversationId; audience: readonly UserId[] }
  | { topic: 'folders'; teamId: TeamId; audience: readonly UserId[] }
  /** All of it: somebody is in another team now, or in none. */
  | { topic: 'everything'; audience: readonly UserId[] }
  | { topic: 'team'; teamId: TeamId; audience: readonly UserId[] }
  | { topic: 'members'; teamId: TeamId; audience: readonly UserId[] }
  | { topic: 'presence'; teamId: TeamId; userId: UserId; online: boolean; audience: readonly UserId[] }
  | { topic: 'models' };

export interface Bus {
  publish(nudge: Nudge): void;
  publishToInboxes(nudge: InboxNudge): void;
  /** Both return how to stop listening. Listeners are called in the same tick and must not throw. */
  onConversation(conversationId: ConversationId, listener: (nudge: Nudge) => void): () => void;
  onInbox(userId: UserId, listener: (nudge: InboxNudge) => void): () => void;
}
