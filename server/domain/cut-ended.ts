import { CLOSE } from '../../shared/errors.ts';
import type { App } from '../ports.ts';
import type { Connection } from '../realtime/live.ts';

/** Ends what hangs on these sessions, at once; the request that asked for it, when it came over HTTP, ends with its answer. */
export function cutEnded(app: App, sessions: readonly string[], acting: Connection, overHttp: boolean): void {
  app.live.cutSessions(sessions, CLOSE.sessionRevoked, overHttp ? { spare: acting } : {});
}
