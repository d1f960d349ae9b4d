import { CLOSE } from '../../shared/errors.ts';
import type { Caller } from '../auth/authentication.ts';
import type { Principal } from '../auth/principal.ts';
import type { App, HttpAnswer } from '../ports.ts';
import type { Cut } from '../realtime/live.ts';

/**
 * Who changes their own membership or password keeps working: a new session in the same answer, all others end at once (DESIGN 4.1). Sockets of the
 * acting session are told after the answer is out, so that every tab comes back with the new cookie.
 */
export async function renewSession(app: App, who: Principal, ended: readonly string[], caller: Caller, http: HttpAnswer): Promise<Cut> {
  const issued = await app.auth.issue(who.userId, caller);
  http.setCookie(issued.cookie);
  const others = ended.filter((id) => id !== who.credential.id);
  const cut = app.live.cutSessions([...others, ...issued.ended], CLOSE.sessionRevoked);
  http.afterwards(() => void app.live.cutSessions([who.credential.id], CLOSE.sessionRenewed));
  return cut;
}
