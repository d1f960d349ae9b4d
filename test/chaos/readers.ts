/** People who only read, each crew in a process of its own, so that it can be stopped like a laptop that sleeps or a tab that hangs. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { ConversationId } from '../../shared/ids.ts';
import type { Account } from './account.ts';
import { endsWithUs } from './children.ts';
import type { ReaderAsk, ReaderReport } from './reader.ts';

const MAIN = fileURLToPath(new URL('./reader.ts', import.meta.url));

export class Readers {
  readonly #url: string;
  readonly #crews: Crew[];

  /** A process for each of them. */
  constructor(url: string, accounts: readonly Account[]) {
    this.#url = url;
    this.#crews = accounts.map((account) => new Crew(account));
  }

  /** Everybody reads these from now on, and forgets what they read before. */
  follow(conversationIds: readonly ConversationId[]): void {
    for (const crew of this.#crews) crew.tell({ kind: 'follow', url: this.#url, account: crew.account, conversationIds });
  }

  alsoFollow(conversationId: ConversationId): void {
    for (const crew of this.#crews) crew.tell({ kind: 'also', conversationId });
  }

  /** False when that one is stopped already. */
  async stopFor(which: number, ms: number): Promise<boolean> {
    const crew = this.#crews[which % Math.max(1, this.#crews.length)];
    if (!crew || crew.stopped) return false;
    crew.stop();
    await pause(ms);
    crew.goOn();
    return true;
  }

  /** What each crew sees, all of them awake. */
  async report(): Promise<ReaderReport[]> {
    for (const crew of this.#crews) crew.goOn();
    return Promise.all(this.#crews.map((crew) => crew.report()));
  }

  close(): void {
    for (const crew of this.#crews) crew.end();
  }
}

class Crew {
  readonly #child: ChildProcess = fork(MAIN, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  readonly account: Account;
  stopped = false;

  constructor(account: Account) {
    this.account = account;
    endsWithUs(this.#child);
  }

  tell(ask: ReaderAsk): void {
    this.#child.send(ask);
  }

  stop(): void {
    this.stopped = true;
    this.#child.kill('SIGSTOP');
  }

  goOn(): void {
    if (this.stopped) this.#child.kill('SIGCONT');
    this.stopped = false;
  }

  async report(): Promise<ReaderReport> {
    this.tell({ kind: 'report' });
    const [report] = (await once(this.#child, 'message')) as [ReaderReport];
    return report;
  }

  end(): void {
    this.#child.kill('SIGKILL');
  }
}
