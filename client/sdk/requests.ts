/** HTTP calls: they carry the session cookie, and when one changed it, the socket is dialled anew with the new one. */
import { COOKIE_CALLS } from './calls.ts';
import type { Connection, SessionCheck } from './connection.ts';
import type { CookieJar } from './cookies.ts';

const CHECK_MS = 10_000;

/** `jar`: on Node; a browser sends its own cookies. */
export function requester(jar: CookieJar | undefined, connection: () => Connection): typeof fetch {
  return async (input, init) => {
    const path = pathOf(input);
    if (!COOKIE_CALLS.has(path)) return fetchWith(jar, input, init);
    return connection().hold(async () => {
      const answer = await fetchWith(jar, input, init);
      if (answer.ok && path === 'auth.signOut') connection().end();
      else if (answer.ok) connection().renew();
      return answer;
    });
  };
}

async function fetchWith(jar: CookieJar | undefined, input: Parameters<typeof fetch>[0], init: RequestInit = {}): Promise<Response> {
  if (!jar) return fetch(input, { ...init, credentials: 'same-origin' });
  const headers = new Headers(init.headers);
  if (jar.header !== undefined) headers.set('cookie', jar.header);
  const answer = await fetch(input, { ...init, headers });
  jar.remember(answer.headers.getSetCookie());
  return answer;
}

function pathOf(input: Parameters<typeof fetch>[0]): string {
  const url = new URL(input instanceof Request ? input.url : input);
  return url.pathname.slice(url.pathname.lastIndexOf('/') + 1);
}

export async function checkSession(trpcUrl: string, request: typeof fetch): Promise<SessionCheck> {
  try {
    const answer = await request(`${trpcUrl}/auth.me`, { signal: AbortSignal.timeout(CHECK_MS) });
    await answer.body?.cancel();
    if (answer.ok) return 'alive';
    if (answer.status === 401) return 'ended';
    const seconds = Number(answer.headers.get('retry-after'));
    return seconds > 0 ? { waitMs: seconds * 1_000 } : 'unknown';
  } catch {
    return 'unknown';
  }
}
