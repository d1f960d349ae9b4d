import type { Credential } from '../../shared/access.ts';
import { CLOSE } from '../../shared/errors.ts';
import type { UserId } from '../../shared/ids.ts';
import type { Caller } from '../auth/authentication.ts';
import type { App, HttpAnswer } from '../ports.ts';

/**
 * A new session with a new id, whatever the browser presented: that one ends, so nobody can have planted it (SESSION-2). Its tabs come back with the
 * new cookie once the answer is out.
 */
export async function beginSession(
  app: App,
  userId: UserId,
  presented: Credential | undefined,
  caller: Caller,
  http: HttpAnswer,
): Promise<void> {
  const replaced = presented ? await app.store.sessions.delete(presented.id) : { sessions: [] };
  const issued = await app.auth.issue(userId, caller);
  http.setCookie(issued.cookie);
  app.live.cutSessions(issued.ended, CLOSE.sessionRevoked);
  http.afterwards(() => app.live.cutSessions(replaced.sessions, CLOSE.sessionRenewed));
}
