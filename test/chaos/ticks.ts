/**
 * Every text of a run, a person's or a model's, carries a number of one count: «17». So what somebody received after a moment can be told from what
 * was written before it by looking at the bytes alone (LEAVE-2).
 */
export class Ticks {
  #count = 0;

  /** The newest number there is. */
  get now(): number {
    return this.#count;
  }

  next(): string {
    this.#count += 1;
    return `«${this.#count}»`;
  }
}

/** In UTF-8, read byte by byte. */
const TICK = /\xc2\xab(\d+)\xc2\xbb/g;
const LONGEST = 16;

/** Watches a stream of bytes for numbers above a mark. */
export class TickGuard {
  readonly #mark: number;
  #tail = '';
  /** The first few that should not be there. */
  readonly late: number[] = [];

  constructor(mark: number) {
    this.#mark = mark;
  }

  hear(bytes: Buffer): void {
    const text = this.#tail + bytes.toString('latin1');
    for (const [, digits] of text.matchAll(TICK)) if (Number(digits) > this.#mark && this.late.length < 5) this.late.push(Number(digits));
    this.#tail = text.slice(-LONGEST);
  }
}
