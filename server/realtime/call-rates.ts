import { WIRE } from '../../shared/limits.ts';
import { Bucket } from './bucket.ts';

/** One bucket per session or address. A full one says the same as none, so those are forgotten when many have gathered. */
export class CallRates {
  readonly #buckets = new Map<string, Bucket>();

  of(key: string): Bucket {
    if (this.#buckets.size > 5_000) this.#forgetFull();
    const bucket = this.#buckets.get(key) ?? new Bucket(WIRE.callBurst, WIRE.callsPerSecond);
    this.#buckets.set(key, bucket);
    return bucket;
  }

  #forgetFull(): void {
    for (const [key, bucket] of this.#buckets) if (bucket.full) this.#buckets.delete(key);
  }
}
