/**
 * The base of every procedure: the call-time gate, authentication, the decision. A procedure without declared meta cannot start (assertGuarded),
 * and one without is refused at run time as well: deny by default (ACCESS-1).
 */
import { randomUUID } from 'node:crypto';
import { initTRPC, type TRPCError } from '@trpc/server';
import type { Action, Ref } from '../../shared/access.ts';
import { type Reason, REASONS, Refusal, type RefusalDetails, refuse } from '../../shared/errors.ts';
import { WIRE } from '../../shared/limits.ts';
import { guardFor } from '../access/gate.ts';
import type { Context } from './context.ts';
import { type Asked, recordRefusal, requestIdOf } from './record-refusal.ts';
import { refOf } from './refs.ts';
import { asRefusal, asTrpcError } from './refusals.ts';

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
  const refusal = asRefusal(error);
  const requestId = (refusal && requestIdOf(refusal)) ?? randomUUID();
  if (refusal) {
    ctx?.app.metrics.refused(refusal.reason);
    return { message: refusal.message, reason: refusal.reason, requestId, ...refusal.details };
  }
  ctx?.app.log.error({ err: error.cause ?? error, path, requestId }, 'call.failed');
  return { message: REASONS.INTERNAL.say, reason: 'INTERNAL', requestId };
}

const translated = t.middleware(async ({ ctx, path, next }) => {
  const result = await next();
  if (result.ok) return result;
  recordRefusal(ctx, { action: path }, result.error);
  if (result.error.cause instanceof Refusal) throw asTrpcError(result.error.cause);
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

const NOTHING: Ref = { kind: 'nothing' };

/** For calls made before anybody is signed in. */
export const open = base.use(({ meta, next }) => {
  if (!meta || !('public' in meta)) refuse('FORBIDDEN');
  return next();
});

/**
 * Authenticated as the database says since the last change of access (`known`), and decided for its declared action. Hands on who calls and the guard
 * that repeats the decision inside a write.
 */
export const signedIn = base.use(async ({ ctx, meta, getRawInput, next }) => {
  if (!meta || 'public' in meta) refuse('FORBIDDEN');
  const asked: Asked = { action: meta.action };
  try {
    const { app, connection } = ctx;
    const { credential } = connection;
    const who = credential && (app.auth.known(credential) ?? (await app.auth.authenticate(credential)));
    if (!who) refuse(credential ? 'SESSION_REVOKED' : 'UNAUTHENTICATED');
    asked.who = who;
    asked.ref = meta.resource === 'nothing' ? NOTHING : refOf(meta.resource, await getRawInput());
    const { ip, agent } = connection;
    const guard = guardFor(app, who, meta.action, asked.ref, { ip, agent });
    guard.check(app.store.facts(who.credential, asked.ref));
    connection.userId = who.userId;
    const result = await next({ ctx: { who, guard } });
    if (!result.ok) recordRefusal(ctx, asked, result.error);
    return result;
  } catch (error) {
    recordRefusal(ctx, asked, error);
    throw error;
  }
});

export const { router } = t;
export const { createCallerFactory } = t;
