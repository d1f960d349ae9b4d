import type { Guard } from '../../shared/access.ts';
import type { ConversationId, FolderId } from '../../shared/ids.ts';
import type { Conversation } from '../../shared/schemas/conversation.ts';
import type { Principal } from '../auth/principal.ts';
import type { App } from '../ports.ts';
import { filingIn } from './filing-in.ts';
import { tell } from './tell.ts';
import { tellTouched } from './tell-touched.ts';

/** Into another folder, or out of all. Who saw it by the old one alone sees it no more, at once. */
export async function moveConversation(
  app: App,
  who: Principal,
  guard: Guard,
  change: { conversationId: ConversationId; folderId: FolderId | null },
): Promise<Conversation> {
  const moved = await app.store.conversations.move(change, guard, app.clock.now(), filingIn(app, who, change.folderId));
  tellTouched(app, moved.touched);
  await tell(app, moved.changes);
  return moved.conversation;
}
