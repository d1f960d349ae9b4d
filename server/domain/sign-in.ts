import { refuse } from '../../shared/errors.ts';
import type { UserId } from '../../shared/ids.ts';
import type { User } from '../../shared/schemas/identity.ts';
import type { App, HttpAnswer } from '../ports.ts';
import type { Connection } from '../realtime/live.ts';
import { beginSession } from './begin-session.ts';
import { recordAct } from './record-act.ts';

/** One answer for an unknown address and a wrong password, after the same work. */
export async function signIn(
  app: App,
  credentials: { email: string; password: string },
  caller: Connection,
  http: HttpAnswer,
): Promise<User> {
  const { email, password } = credentials;
  const attempt = await app.auth.limitSignIn(email, caller);
  const found = await app.store.users.findForSignIn(email);
  const { right, weak } = await app.auth.verifyPassword(found?.passwordHash, password);
  if (!found || !right || found.status !== 'active') refuse('WRONG_CREDENTIALS');
  await attempt.succeeded();
  if (weak) app.background('password.rehash', rehash(app, found.user.id, found.passwordHash, password));
  await beginSession(app, found.user.id, caller.credential, caller, http);
  await recordAct(app, caller, { action: 'auth.signIn', userId: found.user.id, path: ['password:right'] });
  return found.user;
}

/** The one moment the password is known again: its hash catches up with today's strength. */
async function rehash(app: App, userId: UserId, oldHash: string, password: string): Promise<void> {
  await app.store.users.rehash(userId, oldHash, await app.auth.hashPassword(password));
}
