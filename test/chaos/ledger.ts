/** What people did in one act, and what they were told about it: the oracle compares the server with this. */
import type { ConversationId, MessageId, UserId } from '../../shared/ids.ts';
import type { Message } from '../../shared/schemas/conversation.ts';

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

export class Ledger {
  readonly sends = new Map<string, SendEntry>();
  /** Oldest first. */
  readonly edits = new Map<MessageId, Attempt[]>();
  readonly deletions = new Map<MessageId, Attempt['outcome']>();
  readonly titles = new Map<ConversationId, Attempt[]>();
  /** Those whose access ended and who did not come back in this act. */
  readonly parted = new Set<UserId>();
  /** Messages that somebody is changing right now. */
  readonly busy = new Set<string>();

  /** Their access ended: what they were not told about may have been stored before, or not. */
  part(userId: UserId): void {
    this.parted.add(userId);
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

  titlesOf(conversationId: ConversationId, first: string): string[] {
    return possible([{ text: first, outcome: 'acknowledged' }, ...(this.titles.get(conversationId) ?? [])]);
  }
}

function possible(attempts: Attempt[]): string[] {
  const sure = attempts.findLastIndex(({ outcome }) => outcome === 'acknowledged');
  return attempts.filter(({ outcome }, index) => index === sure || outcome === 'maybe').map(({ text }) => text);
}
