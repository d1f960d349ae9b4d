import { CLOSE } from '../../shared/errors.ts';
import type { Caller } from '../auth/authentication.ts';
import type { Principal } from '../auth/principal.ts';
import type { App, HttpAnswer } from '../ports.ts';
import type { Cut } from '../realtime/live.ts';

/**
 * Who changes their own membership or password keeps working: a new session in the same answer, all others end at once (DESIGN 4.1), told `reason`. Sockets of
 * the acting session are told after the answer is out, so that every tab comes back with the new cookie.
 */
export async function renewSession(
  app: App,
  who: Principal,
  ended: readonly string[],
  caller: Caller,
  http: HttpAnswer,
  reason?: string,
): Promise<Cut> {
  // Before anything is awaited: what ended is silent from here on.
  const cut = app.live.cutSessions(othersOf(who, ended), CLOSE.sessionRevoked, reason === undefined ? {} : { reason });
  const issued = await app.auth.issue(who.userId, caller);
  http.setCookie(issued.cookie);
  const oldest = app.live.cutSessions(issued.ended, CLOSE.sessionRevoked);
  http.afterwards(() => void app.live.cutSessions([who.credential.id], CLOSE.sessionRenewed));
  return { connections: cut.connections + oldest.connections, streams: cut.streams + oldest.streams };
}

/** All but the acting session. */
export function othersOf(who: Principal, sessions: readonly string[]): string[] {
  return sessions.filter((id) => id !== who.credential.id);
}
