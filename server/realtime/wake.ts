/** One sleeper and anybody who wakes it. A wake while nobody sleeps is remembered, so none is lost. */
export class Wake {
  #due = false;
  #resolve: (() => void) | undefined;

  /** Called, and not slept through yet. */
  get due(): boolean {
    return this.#due;
  }

  call(): void {
    this.#due = true;
    this.#resolve?.();
  }

  /** Resolves at the next call (or the last one not yet slept through), or when the signal aborts. */
  async wait(signal: AbortSignal): Promise<void> {
    if (!this.#due && !signal.aborted) await this.#called(signal);
    this.#due = false;
  }

  #called(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        signal.removeEventListener('abort', done);
        this.#resolve = undefined;
        resolve();
      };
      this.#resolve = done;
      signal.addEventListener('abort', done);
    });
  }
}
