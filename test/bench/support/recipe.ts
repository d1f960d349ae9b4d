/** How the fake model is to answer: the question that reaches it is this, as JSON. */
export interface Recipe {
  tokens: number;
  /** Milliseconds between two of them; 0 is as fast as it goes. */
  everyMs: number;
  /** Tokens at once; 1 unless told. */
  burst?: number;
  /** Each token is the moment at which it was written: nowUs() and a semicolon. Else tokens that a real model once wrote. */
  stamped?: true;
  /** nowUs() of the first token: answers with the same are in step. At once unless told. */
  startUs?: number;
  /** After the tokens: ends properly unless told. `open`: says nothing more until somebody hangs up. `on`: goes on for ever. */
  after?: 'open' | 'on';
}

const STAMP = /(\d{9,});/g;

/** The moments in what stamped tokens became. */
export function stampsIn(text: string): number[] {
  return Array.from(text.matchAll(STAMP), ([, stamp]) => Number(stamp));
}
