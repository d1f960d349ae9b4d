import { CLOSE } from '../../shared/errors.ts';
import { BACKLOG } from '../../shared/limits.ts';
import type { Connection, Live } from './live.ts';

/**
 * Waits until the reader has taken enough for the next frame. A reader that takes nothing for BACKLOG.stalledMs, or holds more than
 * BACKLOG.maxBytes, is closed 4408 and resumes by itself (SLOW-1). False when the connection is over.
 */
export async function roomToSend(live: Live, connection: Connection, signal: AbortSignal): Promise<boolean> {
  const { transport } = connection;
  if (transport.backlogBytes() <= BACKLOG.highBytes) return !gone(connection, signal);
  while (transport.backlogBytes() > BACKLOG.lowBytes && !gone(connection, signal)) {
    const moved = await drained(connection, signal);
    if (!moved && !gone(connection, signal)) live.cut(connection, CLOSE.tooSlow);
  }
  return !gone(connection, signal);
}

function gone(connection: Connection, signal: AbortSignal): boolean {
  return connection.dead || signal.aborted;
}

/** True when something was taken (or all is over), false after BACKLOG.stalledMs without. */
function drained(connection: Connection, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const over = AbortSignal.any([signal, connection.ended]);
    const finish = (moved: boolean) => {
      clearTimeout(timer);
      over.removeEventListener('abort', aborted);
      resolve(moved);
    };
    const aborted = () => finish(true);
    const timer = setTimeout(() => finish(false), BACKLOG.stalledMs);
    over.addEventListener('abort', aborted);
    connection.transport.onceDrained(() => finish(true));
  });
}
