import type { App, HttpAnswer } from '../ports.ts';
import type { Connection } from '../realtime/live.ts';
import { cutEnded } from './cut-ended.ts';
import { recordAct } from './record-act.ts';

/** Ends the presented session and its sockets, and no other's (SESSION-5). Harmless when it ended before. */
export async function signOut(app: App, caller: Connection, http: HttpAnswer): Promise<void> {
  http.setCookie(app.auth.blankCookie);
  if (!caller.credential) return;
  const { id } = caller.credential;
  const { userId } = app.store.facts(caller.credential, { kind: 'nothing' }).session ?? {};
  await app.store.sessions.delete(id);
  cutEnded(app, [id], caller, true);
  if (!userId) return;
  await recordAct(app, caller, { action: 'auth.signOut', userId, path: ['session:own'], signedIn: true });
}
