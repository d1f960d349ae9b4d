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

type Sent<Events> = ReturnType<typeof tracked<{ events: Events }>>;

/**
 * Every frame of a subscription is tracked: one without an id would erase the client's cursor. A refusal ends the subscription with its reason.
 * How many one connection may hold is bounded here.
 */
export function trackedFrames<Events>(
  connection: Connection,
  frames: AsyncIterator<Frame<Events>>,
): AsyncIterable<Sent<Events>, void, void> {
  if (connection.subscriptions >= WIRE.maxSubscriptionsPerSocket) {
    refuse('RATE_LIMITED', `At most ${WIRE.maxSubscriptionsPerSocket} subscriptions on one connection. End one first.`);
  }
  return new TrackedFrames(connection, frames);
}

/** An object and not another generator: thousands of these wait at once. tRPC asks for the iterator once and always returns it. */
class TrackedFrames<Events> implements AsyncIterableIterator<Sent<Events>, void, void> {
  readonly #frames: AsyncIterator<Frame<Events>>;
  #connection: Connection | undefined;

  constructor(connection: Connection, frames: AsyncIterator<Frame<Events>>) {
    connection.subscriptions += 1;
    this.#connection = connection;
    this.#frames = frames;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<Sent<Events>, void>> {
    return this.#frames.next().then(trackedResult<Events>, speakTrpc);
  }

  async return(): Promise<IteratorResult<Sent<Events>, void>> {
    if (this.#connection) this.#connection.subscriptions -= 1;
    this.#connection = undefined;
    await this.#frames.return?.();
    return OVER;
  }
}

const OVER = { done: true, value: undefined } as const;

function trackedResult<Events>(result: IteratorResult<Frame<Events>>): IteratorResult<Sent<Events>, void> {
  if (result.done) return OVER;
  const { id, events, onWire } = result.value;
  return { done: false, value: tracked<{ events: Events }>(id, new Contents(events, onWire)) };
}

function speakTrpc(error: unknown): never {
  throw error instanceof Refusal ? asTrpcError(error) : error;
}

/** The signal of a subscription; tRPC always gives one to those. */
export function endOf(signal: AbortSignal | undefined): AbortSignal {
  return signal ?? refuse('INTERNAL');
}
