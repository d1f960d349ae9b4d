/** The newest answer per question, so that parts of a screen that need the same one ask together. */
export class Shared {
  readonly #held = new Map<string, { revision: number; answer: Promise<unknown> }>();

  /** `ask` runs when the question or its revision is new; a failure is not kept. Each `key` has one type of answer. */
  ask<Answer>(key: string, revision: number, ask: () => Promise<Answer>): Promise<Answer> {
    const held = this.#held.get(key);
    // The key names the question, and with it the type of its answer.
    if (held?.revision === revision) return held.answer as Promise<Answer>;
    const answer = ask();
    this.#held.set(key, { revision, answer });
    answer.catch(() => this.#held.delete(key));
    return answer;
  }

  forget(key: string): void {
    this.#held.delete(key);
  }
}
