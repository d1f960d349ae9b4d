/**
 * The base of every procedure: the call-time gate, authentication, the decision. A procedure without declared meta cannot start (assertGuarded),
 * and one without is refused at run time as well: deny by default (ACCESS-1).
 */
import { randomUUID } from 'node:crypto';
import { initTRPC, TRPCError } from '@trpc/server';
import { type ZodError, z } from 'zod';
import type { Action, Ref } from '../../shared/access.ts';
import { type Reason, REASONS, Refusal, type RefusalDetails, refuse } from '../../shared/errors.ts';
import { WIRE } from '../../shared/limits.ts';
import { conversationId, generationId, inviteId, messageId, teamId, userId } from '../../shared/ids.ts';
import { decideNow, guardFor } from '../access/gate.ts';
import type { Context } from './context.ts';

export type Meta =
  /** Anybody, signed in or not. */
  | { public: true; setsCookie?: true }
  /** `resource` names the kind of thing acted on; its id is the input's `<resource>Id`. `setsCookie`: over HTTP only. */
  | { action: Action; resource: Ref['kind']; setsCookie?: true };

const t = initTRPC
  .context<Context>()
  .meta<Meta>()
  .create({
    isDev: false,
    errorFormatter: ({ shape, error, ctx, path }) => {
      const data = edge(error, ctx, path);
      return { ...shape, message: data.message, data: { ...shape.data, stack: undefined, ...data } };
    },
  });

interface EdgeData extends RefusalDetails {
  message: string;
  reason: Reason;
  requestId: string;
}

/** The one translation of what went wrong into what a caller may know (INPUT-3). */
function edge(error: TRPCError, ctx: Context | undefined, path: string | undefined): EdgeData {
  const requestId = randomUUID();
  const refusal = asRefusal(error);
  if (refusal) {
    ctx?.app.metrics.refused(refusal.reason);
    return { message: refusal.message, reason: refusal.reason, requestId, ...refusal.details };
  }
  ctx?.app.log.error({ err: error.cause ?? error, path, requestId }, 'call.failed');
  return { message: REASONS.INTERNAL.say, reason: 'INTERNAL', requestId };
}

function asRefusal(error: TRPCError): Refusal | undefined {
  if (error.cause instanceof Refusal) return error.cause;
  if (error.cause instanceof z.core.$ZodError && error.code === 'BAD_REQUEST') return fieldsOf(error.cause as ZodError);
  switch (error.code) {
    case 'NOT_FOUND':
      return new Refusal('NOT_FOUND', 'There is no such procedure.');
    case 'METHOD_NOT_SUPPORTED':
      return new Refusal('VALIDATION', 'This procedure is called in another way: queries by GET, mutations by POST.');
    case 'PARSE_ERROR':
    case 'BAD_REQUEST':
    case 'UNSUPPORTED_MEDIA_TYPE':
      return new Refusal('VALIDATION', 'This is not a call: send JSON as the documentation shows.');
    case 'PAYLOAD_TOO_LARGE':
      return new Refusal('TOO_LARGE');
    default:
      return undefined;
  }
}

function fieldsOf(error: ZodError): Refusal {
  const fields = error.issues.slice(0, 20).map((issue) => ({
    path: issue.path.map((key) => (typeof key === 'number' ? key : String(key).slice(0, 100))),
    message: issue.code === 'unrecognized_keys' ? 'unknown key' : issue.message.slice(0, 200),
  }));
  const first = fields[0];
  return new Refusal('VALIDATION', first ? `${first.path.join('.') || 'input'}: ${first.message}` : undefined, { fields });
}

const CODES: Record<number, TRPCError['code']> = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  409: 'CONFLICT',
  413: 'PAYLOAD_TOO_LARGE',
  429: 'TOO_MANY_REQUESTS',
  503: 'SERVICE_UNAVAILABLE',
};

/** Gives a refusal its HTTP status; tRPC itself only knows its own errors. */
export function asTrpcError(refusal: Refusal): TRPCError {
  return new TRPCError({ code: CODES[REASONS[refusal.reason].http] ?? 'INTERNAL_SERVER_ERROR', message: refusal.message, cause: refusal });
}

const translated = t.middleware(async ({ next }) => {
  const result = await next();
  if (!result.ok && result.error.cause instanceof Refusal) throw asTrpcError(result.error.cause);
  return result;
});

/** The first thing every call meets, however it was pipelined: a connection that was cut makes no more calls (LEAVE-3). */
const gate = t.middleware(({ ctx, meta, next }) => {
  if (ctx.connection.dead) refuse('SESSION_REVOKED');
  if (!meta) refuse('FORBIDDEN');
  if (meta.setsCookie && !ctx.http) refuse('HTTP_REQUIRED');
  return next();
});

/** Bounds what one connection can ask for (INPUT-2); a subscription counts until it begins. */
const bounded = t.middleware(async ({ ctx: { connection }, next }) => {
  const turn = connection.calls.take();
  if (!turn.taken) refuse('RATE_LIMITED', undefined, { retryAfter: turn.retryAfter });
  if (connection.inFlight >= WIRE.maxCallsInFlight)
    refuse('RATE_LIMITED', `At most ${WIRE.maxCallsInFlight} calls at a time on one connection.`, { retryAfter: 1 });
  connection.inFlight += 1;
  try {
    return await next();
  } finally {
    connection.inFlight -= 1;
  }
});

const base = t.procedure.use(translated).use(gate).use(bounded);

/** For calls made before anybody is signed in. */
export const open = base.use(({ meta, next }) => {
  if (!meta || !('public' in meta)) refuse('FORBIDDEN');
  return next();
});

/** Authenticated by the database on this very call, and decided for its declared action. Hands on who calls and the guard that repeats the decision inside a write. */
export const signedIn = base.use(async ({ ctx, meta, getRawInput, next }) => {
  if (!meta || 'public' in meta) refuse('FORBIDDEN');
  const { app, connection } = ctx;
  const who = connection.credential && (await app.auth.authenticate(connection.credential));
  if (!who) refuse(connection.credential ? 'SESSION_REVOKED' : 'UNAUTHENTICATED');
  const ref = refOf(meta.resource, await getRawInput());
  decideNow(app, who, meta.action, ref);
  connection.userId = who.userId;
  return next({ ctx: { who, guard: guardFor(app, who, meta.action, ref) } });
});

const REFS: { [Kind in Ref['kind']]: (input: unknown) => Extract<Ref, { kind: Kind }> } = {
  nothing: () => ({ kind: 'nothing' }),
  team: (input) => ({ kind: 'team', ...z.object({ teamId }).parse(input) }),
  conversation: (input) => ({ kind: 'conversation', ...z.object({ conversationId }).parse(input) }),
  message: (input) => ({ kind: 'message', ...z.object({ messageId }).parse(input) }),
  generation: (input) => ({ kind: 'generation', ...z.object({ generationId }).parse(input) }),
  invite: (input) => ({ kind: 'invite', ...z.object({ inviteId }).parse(input) }),
  member: (input) => ({ kind: 'member', ...z.object({ teamId, userId }).parse(input) }),
};

/** The input is parsed whole right after; here only the id that the decision is about. */
function refOf(kind: Ref['kind'], input: unknown): Ref {
  try {
    return REFS[kind](input);
  } catch (error) {
    if (error instanceof z.ZodError) throw asTrpcError(fieldsOf(error));
    throw error;
  }
}

export const { router } = t;
export const { createCallerFactory } = t;
