import type { Action, Ref } from '../../shared/access.ts';
import type { Reason } from '../../shared/errors.ts';
import type { UserId } from '../../shared/ids.ts';
import { decide, decideAbout, type Decision } from '../access/decide.ts';
import { decideNow } from '../access/gate.ts';
import { inWords } from '../access/explain.ts';
import type { Principal } from '../auth/principal.ts';
import type { App } from '../ports.ts';

export interface Answer {
  allowed: boolean;
  reason?: Reason;
}

/** What the server would say right now. Asking changes nothing and is no refusal. */
export function checkAccess(app: App, who: Principal, question: { action: Action; resource: Ref }): Answer {
  return answerOf(decidedFor(app, who, question));
}

/** Why, step by step. About somebody else only for whoever manages the members of that team, and only about what they see themselves. */
export function explainAccess(
  app: App,
  who: Principal,
  question: { action: Action; resource: Ref; userId?: UserId | undefined },
): Answer & { steps: { step: string; text: string }[] } {
  const { action, resource, userId = who.userId } = question;
  const own = userId === who.userId;
  if (!own) decideNow(app, who, 'access.explainOther', resource);
  const decision = own ? decidedFor(app, who, question) : decideAbout(userId, action, resource, app.store.factsOf(userId, resource));
  return { ...answerOf(decision), steps: inWords(decision, action, own ? 'you' : nameOf(app, userId, resource)) };
}

function decidedFor(app: App, who: Principal, { action, resource }: { action: Action; resource: Ref }): Decision {
  return decide({ userId: who.userId }, action, resource, app.store.facts(who.credential, resource), app.clock.now());
}

function answerOf(decision: Decision): Answer {
  return decision.allow ? { allowed: true } : { allowed: false, reason: decision.code };
}

/** Of people outside the team not even the name. */
function nameOf(app: App, userId: UserId, resource: Ref): string {
  const { user, team } = app.store.factsOf(userId, resource);
  return team?.role && user ? user.name : 'This person';
}
