/** Which turns of a line fit into what a model can read. Dropping them here, and saying how many, is what keeps the model server from doing it in silence. */
import type { Turn } from './model.ts';

export interface Fitted {
  turns: Turn[];
  leftOut: number;
  /** Estimated tokens of the turns that stay. */
  tokens: number;
}

/** What a template adds around each turn. */
const TOKENS_PER_TURN = 8;
/** A picture becomes 256 (gemma3) to some thousand (qwen2.5vl) tokens. */
const TOKENS_PER_IMAGE = 1_000;
/** Rarely more than one token in three characters, for the languages most text is in. */
const FIRST_GUESS = 1 / 3;
const FEWEST = 1 / 6;
/** Room for the next text being denser than the last. */
const CAUTION = 1.15;
const TELLING_CHARS = 200;

/** Tokens in a character of a model's input, learned from the model server's own counts. */
export class TokenRate {
  #tokensPerChar = FIRST_GUESS;

  tokensIn(turns: Turn[]): number {
    return turns.reduce((sum, turn) => sum + this.tokensOf(turn), 0);
  }

  tokensOf(turn: Turn): number {
    return Math.ceil(turn.text.length * this.#tokensPerChar) + (turn.files?.length ?? 0) * TOKENS_PER_IMAGE + TOKENS_PER_TURN;
  }

  /** Rises at once and falls slowly: too high costs old turns, too low costs a request. Short prompts say little, and pictures count as no letters. */
  learn(turns: Turn[], promptTokens: number): void {
    const chars = turns.reduce((sum, turn) => sum + turn.text.length, 0);
    if (chars < TELLING_CHARS || promptTokens <= 0 || turns.some((turn) => turn.files)) return;
    const seen = Math.max(FEWEST, (promptTokens / chars) * CAUTION);
    this.#tokensPerChar = seen > this.#tokensPerChar ? seen : (this.#tokensPerChar + seen) / 2;
  }
}

/**
 * Drops the oldest turns until `maxTokens` are not exceeded. System turns and the end of the line stay: the last turn of a person and what follows it.
 * So the result may still be too large; only the model server knows whether it is.
 */
export function fitTurns(turns: Turn[], maxTokens: number, rate: TokenRate): Fitted {
  const question = turns.findLastIndex((turn) => turn.role === 'user');
  const kept = new Set(turns.filter((turn, at) => turn.role === 'system' || at >= Math.max(question, 0)));
  let tokens = rate.tokensIn([...kept]);
  for (const turn of turns.slice(0, Math.max(question, 0)).toReversed()) {
    if (turn.role === 'system') continue;
    if (tokens + rate.tokensOf(turn) > maxTokens) break;
    kept.add(turn);
    tokens += rate.tokensOf(turn);
  }
  return without(turns, kept, rate);
}

/** An answer whose question is gone is dropped with it: many templates refuse a line that begins with an answer. */
function without(turns: Turn[], kept: Set<Turn>, rate: TokenRate): Fitted {
  const stay = turns.filter((turn) => kept.has(turn));
  const first = stay.findIndex((turn) => turn.role !== 'system');
  const orphaned = stay.length < turns.length && stay[first]?.role === 'assistant' && first < stay.length - 1;
  const fitted = orphaned ? stay.toSpliced(first, 1) : stay;
  return { turns: fitted, leftOut: turns.length - fitted.length, tokens: rate.tokensIn(fitted) };
}
