import type { ConversationState } from '../../store/conversation-state.ts';
import { Evened, type Look } from '../../store/evened.ts';

/** Replies grow evenly, but for whoever wants nothing to move, and where nobody looks. */
export function evenly(): (state: ConversationState | undefined) => Look<ConversationState | undefined> {
  const evened = new Evened();
  const still = matchMedia('(prefers-reduced-motion: reduce)');
  return (state) =>
    state === undefined || still.matches || document.hidden ? { shown: state, more: false } : evened.at(state, performance.now());
}
