/** The smallest container a screen can watch: React's useSyncExternalStore takes `get` and `subscribe` as they are. Batching is left to whoever draws. */
export interface Observable<State> {
  get(): State;
  /** Calls back after each change; returns how to stop. */
  subscribe(listener: () => void): () => void;
}

export class Observed<State> implements Observable<State> {
  #state: State;
  readonly #listeners = new Set<() => void>();

  constructor(state: State) {
    this.#state = state;
  }

  /** Bound, so that they can be handed on. */
  readonly get = (): State => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    // A listener of its own per subscription: subscribing one function twice means being told twice.
    const own = () => listener();
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  };

  set(state: State): void {
    if (state === this.#state) return;
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
