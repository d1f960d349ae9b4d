import type { Guard } from '../../shared/access.ts';
import { CLOSE } from '../../shared/errors.ts';
import type { App } from '../ports.ts';

/** Signs the person out everywhere but here. Returns how many sessions ended. */
export async function endOtherSessions(app: App, guard: Guard): Promise<number> {
  const { sessions } = await app.store.sessions.endOthers(guard);
  app.live.cutSessions(sessions, CLOSE.sessionRevoked);
  return sessions.length;
}
