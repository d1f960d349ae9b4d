/** The door to identity: what a request presents → who it is. Everything behind it (lucia, oslo, cookies) stays in this folder. */
import type { Credential } from '../../shared/access.ts';
import type { SessionHandle, UserId } from '../../shared/ids.ts';
import type { Principal } from './principal.ts';

/** Where a call comes from, for limits and for the list of sessions. */
export interface Caller {
  ip: string;
  agent: string;
}

/** A session just issued: the one moment its token exists outside the browser. */
export interface Issued {
  credential: Credential;
  handle: SessionHandle;
  /** Milliseconds since 1970. */
  expiresAt: number;
  /** Value of a Set-Cookie header. */
  cookie: string;
}

export interface Authentication {
  /** What these headers present, worth something or not. Refuses VALIDATION when there are two credentials. */
  present(headers: { cookie?: string | undefined; authorization?: string | undefined }): Credential | undefined;
  /** The single way in (SESSION-4): asks the database, renews by sliding. Undefined: nobody. */
  authenticate(credential: Credential): Promise<Principal | undefined>;
  /** What `authenticate` said, while nothing has changed that it looked at and there is nothing to renew. Undefined: ask it. */
  known(credential: Credential): Principal | undefined;
  /** A new session with a new id (SESSION-2); older ones over SESSION.maxPerUser end. */
  issue(userId: UserId, caller: Caller): Promise<Issued & { ended: string[] }>;
  /** Value of a Set-Cookie header that forgets the session. */
  readonly blankCookie: string;
  /** A secret to hand out once (32 random bytes, base64url) and the hash that is kept of it. */
  mintToken(): { token: string; hash: string };
  hashToken(token: string): string;
  /**
   * Refuses VALIDATION for common passwords and those that contain the person's name or address; `field` is the input it is said of (`password`
   * unless told). Without `about` no rule is asked: a weak hash is replaced. Argon2id, at most 4 at once, then OVERLOADED.
   */
  hashPassword(password: string, about?: { email: string; name: string; field?: string }): Promise<string>;
  /** Takes as long when there is no hash. `weak`: made with older parameters, to be replaced. */
  verifyPassword(hash: string | undefined, password: string): Promise<{ right: boolean; weak: boolean }>;
  /** Since the start: what guessing costs the server. */
  readonly hashesComputed: number;
  /** Counts a try before any hashing; refuses RATE_LIMITED with retryAfter. */
  limitSignIn(email: string, caller: Caller): Promise<{ succeeded(): Promise<void> }>;
  limitRegistration(caller: Caller): Promise<void>;
  /** Guesses of one's own password while signed in. */
  limitPasswordCheck(userId: UserId): Promise<{ succeeded(): Promise<void> }>;
}
