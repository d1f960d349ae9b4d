/**
 * One generation while a provider writes it: pieces are gathered for one frame's time, journaled, then shown; the first piece goes at once.
 * It ends exactly once (REPLY-4), whoever ends it.
 */
import type { Store } from '../../db/store.ts';
import type { FailureCode } from '../../shared/errors.ts';
import type { Channel } from '../../shared/events.ts';
import { FEED, GENERATION } from '../../shared/limits.ts';
import type { Ask, ModelProvider, Part, ProviderUsage } from '../models/model.ts';
import type { Clock } from '../ports.ts';
import type { Growing, Phase } from './growing.ts';

export type RunEnd = { outcome: 'done' | 'truncated'; usage?: ProviderUsage } | { outcome: 'failed'; code: FailureCode; because: string };

export interface RunParts {
  journal: Store['journal'];
  clock: Clock;
  /** How long pieces are gathered right now. */
  windowMs(): number;
  /** Text or phase changed. */
  grew(growing: Growing): void;
  phase(growing: Growing): void;
}

export class Run {
  readonly growing: Growing;
  readonly #parts: RunParts;
  readonly #abort = new AbortController();
  readonly #pending: Record<Channel, string> = { thinking: '', text: '' };
  /** When the next frame may go, performance.now(). */
  #dueAt = 0;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  #held = false;
  #settled: Promise<void> = Promise.resolve();

  constructor(growing: Growing, parts: RunParts) {
    this.growing = growing;
    this.#parts = parts;
  }

  /** Resolves when the provider's slot is free again, also long after an abort. */
  get settled(): Promise<void> {
    return this.#settled;
  }

  /** Reads the provider to its end. Undefined when it was aborted. Throws only when the journal cannot be written. */
  async read(provider: ModelProvider, ask: Ask): Promise<RunEnd | undefined> {
    const parts = provider.ask(ask, this.#abort.signal);
    this.#settled = parts.settled;
    for await (const part of parts) {
      if (this.#abort.signal.aborted) return undefined;
      if (part.type === 'end') {
        await this.#flush();
        return part.end;
      }
      const tooLong = this.#take(part);
      if (tooLong) {
        await this.#flush();
        return { outcome: 'truncated' };
      }
      await this.#writing;
    }
    return undefined;
  }

  /** Pieces wait while somebody decides whether this generation stops here. */
  hold(): void {
    this.#held = true;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  resume(): void {
    this.#held = false;
    this.#schedule();
  }

  abort(): void {
    this.hold();
    this.#abort.abort();
  }

  /** True when the answer has grown past any sense. */
  #take(part: Exclude<Part, { type: 'end' }>): boolean {
    if (part.type !== 'piece') {
      this.#enter(part.type === 'loading' ? { state: 'loading', since: this.#now() } : prompting(part, this.#now()));
      return false;
    }
    if (this.growing.phase.state !== 'streaming') this.#enter({ state: 'streaming', since: this.#now() });
    this.#pending[part.channel] += part.text;
    this.#schedule();
    const { thinking, text } = this.growing.shown;
    return thinking.length + text.length + this.#pending.text.length + this.#pending.thinking.length > GENERATION.maxOutputChars;
  }

  #enter(phase: Phase): void {
    const repeated = phase.state === this.growing.phase.state && phase.state !== 'queued' && !('promptTokens' in phase);
    if (repeated) return;
    this.growing.phase = phase;
    this.#parts.phase(this.growing);
  }

  /**
   * A piece that comes in the last half of a window ends it, and the next one is longer by what was missing: as many frames as without, but a token is
   * rarely waited with for a timer, and the process wakes up once for it and not twice.
   */
  #schedule(): void {
    if (this.#held || !(this.#pending.text || this.#pending.thinking)) return;
    const waitMs = this.#dueAt - performance.now();
    if (waitMs > this.#parts.windowMs() / 2) this.#timer ??= setTimeout(() => this.#writeSoon(), waitMs);
    else this.#writeSoon();
  }

  /** A failure is kept in the chain and surfaces where the pieces are read. */
  #writeSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing = this.#writing.then(() => this.#show());
    this.#writing.catch(() => this.#abort.abort());
  }

  async #flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#writing;
    if (!this.#held) await this.#show();
  }

  /** Thinking first: it comes before the text it leads to. */
  async #show(): Promise<void> {
    this.#dueAt = Math.max(this.#dueAt, performance.now()) + this.#parts.windowMs();
    for (const channel of ['thinking', 'text'] as const) {
      const text = this.#pending[channel];
      if (!text || this.#held) continue;
      this.#pending[channel] = '';
      await this.#parts.journal.append(this.growing.stored.id, channel, this.growing.shown[channel].length, text);
      // Somebody may be stopping it at this moment: the end they store does not have this piece, so nobody may see it yet.
      if (this.#held) {
        this.#pending[channel] = text + this.#pending[channel];
        return;
      }
      this.growing.grow(channel, text);
      this.#parts.grew(this.growing);
    }
  }

  #now(): string {
    return new Date(this.#parts.clock.now()).toISOString();
  }
}

function prompting(part: { promptTokens?: number }, since: string): Phase {
  return part.promptTokens === undefined ? { state: 'prompting', since } : { state: 'prompting', since, promptTokens: part.promptTokens };
}

/** Milliseconds: one frame of a screen while little is written at once, more when the server is loaded. */
export function windowFor(runningCount: number): number {
  return FEED.windows.find(({ from }) => runningCount >= from)?.ms ?? 0;
}
