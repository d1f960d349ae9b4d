/** Somebody with a stock tRPC client and none of our code: what the server promises has to hold for them as well. */
import { setTimeout as pause } from 'node:timers/promises';
import { createTRPCClient, createWSClient, type TRPCClient, wsLink } from '@trpc/client';
import { WebSocket } from 'ws';
import { meaningOf } from '../../client/sdk/index.ts';
import { passesInMs } from '../../client/sdk/subscription.ts';
import type { Router } from '../../server/rpc/router.ts';
import type { ConversationId, TeamId } from '../../shared/ids.ts';
import { call } from '../support/call.ts';
import type { Account } from './account.ts';
import { type Draft, type Sent, type Somebody, Views } from './somebody.ts';
import type { View } from './view.ts';

const RETRY_MS = 60;

export class StockPerson implements Somebody {
  readonly account: Account;
  readonly views = new Views();
  unsent = 0;
  readonly #url: string;
  #following: readonly ConversationId[] = [];
  #client: { api: TRPCClient<Router>; close(): Promise<void> };
  #generation = 0;
  #closed = false;

  constructor(url: string, account: Account) {
    this.#url = url;
    this.account = account;
    this.#client = dial(url, account.cookie);
  }

  get api() {
    return this.#client.api;
  }

  /** There is nothing between the call and the person: the call itself says so. */
  wasRefused(): boolean {
    return false;
  }

  async lookAt(conversationIds: readonly ConversationId[]): Promise<void> {
    this.#following = conversationIds;
    this.views.clear();
    await this.reopen();
  }

  async lookAway(): Promise<void> {
    await this.lookAt([]);
  }

  alsoLookAt(conversationId: ConversationId): void {
    this.#following = [...new Set([...this.#following, conversationId])];
    void this.#read(this.views.of(conversationId), this.#generation);
  }

  async send(draft: Draft): Promise<Sent> {
    this.unsent += 1;
    try {
      return await this.#untilAnswered(() => this.api.message.send.mutate(draft));
    } finally {
      this.unsent -= 1;
    }
  }

  async reopen(): Promise<void> {
    this.#generation += 1;
    void this.#client.close();
    if (this.#closed) return;
    this.#client = dial(this.#url, this.account.cookie);
    for (const conversationId of this.#following) void this.#read(this.views.of(conversationId), this.#generation);
  }

  async leave(teamId: TeamId): Promise<void> {
    const answer = await call(this.#url, 'member.leave', { teamId }, { cookie: this.account.cookie });
    if (answer.refusal) throw new Error(answer.refusal.reason);
    this.account.cookie = answer.cookie ?? this.account.cookie;
    await this.reopen();
  }

  hurry(): void {
    // Its delay is a fixed short one.
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#generation += 1;
    void this.#client.close();
  }

  /** From a snapshot on; a subscription of tRPC resumes over lost connections by itself. */
  async #read(view: View, generation: number): Promise<void> {
    const { conversationId } = view;
    const isCurrent = () => generation === this.#generation && this.views.open.get(conversationId) === view;
    try {
      const opened = await this.#untilAnswered(() => this.api.conversation.open.query({ conversationId, limit: 100 }));
      if (!isCurrent()) return;
      view.take({ type: 'opened', ...opened });
      this.api.conversation.live.subscribe(
        { conversationId, lastEventId: opened.cursor },
        {
          onData: ({ data }) => {
            if (isCurrent()) for (const event of data.events) view.take(event);
          },
          onError: (error) => {
            if (!isCurrent()) return;
            if (passes(error)) void pause(RETRY_MS).then(() => this.#read(view, generation));
            else view.error = error;
          },
        },
      );
    } catch (error) {
      view.error = error;
    }
  }

  async #untilAnswered<Result>(attempt: () => Promise<Result>): Promise<Result> {
    for (;;) {
      try {
        return await attempt();
      } catch (error) {
        if (this.#closed || !passes(error)) throw error;
        await pause(RETRY_MS);
      }
    }
  }
}

/** A lost connection, or a refusal that says "not now". */
function passes(error: unknown): boolean {
  return passesInMs(meaningOf(error)) !== undefined;
}

function dial(url: string, cookie: string): { api: TRPCClient<Router>; close(): Promise<void> } {
  class CookieSocket extends WebSocket {
    constructor(address: string | URL) {
      super(address, { headers: { cookie }, handshakeTimeout: 5_000 });
      // A socket that is refused or cut shows as a failed call; nothing else has to hear of it.
      this.on('error', () => undefined);
    }
  }
  const client = createWSClient({
    url: `${url.replace(/^http/, 'ws')}/trpc`,
    WebSocket: CookieSocket as unknown as typeof globalThis.WebSocket,
    retryDelayMs: () => RETRY_MS,
  });
  return { api: createTRPCClient<Router>({ links: [wsLink({ client })] }), close: () => client.close() };
}
