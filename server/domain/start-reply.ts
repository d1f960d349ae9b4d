import type { Guard } from '../../shared/access.ts';
import { refuse } from '../../shared/errors.ts';
import type { MessageId } from '../../shared/ids.ts';
import type { Generation, Message } from '../../shared/schemas/conversation.ts';
import type { Principal } from '../auth/principal.ts';
import type { App } from '../ports.ts';
import { knownModel, usualModel } from './answering-model.ts';
import { beginReply } from './begin-reply.ts';
import { admit } from './send-message.ts';

/** A further answer to a message, beside those there are. */
export async function startReply(
  app: App,
  who: Principal,
  guard: Guard,
  ask: { messageId: MessageId; model?: string | undefined },
): Promise<{ message: Message; generation: Generation }> {
  const model = ask.model === undefined ? await modelOf(app, who, guard) : await knownModel(app, ask.model);
  admit(app, who, guard);
  const started = await app.store.generations.start({ messageId: ask.messageId, model }, guard, app.clock.now());
  await beginReply(app, guard, started);
  return { message: app.replies.present(started.message), generation: app.replies.presentGeneration(started.generation) };
}

async function modelOf(app: App, who: Principal, guard: Guard): Promise<string> {
  const { conversation } = app.store.facts(guard.credential, guard.ref);
  return usualModel(app, who, conversation?.id ?? refuse('NOT_FOUND'));
}
