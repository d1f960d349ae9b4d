import type { Guard } from '../../shared/access.ts';
import { refuse } from '../../shared/errors.ts';
import type { GenerationId } from '../../shared/ids.ts';
import type { Generation } from '../../shared/schemas/conversation.ts';
import type { Principal } from '../auth/principal.ts';
import type { App } from '../ports.ts';

/** Stops the reply for everybody, text kept, attributed (REPLY-6). Stopping what has ended changes nothing. */
export async function stopReply(app: App, who: Principal, guard: Guard, generationId: GenerationId): Promise<Generation> {
  const stored = (await app.store.generations.find(generationId)) ?? refuse('NOT_FOUND');
  if (!stored.ended) await app.replies.stop(stored, { userId: who.userId, name: who.name }, guard);
  const ended = (await app.store.generations.find(generationId)) ?? refuse('NOT_FOUND');
  return app.replies.presentGeneration(ended);
}
