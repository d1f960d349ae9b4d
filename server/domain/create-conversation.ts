import type { Guard, Visibility } from '../../shared/access.ts';
import type { FolderId, TeamId } from '../../shared/ids.ts';
import type { Conversation } from '../../shared/schemas/conversation.ts';
import type { Principal } from '../auth/principal.ts';
import type { App } from '../ports.ts';
import { knownModel } from './answering-model.ts';
import { filingIn } from './filing-in.ts';
import { tellInboxes } from './tell.ts';

export interface ConversationDraft {
  teamId: TeamId;
  folderId?: FolderId | undefined;
  title?: string | undefined;
  visibility: Visibility;
  model?: string | null | undefined;
  answers?: Conversation['answers'] | undefined;
}

export async function createConversation(app: App, who: Principal, guard: Guard, draft: ConversationDraft): Promise<Conversation> {
  const { teamId, folderId, title, visibility, answers } = draft;
  const model = typeof draft.model === 'string' ? await knownModel(app, draft.model) : draft.model;
  const conversation = await app.store.conversations.create(
    {
      teamId,
      visibility,
      ...(folderId && { folderId }),
      ...(title && { title }),
      ...(model !== undefined && { model }),
      ...(answers && { answers }),
    },
    guard,
    app.clock.now(),
    filingIn(app, who, folderId),
  );
  await tellInboxes(app, conversation.id);
  return conversation;
}
