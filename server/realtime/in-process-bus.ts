import type { ConversationId, UserId } from '../../shared/ids.ts';
import type { Bus, InboxNudge, Nudge } from './bus.ts';

/** The bus of one process: calls listeners in the same tick. */
export class InProcessBus implements Bus {
  readonly #conversations = new Topics<ConversationId, Nudge>();
  readonly #inboxes = new Topics<UserId, InboxNudge>();

  publish(nudge: Nudge): void {
    this.#conversations.tell(nudge.conversationId, nudge);
  }

  publishToInboxes(nudge: InboxNudge): void {
    if ('audience' in nudge) for (const userId of nudge.audience) this.#inboxes.tell(userId, nudge);
    else this.#inboxes.tellAll(nudge);
  }

  onConversation(conversationId: ConversationId, listener: (nudge: Nudge) => void): () => void {
    return this.#conversations.listen(conversationId, listener);
  }

  onInbox(userId: UserId, listener: (nudge: InboxNudge) => void): () => void {
    return this.#inboxes.listen(userId, listener);
  }
}

class Topics<Key, Value> {
  readonly #listeners = new Map<Key, Set<(value: Value) => void>>();

  listen(key: Key, listener: (value: Value) => void): () => void {
    const listeners = this.#listeners.get(key) ?? new Set();
    this.#listeners.set(key, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(key) === listeners) this.#listeners.delete(key);
    };
  }

  /** A copy, since a listener may stop listening while it is called. */
  tell(key: Key, value: Value): void {
    for (const listener of [...(this.#listeners.get(key) ?? [])]) listener(value);
  }

  tellAll(value: Value): void {
    for (const key of [...this.#listeners.keys()]) this.tell(key, value);
  }
}
