/** Resolves after `ms`, or at once when `signal` aborts; leaves no timer behind. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}

/** Calls back when nobody wants to wait any longer; returns how to stop. */
export type OnHurry = (listener: () => void) => () => void;

/**
 * Waits longer each time something ends at once, up to half a minute, and not at all after it went well for a while. Waiting of its own ends when
 * somebody hurries; what the server asked for (`atLeastMs`) does not.
 */
export class Patience {
  readonly #onHurry: OnHurry;
  #quick = 0;
  #since = Date.now();

  constructor(onHurry: OnHurry) {
    this.#onHurry = onHurry;
  }

  async wait(signal: AbortSignal, atLeastMs = 0): Promise<void> {
    this.#quick = Date.now() - this.#since < 2_000 ? this.#quick + 1 : 0;
    const most = this.#quick > 1 ? Math.min(30_000, 250 * 2 ** this.#quick) : 0;
    const ownMs = Math.random() * most - atLeastMs;
    if (atLeastMs > 0) await pause(atLeastMs, signal);
    if (ownMs > 0) await this.#unlessHurried(ownMs, signal);
    this.#since = Date.now();
  }

  async #unlessHurried(ms: number, signal: AbortSignal): Promise<void> {
    const hurried = new AbortController();
    const unlisten = this.#onHurry(() => hurried.abort());
    await pause(ms, AbortSignal.any([signal, hurried.signal]));
    unlisten();
  }
}
