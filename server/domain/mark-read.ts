import type { Guard } from '../../shared/access.ts';
import type { ConversationId } from '../../shared/ids.ts';
import type { Principal } from '../auth/principal.ts';
import type { App } from '../ports.ts';

/** Read up to `seq`, on all of this person's devices. */
export async function markRead(
  app: App,
  who: Principal,
  guard: Guard,
  read: { conversationId: ConversationId; seq: number },
): Promise<number> {
  const { unread, moved } = await app.store.messages.markRead(read.conversationId, read.seq, guard);
  if (moved) app.bus.publishToInboxes({ topic: 'conversation', conversationId: read.conversationId, audience: [who.userId] });
  return unread;
}
