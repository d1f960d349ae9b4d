import type { ConversationEvent } from '../../shared/events.ts';

/** One frame for many: its contents are put into JSON once, and each transport keeps here what it made of it. */
export class SharedFrame {
  readonly id: string;
  readonly events: readonly ConversationEvent[];
  /** By what comes before the contents on that wire. */
  readonly encoded = new Map<string, Uint8Array>();
  #json: string | undefined;

  constructor(id: string, events: readonly ConversationEvent[]) {
    this.id = id;
    this.events = events;
  }

  /** `{"events":[…]}` */
  get json(): string {
    return (this.#json ??= JSON.stringify({ events: this.events }));
  }
}
