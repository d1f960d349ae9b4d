/** What people did in one act, and what they were told about it: the oracle compares the server with this. */
import type { ConversationId, GenerationId, MessageId, UserId } from '../../shared/ids.ts';
import type { Generation, Message } from '../../shared/schemas/conversation.ts';

/** `carried`: the tab was closed meanwhile; its outbox goes on with it. `cutOff`: the person lost access before they were told. */
export type SendState = 'trying' | 'acknowledged' | 'refused' | 'carried' | 'cutOff';

export interface SendEntry {
  clientKey: string;
  conversationId: ConversationId;
  by: UserId;
  text: string;
  state: SendState;
  message?: Message;
}

/** `maybe`: the answer was lost. */
export interface Attempt {
  text: string;
  outcome: 'acknowledged' | 'maybe';
}

/** Somebody was told that it began, or how it was stopped. */
export interface ReplyEntry {
  conversationId: ConversationId;
  stoppedAs?: Generation['state'];
}

export interface ForkEntry {
  conversationId: ConversationId;
  by: UserId;
  messageId: MessageId;
}

export interface Reaction {
  messageId: MessageId;
  emoji: string;
  userId: UserId;
}

export class Ledger {
  readonly sends = new Map<string, SendEntry>();
  /** Oldest first. */
  readonly edits = new Map<MessageId, Attempt[]>();
  readonly deletions = new Map<MessageId, Attempt['outcome']>();
  readonly titles = new Map<ConversationId, Attempt[]>();
  /** By message, emoji and person: 'on' or 'off'. */
  readonly reactions = new Map<string, Attempt[]>();
  readonly replies = new Map<GenerationId, ReplyEntry>();
  readonly forks: ForkEntry[] = [];
  /** Messages that somebody is changing right now. */
  readonly busy = new Set<string>();

  /** Their access ended: what they were not told about may have been stored before, or not. */
  part(userId: UserId): void {
    for (const entry of this.sends.values())
      if (entry.by === userId && (entry.state === 'trying' || entry.state === 'carried')) entry.state = 'cutOff';
  }

  /** What somebody wrote and may change, oldest first. */
  ownOf(userId: UserId): SendEntry[] {
    return [...this.sends.values()].filter(
      ({ by, message }) => by === userId && message && !this.deletions.has(message.id) && !this.busy.has(message.id),
    );
  }

  /** What a message may say: the newest acknowledged text, or one after it of which nobody knows. */
  textsOf({ id, text }: { id: MessageId; text: string }): string[] {
    return possible([{ text, outcome: 'acknowledged' }, ...(this.edits.get(id) ?? [])]);
  }

  /** Undefined: nobody knows. */
  isReacted(reaction: Reaction): boolean | undefined {
    const may = new Set(possible([{ text: 'off', outcome: 'acknowledged' }, ...(this.reactions.get(reactionKey(reaction)) ?? [])]));
    return may.size > 1 ? undefined : may.has('on');
  }

  titlesOf(conversationId: ConversationId, first: string): string[] {
    return possible([{ text: first, outcome: 'acknowledged' }, ...(this.titles.get(conversationId) ?? [])]);
  }
}

export function reactionKey({ messageId, emoji, userId }: Reaction): string {
  return `${messageId} ${emoji} ${userId}`;
}

function possible(attempts: Attempt[]): string[] {
  const sure = attempts.findLastIndex(({ outcome }) => outcome === 'acknowledged');
  return attempts.filter(({ outcome }, index) => index === sure || outcome === 'maybe').map(({ text }) => text);
}
