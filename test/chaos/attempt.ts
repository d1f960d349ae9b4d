/** Calls as a person makes them: carried on until there is an answer, or access ends. */
import { setTimeout as pause } from 'node:timers/promises';
import { ConnectionLost, meaningOf, ParleyRefusal } from '../../client/sdk/index.ts';
import type { Reason } from '../../shared/errors.ts';
import type { Actor } from './cast.ts';
import type { Stage } from './stage.ts';

const AGAIN_MS = 40;

/** `lost`: an earlier try may have had its effect. */
export type Settled<Answer> = { outcome: 'done'; answer: Answer; lost: boolean } | { outcome: 'refused'; lost: boolean };

/** Tried until there is an answer, or access ended. */
export async function settled<Answer>(stage: Stage, actor: Actor, attempt: () => Promise<Answer>): Promise<Settled<Answer>> {
  for (let lost = false; ; lost = true) {
    const tried = await once(stage, actor, attempt);
    if (tried.outcome === 'done') return { ...tried, lost };
    if (actor.over) return { outcome: 'refused', lost: true };
    if (tried.outcome === 'refused' && tried.reason !== 'RATE_LIMITED') return { outcome: 'refused', lost };
    await pause(AGAIN_MS);
  }
}

export async function once<Answer>(
  stage: Stage,
  actor: Actor,
  attempt: () => Promise<Answer>,
): Promise<{ outcome: 'done'; answer: Answer } | { outcome: 'refused'; reason: Reason } | { outcome: 'lost' }> {
  try {
    const first = await Promise.race([attempt().then((answer) => ({ answer })), actor.gone.promise]);
    return first ? { outcome: 'done', answer: first.answer } : { outcome: 'lost' };
  } catch (error) {
    const reason = judge(stage, error);
    return reason === undefined ? { outcome: 'lost' } : { outcome: 'refused', reason };
  }
}

/** Why it was refused; undefined when the connection was lost, or the answer was "not now". What nobody meant is noted as broken. */
export function judge(stage: Stage, error: unknown): Reason | undefined {
  const meaning = meaningOf(error);
  if (meaning instanceof ConnectionLost) return undefined;
  if (!(meaning instanceof ParleyRefusal)) {
    stage.report.broke(`a call failed with ${String(meaning)}`);
    return 'INTERNAL';
  }
  if (UNMEANT.has(meaning.reason) && !stage.report.tolerated.has(meaning.reason))
    stage.report.broke(`a call was refused ${meaning.reason}: ${meaning.message} (${meaning.requestId})`);
  return meaning.reason;
}

const UNMEANT: ReadonlySet<Reason> = new Set(['INTERNAL', 'VALIDATION', 'TOO_LARGE', 'HTTP_REQUIRED', 'ORIGIN_REFUSED']);
