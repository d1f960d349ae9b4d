import type { Guard } from '../../shared/access.ts';
import type { GenerationId } from '../../shared/ids.ts';
import type { Generation, Message } from '../../shared/schemas/conversation.ts';
import type { Principal } from '../auth/principal.ts';
import type { App } from '../ports.ts';
import { beginReply } from './begin-reply.ts';
import { admit } from './send-message.ts';

/** Goes on with a reply that ended early: a new generation that keeps the text and adds to it. */
export async function continueReply(
  app: App,
  who: Principal,
  guard: Guard,
  generationId: GenerationId,
): Promise<{ message: Message; generation: Generation }> {
  admit(app, who, guard);
  const started = await app.store.generations.continue(generationId, guard, app.clock.now());
  await beginReply(app, guard, started);
  return { message: app.replies.present(started.message), generation: app.replies.presentGeneration(started.generation) };
}
