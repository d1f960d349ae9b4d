/** Pulls run on the server, one per name, whoever watches: a closed tab ends none. */
import { refuse } from '../../shared/errors.ts';
import { tagged } from '../../shared/models.ts';
import type { Pull } from '../../shared/schemas/model.ts';
import { OllamaFailure, presentable } from './ollama-errors.ts';
import type { PullLine } from './ollama-shapes.ts';
import type { Lines } from './ollama.ts';

const MAX_RUNNING = 4;

interface Job {
  pull: Pull;
  lines: Lines<PullLine>;
  layers: Map<string, { totalBytes: number; completedBytes: number }>;
  /** Replaced at each change; watchers wait for it. */
  changed: PromiseWithResolvers<void>;
  ended: Promise<void>;
}

export interface PullsOptions {
  begin(model: string): Lines<PullLine>;
  /** Makes a pulled model known before the pull is called done. Never rejects. */
  refresh(): Promise<void>;
  /** A pull began or ended. */
  changed(): void;
  /** How long an ended pull stays listed. */
  keepMs: number;
}

export class Pulls {
  readonly #options: PullsOptions;
  readonly #jobs = new Map<string, Job>();
  readonly #forgetting = new Set<NodeJS.Timeout>();

  constructor(options: PullsOptions) {
    this.#options = options;
  }

  list(): Pull[] {
    return [...this.#jobs.values()].map((job) => job.pull);
  }

  isRunning(name: string): boolean {
    return this.#jobs.get(tagged(name))?.pull.state === 'running';
  }

  /** Joins the pull of that name when one runs. Refuses OVERLOADED when too many run. */
  start(name: string, startedBy: string): Pull {
    const running = this.#jobs.get(tagged(name));
    if (running?.pull.state === 'running') return running.pull;
    if (this.list().filter((pull) => pull.state === 'running').length >= MAX_RUNNING) {
      refuse('OVERLOADED', `At most ${MAX_RUNNING} models are pulled at once. Wait for one of them.`);
    }
    const pull: Pull = { model: name, state: 'running', status: 'starting', completedBytes: 0, totalBytes: 0, startedBy };
    const job: Job = {
      pull,
      lines: this.#options.begin(name),
      layers: new Map(),
      changed: Promise.withResolvers(),
      ended: Promise.resolve(),
    };
    this.#jobs.set(tagged(name), job);
    job.ended = this.#run(job);
    this.#options.changed();
    return pull;
  }

  /** Refuses NOT_FOUND when no pull of that name is listed. A slow watcher skips to the newest state. */
  async *watch(name: string, signal: AbortSignal): AsyncGenerator<Pull, void, void> {
    const job = this.#jobs.get(tagged(name)) ?? refuse('NOT_FOUND', 'This model is not being pulled.');
    const left = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    while (!signal.aborted) {
      const { pull, changed } = job;
      yield pull;
      if (pull.state !== 'running') return;
      if (job.pull === pull) await Promise.race([changed.promise, left]);
    }
  }

  /** Nothing happens when none of that name runs. */
  cancel(name: string): void {
    const job = this.#jobs.get(tagged(name));
    if (job?.pull.state !== 'running') return;
    this.#end(job, { state: 'cancelled', status: 'cancelled' });
    job.lines.abandon();
  }

  async close(): Promise<void> {
    const jobs = [...this.#jobs.values()];
    for (const job of jobs) this.cancel(job.pull.model);
    await Promise.all(jobs.map((job) => job.ended));
    for (const timer of this.#forgetting) clearTimeout(timer);
  }

  async #run(job: Job): Promise<void> {
    try {
      for await (const line of job.lines) this.#progress(job, line);
      if (job.lines.endedEarly()) throw new OllamaFailure('bad_answer', 'The model server ended the pull without saying why.');
      await this.#options.refresh();
      this.#end(job, { state: 'done', status: 'success', completedBytes: job.pull.totalBytes });
    } catch (cause) {
      const because = cause instanceof OllamaFailure ? cause.because : 'Something unexpected happened.';
      this.#end(job, { state: 'failed', status: 'failed', because });
    }
    await job.lines.settled;
  }

  #progress(job: Job, line: PullLine): void {
    if (line.digest !== undefined) {
      const before = job.layers.get(line.digest) ?? { totalBytes: 0, completedBytes: 0 };
      job.layers.set(line.digest, {
        totalBytes: Math.max(before.totalBytes, Math.round(line.total ?? 0)),
        completedBytes: Math.max(before.completedBytes, Math.round(line.completed ?? 0)),
      });
    }
    const layers = [...job.layers.values()];
    const sum = (of: (layer: { totalBytes: number; completedBytes: number }) => number) =>
      layers.reduce((bytes, layer) => bytes + of(layer), 0);
    this.#set(job, {
      status: presentable(line.status),
      totalBytes: sum((l) => l.totalBytes),
      completedBytes: sum((l) => l.completedBytes),
    });
  }

  /** The first end wins: what comes after a cancel changes nothing. */
  #end(job: Job, end: Partial<Pull>): void {
    if (job.pull.state !== 'running') return;
    this.#set(job, end);
    const forget = () => {
      this.#forgetting.delete(timer);
      if (this.#jobs.get(tagged(job.pull.model)) === job) this.#jobs.delete(tagged(job.pull.model));
    };
    const timer = setTimeout(forget, this.#options.keepMs).unref();
    this.#forgetting.add(timer);
    this.#options.changed();
  }

  #set(job: Job, change: Partial<Pull>): void {
    if (job.pull.state !== 'running') return;
    job.pull = { ...job.pull, ...change };
    const { resolve } = job.changed;
    job.changed = Promise.withResolvers();
    resolve();
  }
}
