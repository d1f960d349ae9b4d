import type { ConversationEvent } from '../../shared/events.ts';
import type { GenerationId } from '../../shared/ids.ts';

/** What a subscription delivered so far, and waiting for what it has not. */
export class Watch<Event extends { type: string }> {
  readonly events: Event[] = [];
  readonly ids: string[] = [];
  /** How many events each frame held. */
  readonly sizes: number[] = [];
  error: Error | undefined;
  completed = false;
  stop: () => void = () => undefined;
  #listeners: (() => void)[] = [];
  #live = false;

  started(): void {
    this.#live = true;
    this.#tell();
  }

  take(id: string, events: readonly Event[]): void {
    this.ids.push(id);
    this.sizes.push(events.length);
    this.events.push(...events);
    this.#tell();
  }

  fail(error: Error): void {
    this.error = error;
    this.#tell();
  }

  complete(): void {
    this.completed = true;
    this.#tell();
  }

  get lastId(): string | undefined {
    return this.ids.at(-1);
  }

  /** Resolves with the first that matches, delivered already or not. Rejects when the subscription ended without. */
  async until(matches: (event: Event) => boolean, what = 'an event'): Promise<Event> {
    for (;;) {
      const found = this.events.find(matches);
      if (found) return found;
      if (this.error) throw this.error;
      await this.changed(what);
    }
  }

  /** Resolves when `check` holds, now or after what comes. */
  async holds(check: () => boolean, what: string): Promise<void> {
    while (!check()) {
      if (this.error) throw this.error;
      await this.changed(what);
    }
  }

  untilType<Type extends Event['type']>(type: Type): Promise<Extract<Event, { type: Type }>> {
    return this.until((event) => event.type === type, type) as Promise<Extract<Event, { type: Type }>>;
  }

  async untilLive(): Promise<void> {
    while (!this.#live) await this.changed('the subscription');
  }

  async untilFailed(): Promise<Error> {
    for (;;) {
      if (this.error) return this.error;
      await this.changed('a refusal');
    }
  }

  async untilComplete(): Promise<void> {
    while (!this.completed) await this.changed('the end');
  }

  async changed(what: string): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`waited in vain for ${what}; so far: ${this.events.map(({ type }) => type).join(', ')}`)),
        20_000,
      );
      this.#listeners.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  #tell(): void {
    const listeners = this.#listeners;
    this.#listeners = [];
    for (const listener of listeners) listener();
  }
}

/** The text of one generation as its pieces say; fails on a gap or a repeat (REPLY-1, REPLY-2). */
export function grown(
  events: readonly ConversationEvent[],
  generationId: GenerationId,
  channel: 'thinking' | 'text' = 'text',
  from = 0,
): string {
  let text = '';
  for (const event of events) {
    if (event.type !== 'reply.grew' || event.generationId !== generationId || event.channel !== channel) continue;
    if (event.from !== from + text.length) throw new Error(`a piece begins at ${event.from}, held are ${from + text.length}`);
    text += event.text;
  }
  return text;
}
