import { refuse } from '../../shared/errors.ts';
import type { HttpAnswer } from '../ports.ts';
import type { Context } from './context.ts';

/** The answer that can carry a cookie; calls that need it declare `setsCookie` and are refused on a socket before they get here. */
export function overHttp(ctx: Context): HttpAnswer {
  return ctx.http ?? refuse('HTTP_REQUIRED');
}
