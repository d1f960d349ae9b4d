import { Lucia, TimeSpan } from 'lucia';
import type { Store } from '../../db/store.ts';
import type { UserId as PersonId } from '../../shared/ids.ts';
import { SESSION } from '../../shared/limits.ts';
import type { Credential } from '../../shared/access.ts';
import type { Config } from '../config.ts';
import type { Clock } from '../ports.ts';
import type { Authentication } from './authentication.ts';
import type { Principal } from './principal.ts';
import { notBeyondAbsolute, SessionAdapter, type SessionFacts, type UserFacts } from './session-adapter.ts';
import { mintToken, newSessionHandle } from './tokens.ts';

declare module 'lucia' {
  interface Register {
    Lucia: Lucia<SessionFacts, UserFacts>;
    UserId: PersonId;
    DatabaseSessionAttributes: SessionFacts;
    DatabaseUserAttributes: UserFacts;
  }
}

/** How far behind `lastUsedAt` may be: it is for people to look at, and not worth a write on every call. */
const TOUCH_MS = 5 * 60_000;

/** Sessions that are remembered at once. */
const MOST_KNOWN = 10_000;

type SessionDoor = Pick<Authentication, 'authenticate' | 'known' | 'issue' | 'blankCookie'>;

/** Sessions: lucia decides whether one lives and slides it, the store keeps it under the hash of its token (SESSION-1). */
export function openSessions({ store, clock, cookie }: { store: Store; clock: Clock; cookie: Config['cookie'] }): SessionDoor {
  const adapter = new SessionAdapter(store.sessions, clock);
  const lucia = new Lucia<SessionFacts, UserFacts>(adapter, {
    sessionExpiresIn: new TimeSpan(SESSION.idleMs, 'ms'),
    sessionCookie: { name: cookie.name, attributes: { secure: cookie.secure, sameSite: 'lax', path: '/' } },
    getSessionAttributes: (facts) => facts,
    getUserAttributes: (facts) => facts,
  });

  const known = new Map<string, { who: Principal; revision: number; askAgainAt: number }>();

  function remember(who: Principal, revision: number, askAgainAt: number): Principal {
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(who.credential.id, { who, revision, askAgainAt });
    return who;
  }

  return {
    blankCookie: lucia.createBlankSessionCookie().serialize(),

    known(credential) {
      const last = known.get(credential.id);
      const holds = last && last.revision === store.accessRevision() && clock.now() < last.askAgainAt;
      return holds ? last.who : undefined;
    },

    async authenticate(credential: Credential) {
      // From before the database is asked: what changes meanwhile has a later one.
      const revision = store.accessRevision();
      const { session, user } = await lucia.validateSession(credential.id);
      if (!session) return undefined;
      const now = clock.now();
      const touches = now - session.lastUsedAt >= TOUCH_MS;
      if (touches) await store.sessions.touch(session.id, now);
      const expiresAt = notBeyondAbsolute(session.createdAt, adapter.fromComputer(session.expiresAt));
      const { userId } = session;
      const who = { userId, name: user.name, email: user.email, admin: user.admin, credential, expiresAt };
      const touchAt = (touches ? now : session.lastUsedAt) + TOUCH_MS;
      return remember(who, revision, Math.min(touchAt, expiresAt - SESSION.idleMs / 2));
    },

    async issue(userId, { ip, agent }) {
      const { token, hash } = mintToken();
      const handle = newSessionHandle();
      const now = clock.now();
      let ended: string[] = [];
      const madeRoom = (ids: string[]) => void (ended = ids);
      const facts = { handle, createdAt: now, lastUsedAt: now, ip, agent, madeRoom };
      const session = await lucia.createSession(userId, facts, { sessionId: hash });
      return {
        credential: { kind: 'session', id: hash },
        handle,
        expiresAt: adapter.fromComputer(session.expiresAt),
        cookie: cookieFor(lucia, token),
        ended,
      };
    },
  };
}

/**
 * The browser keeps the cookie as long as a session can last at all, because the row slides without the browser being told. What ends a session is
 * its row.
 */
function cookieFor(lucia: Lucia<SessionFacts, UserFacts>, token: string): string {
  const cookie = lucia.createSessionCookie(token);
  cookie.attributes.maxAge = SESSION.absoluteMs / 1000;
  return cookie.serialize();
}
