/** A conversation as whoever opens it for the first time is told, over a network that does not break. */
import { setTimeout as pause } from 'node:timers/promises';
import { openedState } from '../../client/store/conversation-state.ts';
import type { ConversationId } from '../../shared/ids.ts';
import { conversationOpen } from '../../shared/schemas/conversation.ts';
import { type Answer, ask } from '../support/call.ts';
import type { Stage } from './stage.ts';
import { type Seen, seen } from './view.ts';

/** Whose storm used up all calls of their session is asked again when the server says so. */
export async function opened({ server }: Stage, cookie: string, conversationId: ConversationId): Promise<Answer> {
  const input = encodeURIComponent(JSON.stringify({ conversationId, limit: 100 }));
  for (;;) {
    const answer = await ask(server.url, `conversation.open?input=${input}`, { cookie });
    if (answer.refusal?.reason !== 'RATE_LIMITED') return answer;
    await pause((answer.refusal.retryAfter ?? 1) * 1_000);
  }
}

export function seenIn({ data }: Answer): Seen | undefined {
  return data === undefined ? undefined : seen(openedState(conversationOpen.output.parse(data)));
}
