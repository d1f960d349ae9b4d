/** Who is there: in the app, and in a conversation. Known only while people are connected; a short absence (a reload, a reconnect) is not told. */
import type { ConversationId, UserId } from '../../shared/ids.ts';
import type { Person } from '../../shared/schemas/conversation.ts';

const GRACE_MS = 3_000;
/** When everybody comes back at once, each arrival told to all of them would be their number squared. */
const VIEWERS_REST_MS = 250;

export interface PresenceListener {
  viewersChanged(conversationId: ConversationId, people: Person[]): void;
  onlineChanged(userId: UserId, online: boolean): void;
}

export class Presence {
  readonly #listener: PresenceListener;
  readonly #online = new Counted<UserId>();
  readonly #viewers = new Map<ConversationId, Counted<UserId>>();
  readonly #names = new Map<UserId, string>();
  /** Conversations told of a moment ago, and whether there is something newer to tell. */
  readonly #resting = new Map<ConversationId, { due: boolean }>();

  constructor(listener: PresenceListener) {
    this.#listener = listener;
  }

  isOnline(userId: UserId): boolean {
    return this.#online.has(userId);
  }

  viewersOf(conversationId: ConversationId): Person[] {
    return [...(this.#viewers.get(conversationId)?.keys() ?? [])].map((userId) => ({ userId, name: this.#names.get(userId) ?? '' }));
  }

  /** Returns how to leave. */
  arrive(person: Person): () => void {
    this.#names.set(person.userId, person.name);
    if (this.#online.add(person.userId)) this.#listener.onlineChanged(person.userId, true);
    return this.#later(() => {
      if (this.#online.remove(person.userId)) this.#listener.onlineChanged(person.userId, false);
    });
  }

  /** Returns how to leave. */
  enter(conversationId: ConversationId, person: Person): () => void {
    this.#names.set(person.userId, person.name);
    const viewers = this.#viewers.get(conversationId) ?? new Counted<UserId>();
    this.#viewers.set(conversationId, viewers);
    if (viewers.add(person.userId)) this.#tellViewers(conversationId);
    return this.#later(() => {
      if (!viewers.remove(person.userId)) return;
      if (viewers.size === 0) this.#viewers.delete(conversationId);
      this.#tellViewers(conversationId);
    });
  }

  /** At once; what changes right after it, together. */
  #tellViewers(conversationId: ConversationId): void {
    const resting = this.#resting.get(conversationId);
    if (resting) {
      resting.due = true;
      return;
    }
    this.#resting.set(conversationId, { due: false });
    this.#listener.viewersChanged(conversationId, this.viewersOf(conversationId));
    setTimeout(() => this.#rested(conversationId), VIEWERS_REST_MS).unref();
  }

  #rested(conversationId: ConversationId): void {
    const due = this.#resting.get(conversationId)?.due;
    this.#resting.delete(conversationId);
    if (due) this.#tellViewers(conversationId);
  }

  #later(leave: () => void): () => void {
    return () => {
      setTimeout(leave, GRACE_MS).unref();
    };
  }
}

class Counted<Key> {
  readonly #counts = new Map<Key, number>();

  get size(): number {
    return this.#counts.size;
  }

  has(key: Key): boolean {
    return this.#counts.has(key);
  }

  keys(): Iterable<Key> {
    return this.#counts.keys();
  }

  /** True when it is the first. */
  add(key: Key): boolean {
    const count = this.#counts.get(key) ?? 0;
    this.#counts.set(key, count + 1);
    return count === 0;
  }

  /** True when it was the last. */
  remove(key: Key): boolean {
    const count = this.#counts.get(key) ?? 0;
    if (count > 1) this.#counts.set(key, count - 1);
    else this.#counts.delete(key);
    return count === 1;
  }
}
