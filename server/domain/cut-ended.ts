import { CLOSE } from '../../shared/errors.ts';
import type { App } from '../ports.ts';
import type { Connection } from '../realtime/live.ts';

/**
 * Ends what hangs on these sessions, at once; but for the request that asked for it, which still has its answer to bring: an HTTP request ends with
 * that. A socket that ended its own session is closed like the others.
 */
export function cutEnded(app: App, sessions: readonly string[], acting: Connection, overHttp: boolean): void {
  const gone = new Set(sessions);
  const cut = [...app.live.all()].filter((each) => each.credential && gone.has(each.credential.id) && !(overHttp && each === acting));
  for (const connection of cut) connection.end();
  for (const connection of cut) app.live.cut(connection, CLOSE.sessionRevoked);
}
