import { Argon2id } from 'oslo/password';
import { refuse } from '../../shared/errors.ts';

/** OWASP's and ASVS's floor for Argon2id: 19 MiB, two passes, one lane. */
const STRENGTH = { memorySize: 19_456, iterations: 2, parallelism: 1 };
/** Hashing costs 19 MiB and a core for some 30 ms: as many at once as leave room for the rest of the server. */
const AT_ONCE = 4;
const MAX_WAITING = 64;

/** Turns of a work that may run only so often at once. More than `maxWaiting` in line are refused OVERLOADED. */
export class Turns {
  readonly #atOnce: number;
  readonly #maxWaiting: number;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(atOnce: number, maxWaiting: number) {
    this.#atOnce = atOnce;
    this.#maxWaiting = maxWaiting;
  }

  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    await this.#turn();
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }

  async #turn(): Promise<void> {
    if (this.#running < this.#atOnce) {
      this.#running += 1;
      return;
    }
    if (this.#waiting.length >= this.#maxWaiting) refuse('OVERLOADED');
    // Whoever ends hands the turn over, so the number of those that run stays.
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}

interface Hashing {
  hash(password: string): Promise<string>;
  /** Hashes just the same when there is no hash to compare with, so that time does not tell who has an account. */
  verify(hash: string | undefined, password: string): Promise<{ right: boolean; weak: boolean }>;
  /** Since the start. */
  readonly computed: number;
}

export function createHashing(): Hashing {
  const argon = new Argon2id(STRENGTH);
  const turns = new Turns(AT_ONCE, MAX_WAITING);
  let computed = 0;
  const counted = <Result>(work: () => Promise<Result>) =>
    turns.run(() => {
      computed += 1;
      return work();
    });
  const standIn = argon.hash('nobody has this password');

  return {
    get computed() {
      return computed;
    },
    hash: (password) => counted(() => argon.hash(password)),
    async verify(hash, password) {
      const comparedWith = hash ?? (await standIn);
      const matches = await counted(() => argon.verify(comparedWith, password));
      return { right: matches && hash !== undefined, weak: hash !== undefined && isWeak(hash) };
    },
  };
}

/** Made with less than today's strength. */
function isWeak(hash: string): boolean {
  const [, memory, passes] = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=\d+\$/.exec(hash) ?? [];
  return Number(memory ?? 0) < STRENGTH.memorySize || Number(passes ?? 0) < STRENGTH.iterations;
}
