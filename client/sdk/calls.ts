/** Which calls travel over HTTP. Everything else goes over the one WebSocket. */

/** They set the session cookie, which a socket cannot: the same as the router declares with `setsCookie` (a test compares). */
export const COOKIE_CALLS: ReadonlySet<string> = new Set([
  'auth.register',
  'auth.signIn',
  'auth.signOut',
  'auth.changePassword',
  'auth.resetPassword',
  'account.disable',
  'account.delete',
  'team.create',
  'team.delete',
  'team.transfer',
  'invite.accept',
  'member.leave',
]);

/** They are made when there may be no session yet, and a socket is let in only with one. */
const BEFORE_SESSION: ReadonlySet<string> = new Set(['auth.me', 'system.setup', 'invite.preview']);

export function goesOverHttp(path: string): boolean {
  return COOKIE_CALLS.has(path) || BEFORE_SESSION.has(path);
}
