import type { Guard } from '../../shared/access.ts';
import { CLOSE } from '../../shared/errors.ts';
import type { Principal } from '../auth/principal.ts';
import type { App, HttpAnswer } from '../ports.ts';
import type { Connection } from '../realtime/live.ts';
import { confirmPassword } from './confirm-password.ts';
import { stopAll } from './part-with.ts';
import { othersOf } from './renew-session.ts';
import { tell } from './tell.ts';
import { tellMembers } from './tell-members.ts';

/** The caller's own account, disabled or deleted: everything of theirs ends, this call with its answer. CONFLICT while they are the last owner of a team. */
export async function endAccount(
  app: App,
  who: Principal,
  guard: Guard,
  how: { password: string; deleted: boolean },
  caller: Connection,
  http: HttpAnswer,
): Promise<void> {
  await confirmPassword(app, who, how.password, 'password');
  const { accounts } = app.store;
  const taken = await (how.deleted ? accounts.delete(guard, app.clock.now()) : accounts.disable(guard, app.clock.now()));
  const stopped = stopAll(app, who, taken.open);
  app.live.cutSessions(othersOf(who, taken.sessions), CLOSE.sessionRevoked, { reason: 'disabled' });
  app.live.cutSessions([who.credential.id], CLOSE.sessionRevoked, { reason: 'disabled', spare: caller });
  http.setCookie(app.auth.blankCookie);
  await stopped;
  await tell(app, taken.changes);
  for (const teamId of taken.teams) await tellMembers(app, teamId);
}
