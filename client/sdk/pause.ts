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

/** Waits longer each time something ends at once, up to half a minute, and not at all after it went well for a while. */
export class Patience {
  #quick = 0;
  #since = Date.now();

  async wait(signal: AbortSignal, atLeastMs = 0): Promise<void> {
    this.#quick = Date.now() - this.#since < 2_000 ? this.#quick + 1 : 0;
    const most = this.#quick > 1 ? Math.min(30_000, 250 * 2 ** this.#quick) : 0;
    const ms = Math.max(atLeastMs, Math.random() * most);
    if (ms > 0) await pause(ms, signal);
    this.#since = Date.now();
  }
}
