import { tracked } from '@trpc/server';
import { Refusal, refuse } from '../../shared/errors.ts';
import { WIRE } from '../../shared/limits.ts';
import type { Connection } from '../realtime/live.ts';
import { asTrpcError } from './refusals.ts';
import { Contents } from './wire.ts';

interface Frame<Events> {
  id: string;
  events: Events;
  /** Wants to know what its subscription is called on the wire. */
  onWire?(wire: string): void;
}

/**
 * Every frame of a subscription is tracked: one without an id would erase the client's cursor. A refusal ends the subscription with its reason.
 * How many one connection may hold is bounded here.
 */
export function trackedFrames<Events>(
  connection: Connection,
  frames: AsyncIterable<Frame<Events>>,
): AsyncGenerator<ReturnType<typeof tracked<{ events: Events }>>> {
  if (connection.subscriptions >= WIRE.maxSubscriptionsPerSocket) {
    refuse('RATE_LIMITED', `At most ${WIRE.maxSubscriptionsPerSocket} subscriptions on one connection. End one first.`);
  }
  connection.subscriptions += 1;
  return deliver(connection, frames);
}

async function* deliver<Events>(
  connection: Connection,
  frames: AsyncIterable<Frame<Events>>,
): AsyncGenerator<ReturnType<typeof tracked<{ events: Events }>>> {
  try {
    for await (const { id, events, onWire } of frames) yield tracked(id, onWire ? new Contents(events, onWire) : { events });
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
