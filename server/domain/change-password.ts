import type { Guard } from '../../shared/access.ts';
import { refuse } from '../../shared/errors.ts';
import type { Principal } from '../auth/principal.ts';
import type { App, HttpAnswer } from '../ports.ts';
import type { Connection } from '../realtime/live.ts';
import { renewSession } from './renew-session.ts';

interface Passwords {
  currentPassword: string;
  newPassword: string;
}

/** Ends every session of the person but the acting one, which goes on under a new id. Returns how many others ended. */
export async function changePassword(
  app: App,
  who: Principal,
  guard: Guard,
  passwords: Passwords,
  caller: Connection,
  http: HttpAnswer,
): Promise<number> {
  const oldHash = await confirmPassword(app, who, passwords.currentPassword);
  const newHash = await app.auth.hashPassword(passwords.newPassword, { email: who.email, name: who.name, field: 'newPassword' });
  const { sessions } = await app.store.users.changePassword({ oldHash, newHash }, guard, app.clock.now());
  await renewSession(app, who, sessions, caller, http);
  return sessions.filter((id) => id !== who.credential.id).length;
}

/** Whoever sits at a signed-in computer does not know the password yet. Returns its hash. */
async function confirmPassword(app: App, who: Principal, password: string): Promise<string> {
  const attempt = await app.auth.limitPasswordCheck(who.userId);
  const hash = (await app.store.users.passwordHashOf(who.userId)) ?? refuse('SESSION_REVOKED');
  const { right } = await app.auth.verifyPassword(hash, password);
  if (!right)
    refuse('WRONG_CREDENTIALS', 'Your current password is not this one.', {
      fields: [{ path: ['currentPassword'], message: 'not your current password' }],
    });
  await attempt.succeeded();
  return hash;
}
