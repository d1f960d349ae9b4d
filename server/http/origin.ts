import type { IncomingMessage } from 'node:http';

/**
 * May a page of this origin call? Browsers name theirs on every upgrade and every POST; the list is exact. Programs name none, but a browser that
 * leaves it out still says that the request crosses sites.
 */
export function originAllowed(request: IncomingMessage, allowed: readonly string[]): boolean {
  const { origin } = request.headers;
  if (origin !== undefined) return allowed.includes(origin);
  const site = request.headers['sec-fetch-site'];
  return site === undefined || site === 'same-origin' || site === 'none';
}
