/**
 * Every text of a run, a person's or a model's, carries a number: «17». Each place counts on its own and marks its numbers, «d17» in the den. So what
 * somebody received after a moment can be told from what was written before it by looking at the bytes alone (LEAVE-2).
 */
export type Mark = '' | 'd' | 'f';

export class Ticks {
  readonly mark: Mark;
  #count = 0;

  constructor(mark: Mark) {
    this.mark = mark;
  }

  /** The newest number there is. */
  get now(): number {
    return this.#count;
  }

  next(): string {
    this.#count += 1;
    return `«${this.mark}${this.#count}»`;
  }
}

/** One count for what the whole team reads, one for the den, one for the annex. */
export class Counts {
  readonly all = { '': new Ticks(''), d: new Ticks('d'), f: new Ticks('f') } satisfies Record<Mark, Ticks>;

  /** The count that a text goes on with: that of the newest number in it. */
  of(text: string): Ticks {
    const mark = text.slice(text.lastIndexOf('«') + 1)[0];
    return mark === 'd' || mark === 'f' ? this.all[mark] : this.all[''];
  }
}

const LONGEST = 16;

/** Watches a stream of bytes for numbers above a limit. Texts are in UTF-8, read byte by byte. */
export class TickGuard {
  readonly #number: RegExp;
  readonly #limit: number;
  #tail = '';
  /** The first few that should not be there. */
  readonly late: number[] = [];

  constructor({ mark, now }: Ticks) {
    this.#number = new RegExp(`\\xc2\\xab${mark}(\\d+)\\xc2\\xbb`, 'g');
    this.#limit = now;
  }

  hear(bytes: Buffer): void {
    const text = this.#tail + bytes.toString('latin1');
    for (const [, digits] of text.matchAll(this.#number))
      if (Number(digits) > this.#limit && this.late.length < 5) this.late.push(Number(digits));
    this.#tail = text.slice(-LONGEST);
  }
}
