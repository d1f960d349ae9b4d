import type { Guard } from '../../shared/access.ts';
import type { UserId } from '../../shared/ids.ts';
import { PASSWORD_RESET } from '../../shared/limits.ts';
import { noting } from '../access/gate.ts';
import type { App } from '../ports.ts';

/** A link that lets whoever holds it set that person's password, once. Only its hash is stored: it is shown this once. */
export async function createPasswordReset(app: App, guard: Guard, userId: UserId): Promise<{ url: string; expiresAt: string }> {
  const { token, hash } = app.auth.mintToken();
  const expiresAt = app.clock.now() + PASSWORD_RESET.lifetimeMs;
  await app.store.accounts.createPasswordReset({ userId, tokenHash: hash, expiresAt }, noting(guard, { userId }));
  return { url: new URL(`/reset/${token}`, app.config.url).href, expiresAt: new Date(expiresAt).toISOString() };
}
