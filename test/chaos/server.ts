/** The server in a process of its own: killed with -9 at any moment, started again on the same data. */
import { type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { freePort } from '../support/house.ts';
import { runParley } from '../support/process-house.ts';
import { endsWithUs } from './children.ts';

const COLLECT = new URL('./collect-on-signal.ts', import.meta.url).href;
const READY_TRIES = 2_000;

/** What an act needs of a server, wherever it runs. */
export interface Server {
  readonly url: string;
  /** What it should never have said or done. */
  readonly problems: string[];
  start(): Promise<void>;
  kill(): Promise<void>;
  /** As whoever updates it does; resolves with its exit code. */
  stop(): Promise<number | null>;
  /** What was logged so far counts, once. */
  note(): void;
}

export class ServerProcess implements Server {
  readonly url: string;
  readonly problems: string[] = [];
  readonly #settings: Record<string, string>;
  #run: ReturnType<typeof runParley> | undefined;
  #starting: Promise<void> = Promise.resolve();

  private constructor(port: number, folder: string, settings: Record<string, string>) {
    this.url = `http://127.0.0.1:${port}`;
    this.#settings = { PARLEY_DATA: folder, PORT: String(port), LOG_LEVEL: 'error', NODE_OPTIONS: `--import=${COLLECT}`, ...settings };
  }

  /** Not started yet. */
  static readonly prepare = async (folder: string, settings: Record<string, string>): Promise<ServerProcess> =>
    new ServerProcess(await freePort(), folder, settings);

  /** What is held afterwards is in use. */
  collectGarbage(): void {
    this.#run?.child.kill('SIGUSR2');
  }

  /** Resolves when it serves. */
  start(): Promise<void> {
    const run = runParley(this.#settings);
    this.#run = run;
    endsWithUs(run.child);
    void run.exited.then((code) => {
      if (this.#run === run) this.problems.push(`the server ended by itself with ${code}: ${run.output.err.slice(-2_000)}`);
    });
    this.#starting = this.#ready(run.child);
    return this.#starting;
  }

  /** Starts it where it is expected to refuse: its exit code and what it said. */
  async startInVain(): Promise<{ code: number | null; said: string }> {
    const { exited, output } = runParley(this.#settings);
    return { code: await exited, said: output.err };
  }

  /** No handler runs. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Drains; resolves with its exit code. */
  async stop(): Promise<number | null> {
    await this.#starting.catch(() => undefined);
    return this.#end('SIGTERM');
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    const run = this.#run;
    if (!run) return null;
    this.#run = undefined;
    this.#note(run.output.err);
    if (run.child.exitCode === null && run.child.signalCode === null) {
      const ended = once(run.child, 'exit');
      run.child.kill(signal);
      await ended;
    }
    return run.child.exitCode;
  }

  /** What was logged so far was part of the game. */
  forgive(): void {
    if (this.#run) this.#run.output.err = '';
    this.problems.length = 0;
  }

  note(): void {
    if (!this.#run) return;
    this.#note(this.#run.output.err);
    this.#run.output.err = '';
  }

  #note(said: string): void {
    this.problems.push(...said.split('\n').filter((line) => line !== ''));
  }

  async #ready(child: ChildProcess): Promise<void> {
    for (let tries = 0; tries < READY_TRIES && child.exitCode === null && child.signalCode === null; tries += 1) {
      const answer = await fetch(`${this.url}/readyz`).catch(() => undefined);
      if (answer?.ok) return;
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
    if (child.signalCode === null) throw new Error(`the server was never ready (exit code ${child.exitCode})`);
  }
}
