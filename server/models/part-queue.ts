/** The parts of one reply between whoever makes them and the one who reads them. What waits is bounded by the length of a reply. */
import type { Part } from './model.ts';

export class PartQueue {
  #parts: Part[] = [];
  #wake: (() => void) | undefined;
  #closed = false;

  push(part: Part): void {
    if (this.#closed) return;
    this.#parts.push(part);
    this.#wake?.();
  }

  /** Drops what nobody has read and ends the reading at once. */
  close(): void {
    this.#closed = true;
    this.#parts = [];
    this.#wake?.();
  }

  /** Yields until the `end` or until it is closed; `left` is called when the reader goes, however. */
  async *read(left: () => void): AsyncGenerator<Part, void, void> {
    try {
      while (!this.#closed) {
        const part = this.#parts.shift();
        if (!part) await this.#more();
        else {
          yield part;
          if (part.type === 'end') return;
        }
      }
    } finally {
      left();
    }
  }

  async #more(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wake = resolve;
    await promise;
    this.#wake = undefined;
  }
}
