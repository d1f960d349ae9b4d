/** What a run did and found: figures, and whatever broke with what happened right before it. */
import type { Reason } from '../../shared/errors.ts';
import type { Step } from './plan.ts';

/** Figures come in this order, others after them. */
const ORDER = ['kills', 'cuts', 'people', 'joined', 'left', 'removed', 'messages', 'replies', 'views', 'steps'];
const KEPT_STEPS = 60;

export class Report {
  readonly figures = new Map<string, number>();
  readonly broken: string[] = [];
  /** Comparisons made by the oracle. */
  checks = 0;
  readonly tolerated = new Set<Reason>();
  readonly #last: string[] = [];
  readonly #say: (line: string) => void;
  readonly #startedAt = performance.now();

  constructor(say: (line: string) => void) {
    this.#say = say;
  }

  say(line: string): void {
    this.#say(line);
  }

  count(what: string, by = 1): void {
    this.figures.set(what, this.of(what) + by);
  }

  of(what: string): number {
    return this.figures.get(what) ?? 0;
  }

  began(step: Step): void {
    this.note(JSON.stringify(step));
    this.count('steps');
  }

  /** Kept for a while, in case something breaks. */
  note(what: string): void {
    this.#last.push(`${Math.round(performance.now() - this.#startedAt)} ms ${what}`);
    if (this.#last.length > KEPT_STEPS) this.#last.shift();
  }

  /** While `work` runs, calls may be refused so. */
  async tolerating(reason: Reason, work: () => Promise<void>): Promise<void> {
    this.tolerated.add(reason);
    await work();
    this.tolerated.delete(reason);
  }

  broke(what: string): void {
    this.broken.push(what);
  }

  /** `what` is asked for only when it is needed. */
  check(holds: boolean, what: () => string): void {
    this.checks += 1;
    if (!holds) this.broke(what());
  }

  /** The figures in one line. */
  get sum(): string {
    const known = ORDER.flatMap((what) => (this.of(what) > 0 ? [[what, this.of(what)] as const] : []));
    const others = [...this.figures].filter(([what]) => !ORDER.includes(what));
    return [...known, ...others, ['checks', this.checks] as const]
      .map(([what, count]) => `${what} ${count.toLocaleString('en')}`)
      .join(' · ');
  }

  /** Seed, what broke, and the steps before it. */
  failure(seed: number): string {
    const broken = this.broken.slice(0, 20).map((what) => `- ${what}`);
    const more = this.broken.length > broken.length ? [`- and ${this.broken.length - broken.length} more`] : [];
    return [`seed ${seed}: ${this.broken.length} broke`, ...broken, ...more, 'the last steps:', ...this.#last].join('\n');
  }
}
