/** Somebody who uses the client of Parley, as the web app does. */
import { applyInboxEvent, emptyInbox, type InboxState } from '../../client/store/inbox-state.ts';
import { createParley, type OutboxItem, type OutboxStorage, type Parley } from '../../client/sdk/index.ts';
import type { ConversationId, TeamId } from '../../shared/ids.ts';
import type { Account } from './account.ts';
import { type Draft, type Sent, type Somebody, Views } from './somebody.ts';

/** How fast a person can press a button. */
const IMPATIENT_MS = 100;

export interface SdkHabits {
  /** Presses "try now" whenever the client waits. */
  impatient: boolean;
}

export class SdkPerson implements Somebody {
  readonly account: Account;
  readonly views = new Views();
  /** What they can reach, as their inbox told. */
  inbox: InboxState = emptyInbox;
  readonly #url: string;
  readonly #habits: SdkHabits;
  readonly #kept = new KeptOutbox();
  #following: readonly ConversationId[] = [];
  #parley: Parley;
  #isAway = true;
  #closed = false;

  constructor(url: string, account: Account, habits: SdkHabits) {
    this.#url = url;
    this.account = account;
    this.#habits = habits;
    this.#parley = this.#enter();
  }

  get api() {
    return this.#parley.api;
  }

  get unsent(): number {
    return this.#parley.outbox.items.filter(({ state }) => state !== 'refused').length;
  }

  wasRefused(clientKey: string): boolean {
    return this.#parley.outbox.items.some((item) => item.clientKey === clientKey && item.state === 'refused');
  }

  async lookAt(conversationIds: readonly ConversationId[]): Promise<void> {
    this.#following = conversationIds;
    this.#isAway = false;
    this.views.clear();
    this.#kept.save([]);
    await this.reopen();
  }

  async lookAway(): Promise<void> {
    this.#following = [];
    this.#isAway = true;
    this.views.clear();
    await this.reopen();
  }

  alsoLookAt(conversationId: ConversationId): void {
    this.#following = [...new Set([...this.#following, conversationId])];
    void this.#read(this.#parley, conversationId);
  }

  async send({ conversationId, ...options }: Draft): Promise<Sent> {
    const { text, ...about } = options;
    return this.#parley.conversation(conversationId).send(text, about);
  }

  async reopen(): Promise<void> {
    this.#keepCookie();
    const closed = this.#parley.close();
    // At once: there is no moment in which somebody could write into a tab that is not there.
    if (!this.#closed) this.#parley = this.#enter();
    for (const conversationId of this.#following) void this.#read(this.#parley, conversationId);
    if (!this.#isAway) void this.#readInbox(this.#parley);
    await closed;
  }

  async leave(teamId: TeamId): Promise<void> {
    await this.#parley.api.member.leave.mutate({ teamId });
    this.#keepCookie();
  }

  hurry(): void {
    this.#parley.connection.retryNow();
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#parley.close();
  }

  #enter(): Parley {
    const parley = createParley({ url: this.#url, cookie: this.account.cookie, outbox: this.#kept });
    const { connection } = parley;
    if (this.#habits.impatient)
      connection.subscribe(() => {
        const { current } = connection;
        if (current.state === 'connecting' && current.nextTryAt !== undefined) setTimeout(() => connection.retryNow(), IMPATIENT_MS);
      });
    return parley;
  }

  #keepCookie(): void {
    this.account.cookie = this.#parley.cookie() ?? this.account.cookie;
  }

  async #read(parley: Parley, conversationId: ConversationId): Promise<void> {
    const view = this.views.of(conversationId);
    try {
      for await (const event of parley.conversation(conversationId).events({ limit: 100 })) {
        // It was opened anew meanwhile.
        if (this.views.open.get(conversationId) !== view) return;
        view.take(event);
      }
    } catch (error) {
      view.error = error;
    }
  }

  async #readInbox(parley: Parley): Promise<void> {
    this.inbox = emptyInbox;
    try {
      for await (const event of parley.inbox()) if (parley === this.#parley) this.inbox = applyInboxEvent(this.inbox, event);
    } catch {
      // Access ended, and the conversations say so too.
    }
  }
}

/** As the storage of a tab. */
class KeptOutbox implements OutboxStorage {
  #items: OutboxItem[] = [];

  load(): OutboxItem[] {
    return this.#items;
  }

  save(items: OutboxItem[]): void {
    this.#items = items;
  }
}
