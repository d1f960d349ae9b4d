import { tracked } from '@trpc/server';
import { Refusal, refuse } from '../../shared/errors.ts';
import { WIRE } from '../../shared/limits.ts';
import type { Connection } from '../realtime/live.ts';
import { asTrpcError } from './trpc.ts';

/**
 * Every frame of a subscription is tracked: one without an id would erase the client's cursor. A refusal ends the subscription with its reason.
 * How many one connection may hold is bounded here.
 */
export function trackedFrames<Events>(
  connection: Connection,
  frames: AsyncIterable<{ id: string; events: Events }>,
): AsyncGenerator<ReturnType<typeof tracked<{ events: Events }>>> {
  if (connection.subscriptions >= WIRE.maxSubscriptionsPerSocket) {
    refuse('RATE_LIMITED', `At most ${WIRE.maxSubscriptionsPerSocket} subscriptions on one connection. End one first.`);
  }
  connection.subscriptions += 1;
  return deliver(connection, frames);
}

async function* deliver<Events>(
  connection: Connection,
  frames: AsyncIterable<{ id: string; events: Events }>,
): AsyncGenerator<ReturnType<typeof tracked<{ events: Events }>>> {
  try {
    for await (const { id, events } of frames) yield tracked(id, { events });
  } catch (error) {
    throw error instanceof Refusal ? asTrpcError(error) : error;
  } finally {
    connection.subscriptions -= 1;
  }
}

/** The signal of a subscription; tRPC always gives one to those. */
export function endOf(signal: AbortSignal | undefined): AbortSignal {
  return signal ?? refuse('INTERNAL');
}
