import type { FeedEvent } from '../sdk/types.ts';
import { applyEvent, type ConversationState, openedState } from './conversation-state.ts';
import { type Observable, Observed } from './observable.ts';

export interface ConversationStore extends Observable<ConversationState | undefined> {
  /** `now`: milliseconds since 1970. Events before the first `opened` have nothing to change. */
  dispatch(event: FeedEvent, now: number): void;
  /** One of the ways in past.ts, for what is open. */
  change(how: (state: ConversationState) => ConversationState): void;
}

/** Holds one conversation; undefined until it was opened. */
export function createConversationStore(): ConversationStore {
  const held = new Observed<ConversationState | undefined>(undefined);
  return {
    get: held.get,
    subscribe: held.subscribe,
    dispatch(event, now) {
      const state = held.get();
      if (state) held.set(applyEvent(state, event, now));
      else if (event.type === 'opened') held.set(openedState(event));
    },
    change(how) {
      const state = held.get();
      if (state) held.set(how(state));
    },
  };
}
