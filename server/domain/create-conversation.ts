import type { Guard, Visibility } from '../../shared/access.ts';
import type { TeamId } from '../../shared/ids.ts';
import type { Conversation } from '../../shared/schemas/conversation.ts';
import type { App } from '../ports.ts';
import { knownModel } from './answering-model.ts';
import { tellInboxes } from './tell.ts';

export interface ConversationDraft {
  teamId: TeamId;
  title?: string | undefined;
  visibility: Visibility;
  model?: string | null | undefined;
  answers?: Conversation['answers'] | undefined;
}

export async function createConversation(app: App, guard: Guard, draft: ConversationDraft): Promise<Conversation> {
  const { teamId, title, visibility, answers } = draft;
  const model = typeof draft.model === 'string' ? await knownModel(app, draft.model) : draft.model;
  const conversation = await app.store.conversations.create(
    { teamId, visibility, ...(title && { title }), ...(model !== undefined && { model }), ...(answers && { answers }) },
    guard,
    app.clock.now(),
  );
  await tellInboxes(app, conversation.id);
  return conversation;
}
