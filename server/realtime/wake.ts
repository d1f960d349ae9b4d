/**
 * One sleeper and anybody who wakes it. A wake while nobody sleeps is remembered, so none is lost. It listens to the signal itself: there is one for
 * each subscription, and a closure for each sleep would cost more than the rest of it.
 */
export class Wake implements EventListenerObject {
  #due = false;
  #resolve: (() => void) | undefined;

  call(): void {
    if (this.#resolve) this.#resolve();
    else this.#due = true;
    this.#resolve = undefined;
  }

  /** Resolves at the next call (or the last one not yet slept through), or when the signal aborts. */
  wait(signal: AbortSignal): Promise<void> {
    const stays = !this.#due && !signal.aborted;
    this.#due = false;
    if (!stays) return Promise.resolve();
    signal.addEventListener('abort', this, { once: true });
    return new Promise((resolve) => (this.#resolve = resolve));
  }

  handleEvent(): void {
    this.call();
  }
}
