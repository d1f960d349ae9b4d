import type { Guard } from '../../shared/access.ts';
import type { TeamId } from '../../shared/ids.ts';
import type { Generation } from '../../shared/schemas/conversation.ts';
import type { Principal } from '../auth/principal.ts';
import { decideNow } from '../access/gate.ts';
import { Refusal } from '../../shared/errors.ts';
import type { App } from '../ports.ts';
import type { Growing } from '../generation/growing.ts';

export interface QueueEntry {
  generation?: Generation;
  position: number;
  mine: boolean;
}

/** What runs and waits, in order. Of conversations that the caller may not see there is only that something is there. */
export function replyQueue(app: App, who: Principal, guard: Guard, teamId: TeamId): QueueEntry[] {
  guard.check(app.store.facts(guard.credential, guard.ref));
  return app.replies.queue().map(({ growing, position }) => {
    const entry = { position, mine: growing.stored.requestedBy.userId === who.userId };
    return growing.stored.teamId === teamId && readable(app, who, growing) ? { ...entry, generation: growing.view() } : entry;
  });
}

function readable(app: App, who: Principal, growing: Growing): boolean {
  try {
    decideNow(app, who, 'conversation.read', { kind: 'conversation', conversationId: growing.stored.conversationId });
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}
