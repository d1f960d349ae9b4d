import { setTimeout as pause } from 'node:timers/promises';
import type { Answer } from '../support/call.ts';

const MAX_TRIES = 2_400;
const BETWEEN_MS = 50;

/** Calls until there is an answer at all: the server is killed now and then. One that says "not now" is none. */
export async function retried(attempt: () => Promise<Answer>): Promise<Answer> {
  for (let tries = 1; ; tries += 1) {
    const answer = await attempt().catch((error: unknown) => {
      if (tries >= MAX_TRIES) throw error;
      return undefined;
    });
    const passes = answer?.refusal?.reason === 'OVERLOADED' || answer?.refusal?.reason === 'SHUTTING_DOWN';
    if (answer && !passes) return answer;
    await pause(BETWEEN_MS);
  }
}
