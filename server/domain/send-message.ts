import type { StoredGeneration } from '../../db/store.ts';
import type { Guard } from '../../shared/access.ts';
import type { ConversationId, FileId, MessageId, UserId } from '../../shared/ids.ts';
import type { Generation, Message } from '../../shared/schemas/conversation.ts';
import type { Principal } from '../auth/principal.ts';
import type { App } from '../ports.ts';
import { answeringModel } from './answering-model.ts';
import { beginReply } from './begin-reply.ts';
import { tell } from './tell.ts';

export interface MessageDraft {
  conversationId: ConversationId;
  clientKey: string;
  text: string;
  parentId?: MessageId | undefined;
  model?: string | null | undefined;
  mentions?: UserId[] | undefined;
  attachments?: FileId[] | undefined;
}

/** Stores the message, and with it the reply it asks for, and tells the conversation. The same clientKey is stored once (SEND-1). */
export async function sendMessage(
  app: App,
  who: Principal,
  guard: Guard,
  draft: MessageDraft,
): Promise<{ message: Message; reply?: Generation }> {
  const model = await answeringModel(app, who, draft);
  if (model) admit(app, who, guard);
  const { conversationId, clientKey, text, parentId, mentions, attachments } = draft;
  const sent = await app.store.messages.append(
    {
      conversationId,
      clientKey,
      text,
      ...(parentId && { parentId }),
      ...(model && { reply: { model } }),
      ...(mentions && { mentions }),
      ...(attachments && { attachments }),
    },
    guard,
    app.clock.now(),
  );
  if (!sent.repeated) await (sent.generation ? beginSent(app, guard, sent.generation, sent.changes) : tell(app, sent.changes));
  const message = app.replies.present(sent.message);
  return sent.generation ? { message, reply: app.replies.presentGeneration(sent.generation) } : { message };
}

export function admit(app: App, who: Principal, guard: Guard): void {
  const teamId = app.store.facts(guard.credential, guard.ref).team?.id;
  if (teamId) app.replies.admit({ userId: who.userId, teamId });
}

async function beginSent(app: App, guard: Guard, generation: StoredGeneration, changes: Parameters<typeof tell>[1]): Promise<void> {
  const message = await app.store.messages.find(generation.messageId);
  if (message) await beginReply(app, guard, { message, generation, changes: [...changes] });
}
