/** Waiting for what happens, never for time. */
interface Watched {
  subscribe(listener: () => void): () => void;
}

/** Resolves once `holds` after some change. */
export async function until(watched: Watched, holds: () => boolean): Promise<void> {
  if (holds()) return;
  await new Promise<void>((resolve) => {
    const stop = watched.subscribe(() => {
      if (!holds()) return;
      stop();
      resolve();
    });
  });
}

/** A gate that a test opens. */
export function gate(): { open: () => void; passed: Promise<void> } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { open: resolve, passed: promise };
}

/** Reads a stream in the background and waits for what it gives. */
export class Reader<Item> {
  readonly items: Item[] = [];
  error: Error | undefined;
  over = false;
  readonly #listeners = new Set<() => void>();

  constructor(stream: AsyncIterable<Item>) {
    void this.#read(stream);
  }

  /** Rejects when the stream ends without it. */
  async until(holds: (items: readonly Item[]) => boolean): Promise<void> {
    await until(this, () => this.over || holds(this.items));
    if (!holds(this.items)) throw this.error ?? new Error(`the stream ended without it: ${JSON.stringify(this.items)}`);
  }

  /** The error it ended with; undefined for a plain end. */
  async end(): Promise<Error | undefined> {
    await until(this, () => this.over);
    return this.error;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  async #read(stream: AsyncIterable<Item>): Promise<void> {
    try {
      for await (const item of stream) {
        this.items.push(item);
        this.#tell();
      }
    } catch (error) {
      this.error = error instanceof Error ? error : new Error(String(error));
    }
    this.over = true;
    this.#tell();
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
