import type { Guard } from '../../shared/access.ts';
import type { ConversationId } from '../../shared/ids.ts';
import type { Conversation, Generation, Lengths, Message, Notice, Person } from '../../shared/schemas/conversation.ts';
import type { App } from '../ports.ts';
import { writeCursor } from './cursor.ts';

export interface OpenConversation {
  conversation: Conversation;
  messages: Message[];
  notices: Notice[];
  more: boolean;
  unreadSince?: string | undefined;
  generations: Generation[];
  viewers: Person[];
  cursor: string;
}

/** The newest page as of `cursor`. Texts that grow and their offsets in the cursor are read in one stretch, so that the feed goes on exactly there. */
export async function openConversation(
  app: App,
  guard: Guard,
  query: { conversationId: ConversationId; limit: number },
): Promise<OpenConversation> {
  const { conversation, messages, notices, more, unreadSince, openGenerations, head } = await app.store.conversations.open(query, guard);
  const growing = new Map(app.replies.growingIn(query.conversationId).map((each) => [each.stored.id, each.shown]));
  const offsets = new Map<number, Lengths>(
    openGenerations.map(({ id, startedSeq, from }) => {
      const shown = growing.get(id);
      return [startedSeq, shown ? { thinking: shown.thinking.length, text: shown.text.length } : from];
    }),
  );
  return {
    conversation,
    messages: messages.map((message) => app.replies.present(message)),
    notices,
    more,
    ...(unreadSince !== undefined && { unreadSince }),
    generations: openGenerations.map((generation) => app.replies.presentGeneration(generation)),
    viewers: app.presence.viewersOf(query.conversationId),
    cursor: writeCursor({ run: app.store.runs.current, seq: head, offsets }),
  };
}
