/** Somebody who follows a conversation over any number of connections, resumes where they were, and counts what was missing or came twice. */
import type { ConversationId } from '../../../shared/ids.ts';
import { type Frame, Viewer } from './viewer.ts';

interface Opened {
  cursor: string;
  conversation: { lastSeq: number };
}

export class Follower {
  readonly conversationId: ConversationId;
  gaps = 0;
  repeats = 0;
  readonly #url: string;
  readonly #cookie: string;
  #viewer: Viewer | undefined;
  #seq: number | undefined;
  #cursor: string | undefined;
  #opened = 0;
  #wanted: { seq: number; resolve(): void } | undefined;

  constructor(url: string, cookie: string, conversationId: ConversationId) {
    this.#url = url;
    this.#cookie = cookie;
    this.conversationId = conversationId;
  }

  /** Comes (back); tries again when it is not let in. */
  async dial(): Promise<void> {
    for (;;) {
      try {
        const viewer = await Viewer.dial(this.#url, this.#cookie);
        this.#viewer = viewer;
        const { conversationId } = this;
        if (this.#cursor === undefined) {
          const opened = await viewer.call<Opened>('conversation.open', { conversationId, limit: 1 }, 'query');
          this.#cursor = opened.cursor;
          this.#opened = opened.conversation.lastSeq;
        }
        return await viewer.subscribe('conversation.live', { conversationId, lastEventId: this.#cursor }, (frame) => this.#take(frame));
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }

  /** Resolves when the event of this number was received. */
  reached(seq: number): Promise<void> {
    if ((this.#seq ?? this.#opened) >= seq) return Promise.resolve();
    return new Promise((resolve) => (this.#wanted = { seq, resolve }));
  }

  leave(): void {
    this.#viewer?.end();
  }

  #take({ id, events }: Frame): void {
    for (const event of events) {
      if (!('seq' in event)) continue;
      if (this.#seq !== undefined && event.seq > this.#seq + 1) this.gaps += 1;
      if (this.#seq !== undefined && event.seq <= this.#seq) this.repeats += 1;
      this.#seq = event.seq;
    }
    this.#cursor = id;
    const wanted = this.#wanted;
    if (wanted && (this.#seq ?? 0) >= wanted.seq) wanted.resolve();
  }
}
