/** A token bucket: holds a burst, refills steadily. */
export class Bucket {
  readonly #capacity: number;
  readonly #perSecond: number;
  #level: number;
  #filledAt = performance.now();

  constructor(capacity: number, perSecond: number) {
    this.#capacity = capacity;
    this.#perSecond = perSecond;
    this.#level = capacity;
  }

  /** Takes `cost` when there is enough; else 0 is taken and the answer says in how many seconds it would be. */
  take(cost = 1): { taken: true } | { taken: false; retryAfter: number } {
    this.#refill();
    if (this.#level >= cost) {
      this.#level -= cost;
      return { taken: true };
    }
    return { taken: false, retryAfter: Math.ceil((cost - this.#level) / this.#perSecond) };
  }

  get full(): boolean {
    this.#refill();
    return this.#level >= this.#capacity;
  }

  #refill(): void {
    const now = performance.now();
    this.#level = Math.min(this.#capacity, this.#level + ((now - this.#filledAt) / 1000) * this.#perSecond);
    this.#filledAt = now;
  }
}
