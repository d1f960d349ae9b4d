/**
 * tRPC's messages on a socket, as far as we build them ourselves. A subscription's first frame goes the usual way and tells the feed how its messages
 * begin; later ones may then be built once for many sockets. To a client both are the same (stock @trpc/client is what the tests use).
 */
import type { SharedFrame } from '../realtime/shared-frame.ts';

/**
 * What a frame of a subscription holds. Whoever made it is told its wire when it is sent. tRPC keeps the last one of each subscription until the next
 * comes, so what was sent is let go of: the first frame of an inbox is as large as the inbox.
 */
export class Contents<Events> {
  #held: { events: Events } | undefined;
  readonly #onWire: ((wire: string) => void) | undefined;

  constructor(events: Events, onWire?: (wire: string) => void) {
    this.#held = { events };
    this.#onWire = onWire;
  }

  get events(): Events {
    if (!this.#held) throw new Error('what was sent is let go of');
    return this.#held.events;
  }

  toJSON(): { events: Events } | undefined {
    return this.#held;
  }

  /** The text of the message that holds it. */
  encoded(message: Message): string {
    const { id, jsonrpc } = message;
    this.#onWire?.(JSON.stringify({ id, jsonrpc }).slice(0, -1));
    const text = JSON.stringify(message);
    this.#held = undefined;
    return text;
  }
}

interface Message {
  id?: unknown;
  jsonrpc?: unknown;
  result?: { data?: { data?: unknown } };
}

/** tRPC's own encoding. */
export function encode(message: unknown): string {
  const contents = (message as Message).result?.data?.data;
  return contents instanceof Contents ? contents.encoded(message as Message) : JSON.stringify(message);
}

/** A tracked frame of the subscription whose messages begin with `wire`. */
export function dataMessage(wire: string, { id, json }: SharedFrame): string {
  const name = JSON.stringify(id);
  return `${wire},"result":{"type":"data","id":${name},"data":{"id":${name},"data":${json}}}}`;
}
