/**
 * The closed list of refusals. A refusal is an expected answer: a code to switch on, a sentence for people that says what to do.
 * Anything that is not a refusal is a bug: logged with its cause, shown as INTERNAL with a request id alone (INPUT-3).
 */
export const REASONS = {
  UNAUTHENTICATED: { http: 401, say: 'Sign in to go on.' },
  WRONG_CREDENTIALS: { http: 401, say: 'The e-mail address or the password is wrong.' },
  SESSION_REVOKED: { http: 401, say: 'Your access ended. Sign in again.' },
  FORBIDDEN: { http: 403, say: 'You may not do this. Ask an owner of the team.' },
  ORIGIN_REFUSED: { http: 403, say: 'This address is not allowed to call this server. Set PARLEY_URL to the address people use.' },
  NOT_FOUND: { http: 404, say: 'There is nothing here, or you may not see it.' },
  CONFLICT: { http: 409, say: 'This changed in the meantime. Reload and try again.' },
  VALIDATION: { http: 400, say: 'Something in what you sent is not right.' },
  EMAIL_TAKEN: { http: 409, say: 'There is already an account with this e-mail address. Sign in instead.' },
  REGISTRATION_CLOSED: { http: 403, say: 'New people join by invite only. Ask somebody of the team for a link.' },
  INVITE_INVALID: { http: 404, say: 'This invite has expired, was revoked or never existed. Ask for a new one.' },
  ARCHIVED: { http: 409, say: 'This conversation is archived. Bring it back first.' },
  TIER_REQUIRED: { http: 403, say: 'Your team’s plan does not include this.' },
  QUOTA_EXCEEDED: { http: 429, say: 'The limit of your team is used up.' },
  RATE_LIMITED: { http: 429, say: 'Too many tries. Wait a moment.' },
  STEP_UP_REQUIRED: { http: 403, say: 'Confirm your password to go on.' },
  FILE_GONE: { http: 409, say: 'One of the files is not here any more. Attach it again.' },
  STORAGE_FULL: { http: 507, say: 'The server has no room for more files. Tell whoever runs it.' },
  TOO_LARGE: { http: 413, say: 'This is too large.' },
  HTTP_REQUIRED: { http: 400, say: 'This call changes your session cookie, so it has to be made over HTTP: POST /trpc/<path>.' },
  MODEL_UNAVAILABLE: { http: 503, say: 'This model cannot be reached right now.' },
  MODEL_UNKNOWN: { http: 404, say: 'There is no such model here. Choose one of the list, or pull it first.' },
  OVERLOADED: { http: 503, say: 'Too much is waiting already. Try again in a moment.' },
  SHUTTING_DOWN: { http: 503, say: 'The server is restarting. Your client comes back by itself.' },
  INTERNAL: { http: 500, say: 'Something went wrong on the server. Try again; if it stays, tell your administrator the request id.' },
} as const satisfies Record<string, { http: number; say: string }>;

export type Reason = keyof typeof REASONS;

export interface RefusalDetails {
  /** Seconds until another try makes sense. */
  retryAfter?: number;
  /** What is wrong where, e.g. { path: ['text'], message: 'at most 32000 characters' }. */
  fields?: { path: (string | number)[]; message: string }[];
  /** Why, in the words of the decision that refused. */
  because?: string;
}

/** Thrown for every expected refusal, translated once at the edge. */
export class Refusal extends Error {
  readonly reason: Reason;
  readonly details: RefusalDetails;
  /** The steps of the decision that refused: for the audit log alone, since they tell hidden from unknown. */
  readonly path: readonly string[];

  constructor(reason: Reason, say?: string, details: RefusalDetails = {}, path: readonly string[] = []) {
    super(say ?? REASONS[reason].say);
    this.name = 'Refusal';
    this.reason = reason;
    this.details = details;
    this.path = path;
  }
}

/** Ends the work with an expected refusal; `say` replaces the standard sentence. */
export function refuse(reason: Reason, say?: string, details?: RefusalDetails): never {
  throw new Refusal(reason, say, details);
}

/** WebSocket close codes (API.md). A client comes back by itself from all but 4401 and 4403. */
export const CLOSE = {
  sessionRevoked: 4401,
  sessionRenewed: 4402,
  accessChanged: 4403,
  tooSlow: 4408,
  tooMany: 4429,
  restart: 1012,
} as const;
export type CloseCode = (typeof CLOSE)[keyof typeof CLOSE];

/** How a generation can fail: what the model server did, as it was (REPLY-7). */
export const FAILURES = {
  unreachable: 'The model server cannot be reached.',
  unknown_model: 'The model server does not have this model any more.',
  refused: 'The model server refused the request.',
  overloaded: 'The model server is too busy.',
  out_of_memory: 'The model does not fit into the memory of the model server.',
  crashed: 'The model stopped unexpectedly.',
  timeout: 'The model server did not answer in time.',
  too_long: 'The message is longer than this model can read.',
  bad_answer: 'The model server sent something that is not an answer.',
  internal: 'Parley could not carry on with this reply.',
} as const;
export type FailureCode = keyof typeof FAILURES;
