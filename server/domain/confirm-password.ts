import { refuse } from '../../shared/errors.ts';
import type { Principal } from '../auth/principal.ts';
import type { App } from '../ports.ts';

/** Whoever sits at a signed-in computer does not know the password yet. Returns its hash; `field` is the input it is said of. */
export async function confirmPassword(app: App, who: Principal, password: string, field: 'currentPassword' | 'password'): Promise<string> {
  const attempt = await app.auth.limitPasswordCheck(who.userId);
  const hash = (await app.store.users.passwordHashOf(who.userId)) ?? refuse('SESSION_REVOKED');
  const { right } = await app.auth.verifyPassword(hash, password);
  if (!right)
    refuse('WRONG_CREDENTIALS', 'Your current password is not this one.', {
      fields: [{ path: [field], message: 'not your current password' }],
    });
  await attempt.succeeded();
  return hash;
}
