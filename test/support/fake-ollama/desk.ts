/** Decides who answers what comes in: a planned script, a test that takes it by hand, or the usual answer. */
import type { Exchange } from './exchange.ts';
import type { Script } from './scripts.ts';

export class Desk<E extends Exchange> {
  readonly #holds: boolean;
  readonly #plans: Script<E>[] = [];
  readonly #takers: ((exchange: E) => void)[] = [];
  readonly #held: E[] = [];

  constructor(holds: boolean) {
    this.#holds = holds;
  }

  plan(scripts: Script<E>[]): void {
    this.#plans.push(...scripts);
  }

  next(): Promise<E> {
    const held = this.#held.shift();
    if (held) return Promise.resolve(held);
    return new Promise((resolve) => this.#takers.push(resolve));
  }

  async receive(exchange: E, usual: () => void | Promise<void>): Promise<void> {
    const plan = this.#plans.shift();
    if (plan) return plan(exchange);
    const taker = this.#takers.shift();
    if (taker) taker(exchange);
    else if (this.#holds) this.#held.push(exchange);
    else await usual();
  }
}
