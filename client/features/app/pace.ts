/**
 * When what came is drawn. All that is due is drawn in one frame; then the page rests twice as long as that frame took with its layout and paint,
 * so that typing and scrolling have two thirds of the time on any machine. A frame that shows a key is left to it.
 */
const REST = 2;
const MAX_REST_MS = 160;
const HIDDEN_PAUSE_MS = 200;
/** A rest shorter than this ends before the next frame anyway. */
const FRAME_MS = 12;

type Draw = () => void;

class Pace {
  #due: Draw[] = [];
  /** Until what was due has been drawn and painted. */
  #waiting = false;
  #restsUntil = 0;
  #keyCame = false;
  #gaveWay = false;
  /** Answered when the frame it was asked in has been laid out and painted. */
  readonly #painted = new MessageChannel();
  #began = 0;

  constructor() {
    this.#painted.port1.addEventListener('message', () => this.#rest());
    this.#painted.port1.start();
    addEventListener('keydown', () => (this.#keyCame = true), { capture: true, passive: true });
  }

  /** Draws once, soon. */
  next(draw: Draw): void {
    this.#due.push(draw);
    if (!this.#waiting) this.#wait();
  }

  #wait(): void {
    this.#waiting = true;
    const restMs = this.#restsUntil - performance.now();
    // In a hidden page there are no frames.
    if (document.hidden) setTimeout(this.#draw, HIDDEN_PAUSE_MS);
    else if (restMs > FRAME_MS) setTimeout(() => requestAnimationFrame(this.#turn), restMs - FRAME_MS);
    else requestAnimationFrame(this.#turn);
  }

  /** Gives way once at a time: whoever types without a pause sees replies grow all the same. */
  readonly #turn = (): void => {
    const gives = this.#keyCame && !this.#gaveWay;
    this.#keyCame = false;
    this.#gaveWay = gives;
    if (gives) requestAnimationFrame(this.#turn);
    else this.#draw();
  };

  readonly #draw = (): void => {
    const due = this.#due;
    this.#due = [];
    this.#began = performance.now();
    try {
      for (const draw of due) draw();
    } finally {
      this.#painted.port2.postMessage(undefined);
    }
  };

  #rest(): void {
    const now = performance.now();
    this.#restsUntil = now + Math.min(MAX_REST_MS, (now - this.#began) * REST);
    this.#waiting = false;
    if (this.#due.length > 0) this.#wait();
  }
}

let pace: Pace | undefined;

/** `draw` is called in the next frame that has room for it. */
export function inTurn(draw: Draw): void {
  pace ??= new Pace();
  pace.next(draw);
}
