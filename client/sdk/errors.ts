/** What can go wrong for who uses the client: a refusal, which the server meant, or a lost connection, which nobody did. */
import { TRPCClientError } from '@trpc/client';
import type { Router } from '../../server/rpc/router.ts';
import { type FailureCode, FAILURES, type Reason, REASONS, type RefusalDetails } from '../../shared/errors.ts';
import type { Outcome, Person } from '../../shared/schemas/conversation.ts';
import type { RefusalShape } from './types.ts';

/** The server refused: `reason` to switch on, `message` for people, `requestId` for whoever looks into the server's log. */
export class ParleyRefusal extends Error implements RefusalShape {
  readonly reason: Reason;
  readonly requestId?: string;
  readonly details: RefusalDetails;
  declare readonly retryAfter?: number;
  declare readonly fields?: NonNullable<RefusalDetails['fields']>;
  declare readonly because?: string;

  constructor({ reason, message, requestId, ...details }: RefusalShape) {
    super(message);
    this.name = 'ParleyRefusal';
    this.reason = reason;
    this.details = details;
    Object.assign(this, details);
    if (requestId !== undefined) this.requestId = requestId;
  }
}

/** The connection went away while the server may or may not have done what was asked. */
export class ConnectionLost extends Error {
  constructor(cause?: unknown) {
    super('The connection was lost before the answer came.', { cause });
    this.name = 'ConnectionLost';
  }
}

/** Thrown by `ask` when a reply ends other than done; what was yielded before stays true. */
export class ReplyEnded extends Error {
  readonly outcome: Exclude<Outcome, 'done'>;
  /** What the model server did, when it failed. */
  readonly code?: FailureCode;
  /** Who stopped it. */
  readonly by?: Person;

  constructor({ outcome, code, by }: { outcome: Exclude<Outcome, 'done'>; code?: FailureCode; by?: Person }) {
    super(code ? FAILURES[code] : `The reply was ${outcome}${by ? ` by ${by.name}` : ''}.`);
    this.name = 'ReplyEnded';
    this.outcome = outcome;
    if (code) this.code = code;
    if (by) this.by = by;
  }
}

/** What any error of `parley.api` means: a ParleyRefusal or a ConnectionLost; what is neither is given back as it is. */
export function meaningOf(error: unknown): Error {
  if (!(error instanceof TRPCClientError)) return error instanceof Error ? error : new Error(String(error));
  return refusalIn(error.data) ?? new ConnectionLost(error);
}

/** The refusal in the `data` of an error answer, when there is one. */
export function refusalIn(data: unknown): ParleyRefusal | undefined {
  if (!isRecord(data) || !isReason(data['reason'])) return undefined;
  const { reason, message, requestId, retryAfter, fields, because } = data as Partial<RefusalShape> & { reason: Reason };
  return new ParleyRefusal({
    reason,
    message: message ?? REASONS[reason].say,
    ...(requestId !== undefined && { requestId }),
    ...(retryAfter !== undefined && { retryAfter }),
    ...(fields !== undefined && { fields }),
    ...(because !== undefined && { because }),
  });
}

/** A refusal that was not sent by the server but stands for what it would say. */
export function standardRefusal(reason: Reason): ParleyRefusal {
  return new ParleyRefusal({ reason, message: REASONS[reason].say });
}

/** In the shape that tRPC gives to errors of the server, so that callers of `parley.api` meet one kind. */
export function asClientError({ reason, message, requestId, details }: ParleyRefusal): TRPCClientError<Router> {
  const data = { reason, message, httpStatus: REASONS[reason].http, ...(requestId !== undefined && { requestId }), ...details };
  return TRPCClientError.from<Router>({ error: { code: -32_000, message, data } });
}

function isReason(reason: unknown): reason is Reason {
  return typeof reason === 'string' && Object.hasOwn(REASONS, reason);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
