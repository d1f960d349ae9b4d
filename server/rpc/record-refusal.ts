import { randomUUID } from 'node:crypto';
import { TRPCError } from '@trpc/server';
import { type Ref, subjectOf } from '../../shared/access.ts';
import { type Reason, Refusal } from '../../shared/errors.ts';
import type { TeamId } from '../../shared/ids.ts';
import type { Principal } from '../auth/principal.ts';
import type { Context } from './context.ts';
import { asRefusal } from './refusals.ts';

export interface Asked {
  action: string;
  who?: Principal;
  ref?: Ref;
}

/** The request ids under which refusals stand in the audit log. */
const recorded = new WeakMap<Refusal, string>();

/** What was asked wrongly, and what the server cannot do right now, tell nothing about access. */
const NOT_ABOUT_ACCESS: ReadonlySet<Reason> = new Set<Reason>([
  'VALIDATION',
  'TOO_LARGE',
  'HTTP_REQUIRED',
  'MODEL_UNAVAILABLE',
  'MODEL_UNKNOWN',
  'OVERLOADED',
  'SHUTTING_DOWN',
  'INTERNAL',
]);

/** Every refusal is in the audit log with who, from where and about what (AUDIT-1); once, by whoever knows most and so comes first. */
export function recordRefusal({ app, connection }: Context, { action, who, ref }: Asked, error: unknown): void {
  const refusal = error instanceof Refusal ? error : error instanceof TRPCError ? asRefusal(error) : undefined;
  if (!refusal || NOT_ABOUT_ACCESS.has(refusal.reason) || recorded.has(refusal)) return;
  const requestId = randomUUID();
  recorded.set(refusal, requestId);
  const subject = ref && subjectOf(ref);
  app.audit.refused({
    action,
    ...(who && { userId: who.userId }),
    credential: connection.credential ? 'session' : 'none',
    origin: { ip: connection.ip, agent: connection.agent, requestId },
    ...(subject && { subject }),
    ...(ref && teamOf(app.store, who, ref)),
    reason: refusal.reason,
    path: [...refusal.path],
  });
}

function teamOf(store: Context['app']['store'], who: Principal | undefined, ref: Ref): { teamId?: TeamId } {
  const team = who && store.facts(who.credential, ref).team;
  return team ? { teamId: team.id } : {};
}

/** Under which the audit log has it, for the answer to say the same. */
export function requestIdOf(refusal: Refusal): string | undefined {
  return recorded.get(refusal);
}
