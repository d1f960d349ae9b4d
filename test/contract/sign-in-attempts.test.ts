import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openStore } from '../../db/open.ts';
import type { Store } from '../../db/store.ts';
import { accountKey, createAttempts, networkOf } from '../../server/auth/attempts.ts';
import { newSessionHandle } from '../../server/auth/tokens.ts';
import { Refusal } from '../../shared/errors.ts';

let folder: string;
let store: Store;
let attempts: ReturnType<typeof createAttempts>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-attempts-'));
  store = await openStore(folder);
  attempts = createAttempts(store);
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

const from = (ip: string) => ({ ip, agent: 'test' });
const victim = 'victim@example.org';

/** Seconds to wait, or 0 when the try was let through. */
async function waitAfterTry(email: string, ip: string): Promise<number> {
  try {
    await attempts.limitSignIn(email, from(ip));
    return 0;
  } catch (error) {
    if (error instanceof Refusal && error.reason === 'RATE_LIMITED') return error.details.retryAfter ?? 0;
    throw error;
  }
}

/** As if the minute had passed. */
const aMinuteLater = (ip: string) => store.limits.reset({ name: 'sign-in-minute', points: 5, perSeconds: 60 }, ip);
const theLockEnds = (email: string, ip: string) =>
  store.limits.reset({ name: 'sign-in-lock', points: 1, perSeconds: 86_400 }, `${accountKey(email)} ${ip}`);

async function tries(count: number, email: string, ip: string): Promise<number[]> {
  const waits: number[] = [];
  for (let i = 0; i < count; i++) {
    await aMinuteLater(ip);
    waits.push(await waitAfterTry(email, ip));
  }
  return waits;
}

describe('tries from one address', () => {
  test('INPUT-2 are five a minute, however many come at once', async () => {
    const waits = await Promise.all(Array.from({ length: 50 }, (_, i) => waitAfterTry(`person${i}@example.org`, '192.0.2.1')));
    expect(waits.filter((wait) => wait === 0)).toHaveLength(5);
    for (const wait of waits.filter((each) => each > 0)) expect(wait).toBeLessThanOrEqual(60);
    expect(await waitAfterTry(victim, '192.0.2.2')).toBe(0);
  });

  test('that turned out right are given back', async () => {
    for (let i = 0; i < 20; i++) {
      const attempt = await attempts.limitSignIn(`person${i}@example.org`, from('192.0.2.1'));
      await attempt.succeeded();
    }
    expect(await waitAfterTry(victim, '192.0.2.1')).toBe(0);
  });

  test('one right try does not give back the wrong ones', async () => {
    for (let i = 0; i < 4; i++) await waitAfterTry(victim, '192.0.2.1');
    await (await attempts.limitSignIn('attacker@example.org', from('192.0.2.1'))).succeeded();
    expect(await waitAfterTry(victim, '192.0.2.1')).toBe(0);
    expect(await waitAfterTry(victim, '192.0.2.1')).toBeGreaterThan(0);
  });

  test('over many accounts end after a hundred wrong ones, for a day', async () => {
    for (let i = 0; i < 100; i++) expect(await tries(1, `person${i}@example.org`, '192.0.2.1')).toEqual([0]);
    const [wait = 0] = await tries(1, 'another@example.org', '192.0.2.1');
    expect(wait).toBeGreaterThan(23 * 3600);
  });
});

describe('tries for one account', () => {
  test('after ten wrong ones in a row the address waits a quarter of an hour, and others do not', async () => {
    expect(await tries(10, victim, '192.0.2.1')).toEqual(Array(10).fill(0));
    expect(await tries(2, victim, '192.0.2.1')).toEqual([900, expect.any(Number)]);
    expect(await waitAfterTry(victim, '192.0.2.2')).toBe(0);
    expect(await tries(1, 'another@example.org', '192.0.2.1')).toEqual([0]);
  });

  test('each further lock is twice as long', async () => {
    const ip = '192.0.2.1';
    const locks: number[] = [];
    for (let round = 0; round < 3; round++) {
      await store.limits.reset({ name: 'sign-in-day', points: 100, perSeconds: 86_400, blockSeconds: 86_400 }, ip);
      locks.push((await tries(11, victim, ip)).at(-1) ?? 0);
      await theLockEnds(victim, ip);
    }
    expect(locks).toEqual([900, 1800, 3600]);
  });

  test('a right one ends the row', async () => {
    await tries(9, victim, '192.0.2.1');
    await aMinuteLater('192.0.2.1');
    await (await attempts.limitSignIn(victim, from('192.0.2.1'))).succeeded();
    expect(await tries(10, victim, '192.0.2.1')).toEqual(Array(10).fill(0));
  });

  test('the case of the address makes no new account', async () => {
    await tries(5, victim, '192.0.2.1');
    await tries(5, victim.toUpperCase(), '192.0.2.1');
    expect(await tries(1, 'Victim@Example.org', '192.0.2.1')).toEqual([900]);
  });

  test('from a hundred addresses stop strangers, not somebody who is signed in from where they are', async () => {
    const { user } = await store.users.register({ name: 'Victim', email: victim, passwordHash: 'none' }, 0);
    const row = {
      id: 'a'.repeat(64),
      handle: newSessionHandle(),
      userId: user.id,
      createdAt: 0,
      lastUsedAt: 0,
      expiresAt: 1,
      ip: '198.51.100.7',
      agent: '',
    };
    await store.sessions.insert(row);
    for (let i = 0; i < 100; i++) expect(await waitAfterTry(victim, `203.0.113.${i}`)).toBe(0);
    expect(await waitAfterTry(victim, '203.0.113.200')).toBeGreaterThan(0);
    expect(await waitAfterTry(victim, '198.51.100.7')).toBe(0);
  });

  test('locks outlive a restart', async () => {
    await tries(11, victim, '192.0.2.1');
    await store.close();
    store = await openStore(folder);
    attempts = createAttempts(store);
    expect(await waitAfterTry(victim, '192.0.2.1')).toBeGreaterThan(800);
  });
});

describe('an address', () => {
  test('of IPv6 counts with its whole /64', () => {
    expect(networkOf('2001:db8:1:2:aaaa::1')).toBe(networkOf('2001:db8:1:2:bbbb:cccc:dddd:2'));
    expect(networkOf('2001:db8:1:2::1')).not.toBe(networkOf('2001:db8:1:3::1'));
  });

  test('of IPv4 is the same in IPv6 clothes', () => {
    expect(networkOf('::ffff:192.0.2.1')).toBe('192.0.2.1');
  });
});

test('INPUT-2 thirty accounts an hour are made from one address', async () => {
  const verdicts = await Promise.allSettled(Array.from({ length: 31 }, () => attempts.limitRegistration(from('192.0.2.1'))));
  expect(verdicts.filter(({ status }) => status === 'fulfilled')).toHaveLength(30);
  await expect(attempts.limitRegistration(from('192.0.2.2'))).resolves.toBeUndefined();
});

test('guesses of one’s own password end after ten', async () => {
  const { user } = await store.users.register({ name: 'Ada', email: 'ada@example.org', passwordHash: 'none' }, 0);
  for (let i = 0; i < 9; i++) await attempts.limitPasswordCheck(user.id);
  await (await attempts.limitPasswordCheck(user.id)).succeeded();
  for (let i = 0; i < 10; i++) await attempts.limitPasswordCheck(user.id);
  await expect(attempts.limitPasswordCheck(user.id)).rejects.toMatchObject({ reason: 'RATE_LIMITED' });
});
