import type { Guard } from '../../shared/access.ts';
import type { Principal } from '../auth/principal.ts';
import type { App, HttpAnswer } from '../ports.ts';
import type { Connection } from '../realtime/live.ts';
import { confirmPassword } from './confirm-password.ts';
import { recordAct } from './record-act.ts';
import { othersOf, renewSession } from './renew-session.ts';

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
  const oldHash = await confirmPassword(app, who, passwords.currentPassword, 'currentPassword');
  const newHash = await app.auth.hashPassword(passwords.newPassword, { email: who.email, name: who.name, field: 'newPassword' });
  const { sessions } = await app.store.users.changePassword({ oldHash, newHash }, guard, app.clock.now());
  await renewSession(app, who, sessions, caller, http);
  await recordAct(app, caller, { action: 'auth.changePassword', userId: who.userId, path: ['password:confirmed'], signedIn: true });
  return othersOf(who, sessions).length;
}
