import type { InboxEvent } from '../../shared/events.ts';
import { applyInboxEvent, emptyInbox, type InboxState } from './inbox-state.ts';
import { type Observable, Observed } from './observable.ts';

export interface InboxStore extends Observable<InboxState | undefined> {
  dispatch(event: InboxEvent): void;
  /** Forgets everything, when access ended. */
  clear(): void;
}

/** Holds one person's inbox; undefined until its first `inbox.state`. */
export function createInboxStore(): InboxStore {
  const held = new Observed<InboxState | undefined>(undefined);
  return {
    get: held.get,
    subscribe: held.subscribe,
    dispatch(event) {
      const state = held.get();
      if (state || event.type === 'inbox.state') held.set(applyInboxEvent(state ?? emptyInbox, event));
    },
    clear: () => held.set(undefined),
  };
}
