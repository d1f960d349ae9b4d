import type { Guard, Relation } from '../../shared/access.ts';
import type { ConversationId, UserId } from '../../shared/ids.ts';
import type { Share } from '../../shared/schemas/conversation.ts';
import { noting } from '../access/gate.ts';
import type { App } from '../ports.ts';
import { tellTouched } from './tell-touched.ts';

/** Lets a single person read or take part, or takes that back: then their open feeds end, and nobody else notices. */
export async function shareConversation(
  app: App,
  guard: Guard,
  change: { conversationId: ConversationId; userId: UserId; relation: Relation | null },
): Promise<Share[]> {
  const { userId, relation } = change;
  const { shares, touched } = await app.store.conversations.share(change, noting(guard, { userId, relation }), app.clock.now());
  tellTouched(app, touched);
  return shares;
}
