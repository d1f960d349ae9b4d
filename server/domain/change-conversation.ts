import type { Guard, Visibility } from '../../shared/access.ts';
import { refuse } from '../../shared/errors.ts';
import type { ConversationId } from '../../shared/ids.ts';
import type { Conversation } from '../../shared/schemas/conversation.ts';
import { owns, reaches } from '../access/rules.ts';
import type { Principal } from '../auth/principal.ts';
import type { App } from '../ports.ts';
import { knownModel } from './answering-model.ts';
import { tell } from './tell.ts';

export interface ConversationChange {
  conversationId: ConversationId;
  title?: string | undefined;
  visibility?: Visibility | undefined;
  model?: string | null | undefined;
  answers?: Conversation['answers'] | undefined;
}

/** Title, model and answering are everybody's who may write; who sees it is for its maker and the team's admins. */
export async function changeConversation(app: App, who: Principal, guard: Guard, change: ConversationChange): Promise<Conversation> {
  const { conversationId, title, visibility, answers } = change;
  const model = typeof change.model === 'string' ? await knownModel(app, change.model) : change.model;
  const before = visibility === undefined ? [] : await app.store.conversations.audience(conversationId);
  const updated = await app.store.conversations.update(
    {
      conversationId,
      ...(title && { title }),
      ...(visibility && { visibility }),
      ...(model !== undefined && { model }),
      ...(answers && { answers }),
    },
    visibility === undefined ? guard : forItsMaker(guard, who),
    app.clock.now(),
  );
  await tell(app, updated.changes);
  if (before.length > 0) {
    app.bus.publish({ topic: 'access', conversationId });
    app.bus.publishToInboxes({ topic: 'conversation', conversationId, audience: before });
  }
  return updated.conversation;
}

function forItsMaker(guard: Guard, who: Principal): Guard {
  return {
    ...guard,
    check(facts) {
      guard.check(facts);
      const admin = facts.team?.role !== undefined && reaches(facts.team.role, 'admin');
      if (!admin && !owns(who.userId, 'conversation', facts)) {
        refuse('FORBIDDEN', 'Who sees this conversation is decided by whoever made it, or by an admin of the team.');
      }
    },
  };
}
