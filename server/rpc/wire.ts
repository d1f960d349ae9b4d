/**
 * tRPC's messages on a socket, as far as we build them ourselves. A subscription's first frame goes the usual way and tells the feed how its messages
 * begin; later ones may then be built once for many sockets. To a client both are the same (stock @trpc/client is what the tests use).
 */
import type { SharedFrame } from '../realtime/shared-frame.ts';

/** What a frame of a subscription holds. Whoever made it is told its wire when it is sent. */
export class Contents<Events> {
  readonly events: Events;
  readonly #onWire: (wire: string) => void;

  constructor(events: Events, onWire: (wire: string) => void) {
    this.events = events;
    this.#onWire = onWire;
  }

  sentOver(wire: string): void {
    this.#onWire(wire);
  }
}

interface Message {
  id?: unknown;
  jsonrpc?: unknown;
  result?: { data?: { data?: unknown } };
}

/** tRPC's own encoding. */
export function encode(message: unknown): string {
  const { id, jsonrpc, result } = message as Message;
  const contents = result?.data?.data;
  if (contents instanceof Contents) contents.sentOver(JSON.stringify({ id, jsonrpc }).slice(0, -1));
  return JSON.stringify(message);
}

/** A tracked frame of the subscription whose messages begin with `wire`. */
export function dataMessage(wire: string, { id, json }: SharedFrame): string {
  const name = JSON.stringify(id);
  return `${wire},"result":{"type":"data","id":${name},"data":{"id":${name},"data":${json}}}}`;
}
