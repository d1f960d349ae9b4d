import { DRAWING } from '../../shared/limits.ts';

/** How long the server may draw pages: what it takes to draw a text is known afterwards only, and somebody may write texts to make it long (INPUT-2). */
export class DrawingTime {
  #leftMs: number = DRAWING.burstMs;
  #at = performance.now();

  get isLeft(): boolean {
    const now = performance.now();
    this.#leftMs = Math.min(DRAWING.burstMs, this.#leftMs + ((now - this.#at) / 1000) * DRAWING.msPerSecond);
    this.#at = now;
    return this.#leftMs > 0;
  }

  spend<Result>(work: () => Result): Result {
    const since = performance.now();
    try {
      return work();
    } finally {
      this.#leftMs -= performance.now() - since;
    }
  }
}
