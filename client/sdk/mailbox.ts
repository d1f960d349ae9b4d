/** Between a subscription, which pushes, and a loop, which pulls. Bounded: what does not fit ends it, and the reader begins anew from a snapshot. */
export class Mailbox<Item> {
  readonly #maxItems: number;
  readonly #join: (last: Item, next: Item) => Item | undefined;
  #items: Item[] = [];
  #next = 0;
  #ended: { error?: Error } | undefined;
  #wake: (() => void) | undefined;

  /** `join` makes one of two neighbours where that loses nothing. */
  constructor(maxItems: number, join: (last: Item, next: Item) => Item | undefined = () => undefined) {
    this.#maxItems = maxItems;
    this.#join = join;
  }

  put(item: Item): void {
    if (this.#ended) return;
    const last = this.#next < this.#items.length ? this.#items.at(-1) : undefined;
    const joined = last && this.#join(last, item);
    if (joined) this.#items[this.#items.length - 1] = joined;
    else this.#items.push(item);
    if (this.#items.length - this.#next > this.#maxItems) this.drop();
    this.#wake?.();
  }

  /** What is in it is still read. */
  end(error?: Error): void {
    this.#ended ??= error === undefined ? {} : { error };
    this.#wake?.();
  }

  /** Ends it with nothing left to read. */
  drop(): void {
    this.#items = [];
    this.#next = 0;
    this.end();
  }

  /** Undefined at the end; throws what it ended with. */
  async take(): Promise<Item | undefined> {
    while (this.#next === this.#items.length && !this.#ended) await this.#more();
    const item = this.#items[this.#next];
    if (this.#next < this.#items.length) this.#next += 1;
    if (this.#next === this.#items.length) {
      this.#items = [];
      this.#next = 0;
    }
    if (item === undefined && this.#ended?.error !== undefined) throw this.#ended.error;
    return item;
  }

  async #more(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    this.#wake = undefined;
  }
}
