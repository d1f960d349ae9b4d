/** People as the driver sees them, whichever client they use. */
import type { TRPCClient } from '@trpc/client';
import type { Router } from '../../server/rpc/router.ts';
import type { ConversationId, MessageId, TeamId } from '../../shared/ids.ts';
import type { Generation, Message } from '../../shared/schemas/conversation.ts';
import type { Account } from './account.ts';
import { Shown, View } from './view.ts';

export interface Draft {
  conversationId: ConversationId;
  clientKey: string;
  text: string;
  parentId?: MessageId;
  model: string | null;
}

export interface Sent {
  message: Message;
  reply?: Generation | undefined;
}

export interface Somebody {
  readonly account: Account;
  readonly api: TRPCClient<Router>;
  readonly views: Views;
  /** From now on these conversations are on the screen and no others; what was seen before is forgotten. */
  lookAt(conversationIds: readonly ConversationId[]): Promise<void>;
  /** At nothing, not even at what there is. */
  lookAway(): Promise<void>;
  /** This one as well. */
  alsoLookAt(conversationId: ConversationId): void;
  /** Resolves once acknowledged, however long it takes; rejects when refused, or when the client is closed first. */
  send(draft: Draft): Promise<Sent>;
  /** The tab is closed and opened again, with what a tab keeps: the cookie and what was not sent yet. */
  reopen(): Promise<void>;
  /** Leaves the team; the session goes on under a new cookie. Rejects when the answer was lost. */
  leave(teamId: TeamId): Promise<void>;
  /** Messages that were neither acknowledged nor refused. */
  readonly unsent: number;
  /** This message waits for them to try again or to give it up. */
  wasRefused(clientKey: string): boolean;
  /** As somebody who presses "try now". */
  hurry(): void;
  close(): Promise<void>;
}

/** What somebody looks at now, and what they were ever shown. */
export class Views {
  readonly open = new Map<ConversationId, View>();
  readonly #shown = new Map<ConversationId, Shown>();

  of(conversationId: ConversationId): View {
    const shown = this.#shown.get(conversationId) ?? new Shown();
    this.#shown.set(conversationId, shown);
    const view = new View(conversationId, shown);
    // What an earlier view was told wrong stays told.
    view.broken.push(...(this.open.get(conversationId)?.broken ?? []));
    this.open.set(conversationId, view);
    return view;
  }

  /** The act is over. */
  clear(): void {
    this.open.clear();
    this.#shown.clear();
  }
}
