/** Who wants to be told. Several changes of one moment are told once, after it. */
export class Listeners {
  readonly #listeners = new Set<() => void>();
  #due = false;

  /** Returns how to stop. */
  add(listener: () => void): () => void {
    const own = () => listener();
    this.#listeners.add(own);
    return () => {
      this.#listeners.delete(own);
    };
  }

  tell(): void {
    if (this.#due) return;
    this.#due = true;
    queueMicrotask(() => {
      this.#due = false;
      for (const listener of this.#listeners) listener();
    });
  }
}
