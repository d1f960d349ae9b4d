import { CLOSE, refuse } from '../../shared/errors.ts';
import type { App, HttpAnswer } from '../ports.ts';
import type { Connection } from '../realtime/live.ts';
import { beginSession } from './begin-session.ts';
import { recordAct } from './record-act.ts';

const DEAD = 'This link has expired or was used already. Ask your administrator for a new one.';

/** Uses a reset link: every session of that person ends, and this browser is signed in with a new one. */
export async function resetPassword(
  app: App,
  reset: { token: string; newPassword: string },
  caller: Connection,
  http: HttpAnswer,
): Promise<void> {
  await app.auth.limitRegistration(caller);
  const tokenHash = app.auth.hashToken(reset.token);
  const found = (await app.store.accounts.findPasswordReset(tokenHash, app.clock.now())) ?? refuse('INVITE_INVALID', DEAD);
  const { email, name } = found.user;
  const newHash = await app.auth.hashPassword(reset.newPassword, { email, name, field: 'newPassword' });
  const done = (await app.store.accounts.resetPassword({ tokenHash, newHash }, app.clock.now())) ?? refuse('INVITE_INVALID', DEAD);
  app.live.cutSessions(done.sessions, CLOSE.sessionRevoked);
  await recordAct(app, caller, { action: 'auth.resetPassword', userId: done.user.id, path: ['link:valid'] });
  await beginSession(app, done.user.id, caller.credential, caller, http);
}
