import type { Events } from '../store.ts';
import type { Log } from './log.ts';

export function openEvents(log: Log): Events {
  return {
    async after(conversationId, seq, limit) {
      return log.after(conversationId, seq, limit);
    },
    async head(conversationId) {
      return log.head(conversationId);
    },
  };
}
