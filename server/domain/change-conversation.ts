import type { Guard, Visibility } from '../../shared/access.ts';
import type { ConversationId } from '../../shared/ids.ts';
import type { Conversation } from '../../shared/schemas/conversation.ts';
import { also, guardFor } from '../access/gate.ts';
import type { Principal } from '../auth/principal.ts';
import type { App } from '../ports.ts';
import { knownModel } from './answering-model.ts';
import { tell } from './tell.ts';
import { tellTouched } from './tell-touched.ts';

export interface ConversationChange {
  conversationId: ConversationId;
  title?: string | undefined;
  visibility?: Visibility | undefined;
  model?: string | null | undefined;
  answers?: Conversation['answers'] | undefined;
}

/** Title, model and answering are everybody's who may write; who sees it is for whoever may share it. */
export async function changeConversation(app: App, who: Principal, guard: Guard, change: ConversationChange): Promise<Conversation> {
  const { conversationId, title, visibility, answers } = change;
  const model = typeof change.model === 'string' ? await knownModel(app, change.model) : change.model;
  const updated = await app.store.conversations.update(
    {
      conversationId,
      ...(title && { title }),
      ...(visibility && { visibility }),
      ...(model !== undefined && { model }),
      ...(answers && { answers }),
    },
    visibility === undefined ? guard : forItsMaker(app, who, guard),
    app.clock.now(),
  );
  tellTouched(app, updated.touched);
  await tell(app, updated.changes);
  return updated.conversation;
}

/** Both decisions, in the one transaction. */
function forItsMaker(app: App, who: Principal, guard: Guard): Guard {
  const sharing = guardFor(app, who, 'conversation.share', guard.ref);
  return also(guard, (facts) => void sharing.check(facts));
}
