/**
 * The messages of a subscription, as tRPC's own client reads them (stock @trpc/client is what the tests use). All of them begin alike, so that a frame
 * which is the same for many is built once.
 */
import type { SharedFrame } from '../realtime/shared-frame.ts';

/** What a frame of a subscription holds. Whoever made it is told how messages of that subscription begin. */
export class Contents<Events> {
  readonly events: Events;
  readonly #onWire: ((wire: string) => void) | undefined;

  constructor(events: Events, onWire?: (wire: string) => void) {
    this.events = events;
    this.#onWire = onWire;
  }

  onWire(wire: string): void {
    this.#onWire?.(wire);
  }
}

export function beginningOf({ id, jsonrpc }: { id: unknown; jsonrpc?: unknown }): string {
  return JSON.stringify({ id, jsonrpc }).slice(0, -1);
}

/** A tracked frame of the subscription whose messages begin with `wire`. */
export function dataMessage(wire: string, { id, json }: Pick<SharedFrame, 'id' | 'json'>): string {
  const name = JSON.stringify(id);
  return `${wire},"result":{"type":"data","id":${name},"data":{"id":${name},"data":${json}}}}`;
}
