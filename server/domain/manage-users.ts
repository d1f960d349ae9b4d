/** What an administrator of the server does with accounts. Of their own they dispose like everybody else, in their account. */
import type { Guard } from '../../shared/access.ts';
import { refuse } from '../../shared/errors.ts';
import type { UserId } from '../../shared/ids.ts';
import type { Account } from '../../shared/schemas/admin.ts';
import type { Receipt } from '../../shared/schemas/identity.ts';
import { noting } from '../access/gate.ts';
import type { Principal } from '../auth/principal.ts';
import type { App } from '../ports.ts';
import { takeAccount } from './take-account.ts';

export function listUsers(
  app: App,
  guard: Guard,
  query: { query?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<{ items: Account[]; nextCursor?: string }> {
  const { query: text, cursor, limit } = query;
  return app.store.accounts.list({ limit, ...(text && { query: text }), ...(cursor && { cursor }) }, guard);
}

export async function disableUser(app: App, who: Principal, guard: Guard, userId: UserId): Promise<Receipt> {
  const since = performance.now();
  const taken = await app.store.accounts.disable(anothers(who, guard, userId), app.clock.now(), userId);
  return takeAccount(app, who, taken, { since, reason: 'disabled' });
}

export async function enableUser(app: App, guard: Guard, userId: UserId): Promise<void> {
  await app.store.accounts.enable(userId, noting(guard, { userId }));
}

export async function deleteUser(app: App, who: Principal, guard: Guard, userId: UserId): Promise<Receipt> {
  const since = performance.now();
  const taken = await app.store.accounts.delete(anothers(who, guard, userId), app.clock.now(), userId);
  return takeAccount(app, who, taken, { since, reason: 'disabled' });
}

export async function forceSignOut(app: App, who: Principal, guard: Guard, userId: UserId): Promise<Receipt> {
  const since = performance.now();
  const taken = await app.store.accounts.endSessions(userId, anothers(who, guard, userId));
  return takeAccount(app, who, taken, { since, reason: 'signed out' });
}

function anothers(who: Principal, guard: Guard, userId: UserId): Guard {
  if (userId === who.userId) refuse('CONFLICT', 'This is your own account: use your account page.');
  return noting(guard, { userId });
}
