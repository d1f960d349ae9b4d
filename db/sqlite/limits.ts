import type Sqlite from 'better-sqlite3';
import { RateLimiterRes, RateLimiterSQLite } from 'rate-limiter-flexible';
import type { LimitRule, Limits } from '../store.ts';

const TABLE = 'create table if not exists limits (key text primary key, points integer not null default 0, expire integer)';
/** Between two sweeps of what has run out: keys are made by strangers, so their number must not grow with time. */
const CALLS_PER_SWEEP = 1_000;

export function openLimits(file: Sqlite.Database): Limits {
  file.exec(TABLE);
  const sweep = file.prepare<[number]>('delete from limits where expire < ?');
  const limiterOf = limiters(file);
  let calls = 0;

  return {
    async consume(rule, key, cost = 1) {
      if (calls++ % CALLS_PER_SWEEP === 0) sweep.run(Date.now());
      const limiter = limiterOf(rule);
      return cost === 0 ? ask(limiter, rule, key) : take(limiter, key, cost);
    },
    async reset(rule, key) {
      await limiterOf(rule).delete(key);
    },
  };
}

/** One limiter for each rule, by all that makes the rule. */
function limiters(file: Sqlite.Database): (rule: LimitRule) => RateLimiterSQLite {
  const known = new Map<string, RateLimiterSQLite>();
  return (rule) => {
    const id = JSON.stringify([rule.name, rule.points, rule.perSeconds, rule.blockSeconds]);
    const limiter = known.get(id) ?? build(file, rule);
    known.set(id, limiter);
    return limiter;
  };
}

function build(storeClient: Sqlite.Database, { name, points, perSeconds, blockSeconds = 0 }: LimitRule): RateLimiterSQLite {
  const where = { storeClient, storeType: 'better-sqlite3', tableName: 'limits', tableCreated: true };
  return new RateLimiterSQLite({ ...where, keyPrefix: name, points, duration: perSeconds, blockDuration: blockSeconds });
}

type Verdict = Awaited<ReturnType<Limits['consume']>>;

async function take(limiter: RateLimiterSQLite, key: string, cost: number): Promise<Verdict> {
  try {
    await limiter.consume(key, cost);
    return { allowed: true };
  } catch (error) {
    if (error instanceof RateLimiterRes) return refused(error);
    throw error;
  }
}

/** Whether one more point would be given. */
async function ask(limiter: RateLimiterSQLite, rule: LimitRule, key: string): Promise<Verdict> {
  const state = await limiter.get(key);
  return state && state.consumedPoints >= rule.points ? refused(state) : { allowed: true };
}

function refused({ msBeforeNext }: RateLimiterRes): Verdict {
  return { allowed: false, retryAfter: Math.max(1, Math.ceil(msBeforeNext / 1000)) };
}
