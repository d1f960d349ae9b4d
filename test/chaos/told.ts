/** A conversation as whoever opens it for the first time is told, over a network that does not break. */
import { openedState } from '../../client/store/conversation-state.ts';
import type { ConversationId } from '../../shared/ids.ts';
import { conversationOpen } from '../../shared/schemas/conversation.ts';
import { type Answer, ask } from '../support/call.ts';
import type { Stage } from './stage.ts';
import { type Seen, seen } from './view.ts';

export function opened({ server }: Stage, cookie: string, conversationId: ConversationId): Promise<Answer> {
  const input = encodeURIComponent(JSON.stringify({ conversationId, limit: 100 }));
  return ask(server.url, `conversation.open?input=${input}`, { cookie });
}

export function seenIn({ data }: Answer): Seen | undefined {
  return data === undefined ? undefined : seen(openedState(conversationOpen.output.parse(data)));
}
