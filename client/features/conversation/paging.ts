import type { ConversationId } from '../../../shared/ids.ts';
import type { Parley } from '../../sdk/types.ts';
import type { ConversationStore } from '../../store/conversation-store.ts';
import { appendNewer, goTo, leavePast, prependHistory, shownOf } from '../../store/past.ts';
import type { Deeds } from './room.ts';

/** Messages that are asked for at once. */
const PAGE = 50;

type Paging = Pick<Deeds, 'loadOlder' | 'loadNewer' | 'goTo' | 'leavePast'>;

/** Through what was said, a page at a time. A page that comes when one has gone elsewhere meanwhile is dropped. */
export function paging(parley: Parley, conversationId: ConversationId, store: ConversationStore): Paging {
  const { history } = parley.api.message;
  return {
    async loadOlder() {
      const beforeSeq = edgesOf(store)?.first;
      if (beforeSeq === undefined) return;
      const page = await history.query({ conversationId, beforeSeq, limit: PAGE });
      if (edgesOf(store)?.first === beforeSeq) store.change((state) => prependHistory(state, page));
    },
    async loadNewer() {
      const afterSeq = store.get()?.past && edgesOf(store)?.last;
      if (afterSeq === undefined) return;
      const page = await history.query({ conversationId, afterSeq, limit: PAGE });
      if (edgesOf(store)?.last === afterSeq) store.change((state) => appendNewer(state, page));
    },
    async goTo(place) {
      const page = await history.query({ conversationId, ...place, limit: PAGE });
      store.change((state) => goTo(state, page));
      return page.items.length > 0;
    },
    leavePast: () => store.change(leavePast),
  };
}

/** Event numbers of the first and the last message that are shown. */
function edgesOf(store: ConversationStore): { first: number | undefined; last: number | undefined } | undefined {
  const state = store.get();
  const messages = state && shownOf(state).messages;
  return messages && { first: messages[0]?.seq, last: messages.at(-1)?.seq };
}
