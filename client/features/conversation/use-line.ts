import type { Generation } from '../../../shared/schemas/conversation.ts';
import { useCall } from '../app/use-call.ts';
import { useNow } from '../app/use-now.ts';
import { useWorkspace } from '../app/workspace.ts';
import { usePart, useRoom } from './room.ts';

/** Of other conversations nothing comes by itself. */
const ASK_EVERY_MS = 2_000;

export interface Waiting {
  /** Undefined: of another team. */
  generation?: Generation | undefined;
  /** 0: it is being written. */
  position: number;
  mine: boolean;
}

/** Every reply that is written or waits, in the order they come. Those of this conversation stand as they are now, the others as they were a moment ago. */
export function useLine(): Waiting[] {
  const { parley, me } = useWorkspace();
  const { team, id } = useRoom();
  const generations = usePart((state) => state.generations);
  const round = Math.floor(useNow(true) / ASK_EVERY_MS);
  const { answer } = useCall(`line ${team.id}`, () => parley.api.generation.queue.query({ teamId: team.id }), round);
  const own = [...generations.values()].map(({ generation }) => ({
    generation,
    position: generation.state === 'queued' ? generation.position : 0,
    mine: generation.requestedBy.userId === me.id,
  }));
  const others = answer?.items.filter(({ generation }) => generation?.conversationId !== id) ?? [];
  return [...own, ...others].toSorted((a, b) => a.position - b.position);
}
