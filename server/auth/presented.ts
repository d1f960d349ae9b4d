import type { Credential } from '../../shared/access.ts';
import { refuse } from '../../shared/errors.ts';
import { hashToken } from './tokens.ts';

interface Headers {
  cookie?: string | undefined;
  authorization?: string | undefined;
}

/** The one credential of a call. Read strictly: with two of them it would be chance which one counts. */
export function presented({ cookie, authorization }: Headers, cookieName: string): Credential | undefined {
  if (authorization !== undefined) refuse('UNAUTHENTICATED', 'This server takes session cookies only.');
  const [token, second] = valuesOf(cookie ?? '', cookieName);
  if (second !== undefined) refuse('VALIDATION', `The cookie ${cookieName} was sent twice.`);
  return token ? { kind: 'session', id: hashToken(token) } : undefined;
}

function valuesOf(header: string, name: string): string[] {
  return header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
}
