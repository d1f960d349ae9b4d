/**
 * What the audit log is told outside of guarded writes: refusals, and acts of people who are only about to be known. A refusal is written within a
 * moment; the same one again within a minute is counted and written as one line, and of one source at most LINES_A_MINUTE different ones are told apart,
 * so that nobody fills the disk by being refused (AUDIT-1, INPUT-2).
 */
import type { AuditDraft } from '../../db/store.ts';
import type { App } from '../ports.ts';

const GATHER_MS = 50;
const WINDOW_MS = 60_000;
const LINES_A_MINUTE = 100;
/** While they cannot be written. */
const MAX_WAITING = 10_000;

export interface AuditTrail {
  /** Written before this returns. */
  act(draft: Omit<AuditDraft, 'at' | 'allowed' | 'times'>): Promise<void>;
  refused(draft: Omit<AuditDraft, 'at' | 'allowed' | 'times'>): void;
  /** Everything told so far is in the log. */
  flush(): Promise<void>;
  /** Ends the window; nothing more is told after it. */
  close(): Promise<void>;
}

type Parts = Pick<App, 'store' | 'clock' | 'background'>;

export class AuditLog implements AuditTrail {
  readonly #parts: Parts;
  #waiting: AuditDraft[] = [];
  /** Refusals of the running window that were written once already, and how often they came since. */
  readonly #again = new Map<string, { draft: AuditDraft; times: number }>();
  readonly #lines = new Map<string, number>();
  #soon: NodeJS.Timeout | undefined;
  readonly #windows = setInterval(() => this.#parts.background('audit.window', this.#nextWindow()), WINDOW_MS);
  #writing: Promise<void> = Promise.resolve();

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#windows.unref();
  }

  async act(draft: Omit<AuditDraft, 'at' | 'allowed' | 'times'>): Promise<void> {
    this.#waiting.push({ ...draft, at: this.#parts.clock.now(), allowed: true });
    await this.flush();
  }

  refused(told: Omit<AuditDraft, 'at' | 'allowed' | 'times'>): void {
    const draft = this.#bounded({ ...told, at: this.#parts.clock.now(), allowed: false });
    const key = keyOf(draft);
    const known = this.#again.get(key);
    if (known) {
      known.times += 1;
      return;
    }
    this.#again.set(key, { draft, times: 0 });
    this.#waiting.push(draft);
    this.#soon ??= setTimeout(() => this.#parts.background('audit.flush', this.flush()), GATHER_MS);
  }

  /** One at a time: lines are chained, and stand in the order in which they were told. */
  flush(): Promise<void> {
    clearTimeout(this.#soon);
    this.#soon = undefined;
    this.#writing = this.#writing.catch(() => undefined).then(() => this.#write());
    return this.#writing;
  }

  async close(): Promise<void> {
    clearInterval(this.#windows);
    await this.#nextWindow();
  }

  async #write(): Promise<void> {
    const drafts = this.#waiting;
    if (drafts.length === 0) return;
    this.#waiting = [];
    try {
      await this.#parts.store.audit.append(drafts);
    } catch (error) {
      // A full disk may have room again: the next flush tries once more.
      this.#waiting = [...drafts, ...this.#waiting].slice(0, MAX_WAITING);
      throw error;
    }
  }

  #nextWindow(): Promise<void> {
    const at = this.#parts.clock.now();
    for (const { draft, times } of this.#again.values()) if (times > 0) this.#waiting.push({ ...draft, at, times });
    this.#again.clear();
    this.#lines.clear();
    return this.flush();
  }

  /** Over the bound a line says who and why, and no longer about what. */
  #bounded(draft: AuditDraft): AuditDraft {
    const source = draft.userId ?? draft.origin.ip;
    const lines = (this.#lines.get(source) ?? 0) + 1;
    this.#lines.set(source, lines);
    if (lines <= LINES_A_MINUTE) return draft;
    const { subject: _, teamId: __, ...rest } = draft;
    return { ...rest, action: 'many', path: [] };
  }
}

function keyOf({ userId, origin, action, reason, subject }: AuditDraft): string {
  return JSON.stringify([userId, origin.ip, action, reason, subject]);
}
