/** Turns whatever a model server says into pieces that are well-formed text, each by itself and joined (REPLY-1). */
import type { Channel } from '../../shared/events.ts';
import type { Part } from './model.ts';

const HIGH_SURROGATE_AT_END = /[\ud800-\udbff]$/u;

export class PieceWriter {
  /** UTF-16 units of both channels together. */
  chars = 0;
  readonly #push: (part: Part) => void;
  readonly #held: Record<Channel, string> = { thinking: '', text: '' };

  constructor(push: (part: Part) => void) {
    this.#push = push;
  }

  /** A pair that is split over two calls is held back until it is whole. */
  write(channel: Channel, text: string): void {
    const all = this.#held[channel] + text;
    const held = HIGH_SURROGATE_AT_END.exec(all)?.[0] ?? '';
    this.#held[channel] = held;
    this.#tell(channel, all.slice(0, all.length - held.length));
  }

  /** Half a pair that nothing followed becomes U+FFFD. */
  flush(): void {
    for (const channel of ['thinking', 'text'] as const) {
      this.#tell(channel, this.#held[channel]);
      this.#held[channel] = '';
    }
  }

  #tell(channel: Channel, text: string): void {
    if (!text) return;
    this.chars += text.length;
    this.#push({ type: 'piece', channel, text: text.toWellFormed() });
  }
}
