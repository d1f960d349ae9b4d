import type { Guard } from '../../shared/access.ts';
import type { SessionHandle } from '../../shared/ids.ts';
import type { App } from '../ports.ts';
import type { Connection } from '../realtime/live.ts';
import { cutEnded } from './cut-ended.ts';

/** Signs one device of the person's out, the acting one too if it is meant. Returns how many sessions ended. */
export async function endSession(app: App, guard: Guard, handle: SessionHandle, caller: Connection, overHttp: boolean): Promise<number> {
  const { sessions } = await app.store.sessions.endOwn(handle, guard);
  cutEnded(app, sessions, caller, overHttp);
  return sessions.length;
}
