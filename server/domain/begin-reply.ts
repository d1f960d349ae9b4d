import type { Change, StoredGeneration, StoredMessage } from '../../db/store.ts';
import { type Guard, TIER_WEIGHTS } from '../../shared/access.ts';
import type { App } from '../ports.ts';
import { tell } from './tell.ts';

/** Puts a stored, open generation into the queue and tells the conversation. */
export async function beginReply(
  app: App,
  guard: Guard,
  reply: { message: StoredMessage; generation: StoredGeneration; changes: Change[] },
): Promise<void> {
  const tier = app.store.facts(guard.credential, guard.ref).team?.tier ?? 'free';
  app.replies.begin(reply.generation, reply.message, TIER_WEIGHTS[tier]);
  await tell(app, reply.changes);
}
