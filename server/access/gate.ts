/** Where a decision meets the database: the same question at the call, inside the write, and right before a frame is sent. */
import type { Action, Guard, Ref } from '../../shared/access.ts';
import { refuse } from '../../shared/errors.ts';
import type { Principal } from '../auth/principal.ts';
import type { App } from '../ports.ts';
import { decide } from './decide.ts';

type Deciding = Pick<App, 'store' | 'clock'>;

/** Synchronous, so that what it allows can be sent in the same stretch. */
export function decideNow(app: Deciding, who: Principal, action: Action, ref: Ref): void {
  guardFor(app, who, action, ref).check(app.store.facts(who.credential, ref));
}

/** The decision as something a store method can repeat inside its transaction (ACCESS-7). */
export function guardFor(app: Deciding, who: Principal, action: Action, ref: Ref): Guard {
  return {
    credential: who.credential,
    userId: who.userId,
    ref,
    check(facts) {
      const decision = decide({ userId: who.userId }, action, ref, facts, app.clock.now());
      if (!decision.allow) refuse(decision.code, decision.say);
    },
  };
}
