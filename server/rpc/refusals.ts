/** What tRPC and zod throw, as the refusals that Parley speaks in. */
import { TRPCError } from '@trpc/server';
import { type ZodError, z } from 'zod';
import { REASONS, Refusal } from '../../shared/errors.ts';

export function asRefusal(error: TRPCError): Refusal | undefined {
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

export function fieldsOf(error: ZodError): Refusal {
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
