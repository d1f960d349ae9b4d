/** Where a decision meets the database: the same question at the call, inside the write, and right before a frame is sent. */
import { type Action, type AuditDetail, type Facts, type Guard, type Origin, type Ref, SENSITIVE } from '../../shared/access.ts';
import { Refusal } from '../../shared/errors.ts';
import type { Principal } from '../auth/principal.ts';
import type { App } from '../ports.ts';
import { decide } from './decide.ts';

type Deciding = Pick<App, 'store' | 'clock'>;

/** Synchronous, so that what it allows can be sent in the same stretch. */
export function decideNow(app: Deciding, who: Principal, action: Action, ref: Ref): void {
  guardFor(app, who, action, ref).check(app.store.facts(who.credential, ref));
}

/** The decision as something a store method can repeat inside its transaction (ACCESS-7). With an origin a sensitive act is recorded there, too. */
export function guardFor(app: Deciding, who: Principal, action: Action, ref: Ref, origin?: Origin): Guard {
  return {
    credential: who.credential,
    userId: who.userId,
    ref,
    check(facts) {
      const decision = decide({ userId: who.userId }, action, ref, facts, app.clock.now());
      if (!decision.allow) throw new Refusal(decision.code, decision.say, {}, decision.path);
      return decision.path;
    },
    ...(origin && SENSITIVE.has(action) && { audit: { action, origin } }),
  };
}

/** The same guard with one more thing to check. */
export function also(guard: Guard, check: (facts: Facts) => void): Guard {
  return {
    ...guard,
    check(facts) {
      const path = guard.check(facts);
      check(facts);
      return path;
    },
  };
}

/** The same guard, recorded with what the act was. */
export function noting(guard: Guard, detail: AuditDetail): Guard {
  return guard.audit ? { ...guard, audit: { ...guard.audit, detail } } : guard;
}
