/** A process that is measured: started with the probe inside, asked over its own channel, and ended by its id. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Answers, Probed } from './probe.ts';

const PROBE = path.join(import.meta.dirname, 'probe.ts');
const ROOT = path.join(import.meta.dirname, '..', '..', '..');

const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

export class Child implements AsyncDisposable {
  readonly #process: ChildProcess;
  readonly #exited: Promise<unknown>;
  readonly #waiting = new Map<number, (answer: unknown) => void>();
  #asked = 0;
  #errors = '';

  /** `program` from the top of the repository. With BENCH_PROFILE=folder in the environment it leaves a CPU profile there when it ends properly. */
  constructor(program: string, env: Record<string, string> = {}) {
    const folder = process.env['BENCH_PROFILE'];
    const profile = folder
      ? ['--cpu-prof', `--cpu-prof-dir=${folder}`, `--cpu-prof-name=${path.basename(program, '.ts')}-${Date.now()}.cpuprofile`]
      : [];
    this.#process = spawn(process.execPath, [...profile, '--import', PROBE, program], {
      cwd: ROOT,
      env: { PATH: process.env['PATH'], ...env },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    running.add(this.#process);
    this.#exited = once(this.#process, 'exit').then(() => running.delete(this.#process));
    this.#process.stderr?.on('data', (data: Buffer) => (this.#errors += data.toString('utf8')));
    this.#process.on('message', ({ id, answer }: { id: number; answer: unknown }) => {
      this.#waiting.get(id)?.(answer);
      this.#waiting.delete(id);
    });
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  /** What it complained about. */
  get said(): string {
    return this.#errors.slice(-2_000);
  }

  get ended(): boolean {
    return this.#process.exitCode !== null || this.#process.signalCode !== null;
  }

  /** What it says to a question of its own kind. */
  async ask<Answer>(question: object): Promise<Answer> {
    const id = (this.#asked += 1);
    const answered = new Promise<unknown>((resolve) => this.#waiting.set(id, resolve));
    this.#process.send({ ...question, id });
    const answer = await Promise.race([answered, this.#exited.then(() => this.#broke())]);
    return answer as Answer;
  }

  /** Microseconds of a processor, so far. */
  async cpuUs(): Promise<number> {
    return (await this.#probe('cpu')).us;
  }

  memory(): Promise<Answers['memory']> {
    return this.#probe('memory');
  }

  /** Event loop delay since the last asking. */
  loop(): Promise<Answers['loop']> {
    return this.#probe('loop');
  }

  #probe<What extends Probed>(probe: What): Promise<Answers[What]> {
    return this.ask<Answers[What]>({ probe });
  }

  #broke(): never {
    throw new Error(`the process ended: ${this.said}`);
  }

  async end(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    if (this.ended) return;
    this.#process.kill(signal);
    await this.#exited;
  }

  /** A profile is written only by a process that may end in its own time. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.end(process.env['BENCH_PROFILE'] ? 'SIGTERM' : 'SIGKILL');
  }
}
