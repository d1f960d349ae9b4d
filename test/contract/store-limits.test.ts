import { expect, test } from 'vitest';
import { openStore } from '../../db/open.ts';
import type { LimitRule } from '../../db/store.ts';
import { openTemp } from './store-support.ts';

const rule: LimitRule = { name: 'sign-in', points: 3, perSeconds: 60 };

test('QUOTA-1 of parallel takers at a limit exactly as many pass as it has points', async () => {
  const { store } = await openTemp();
  const all = await Promise.all(Array.from({ length: 20 }, () => store.limits.consume(rule, 'ana')));
  expect(all.filter((one) => one.allowed)).toHaveLength(3);
  const [refused] = all.filter((one) => !one.allowed);
  if (!refused || refused.allowed) throw new Error('nobody was refused');
  expect(refused.retryAfter).toBeGreaterThan(0);
  expect(refused.retryAfter).toBeLessThanOrEqual(60);
  expect(await store.limits.consume(rule, 'ben')).toEqual({ allowed: true });
  expect(await store.limits.consume({ ...rule, name: 'other' }, 'ana')).toEqual({ allowed: true });
});

test('asking takes nothing and says whether one more would pass', async () => {
  const { store } = await openTemp();
  for (let n = 0; n < 10; n += 1) expect(await store.limits.consume(rule, 'ana', 0)).toEqual({ allowed: true });
  expect(await store.limits.consume(rule, 'ana', 2)).toEqual({ allowed: true });
  expect(await store.limits.consume(rule, 'ana', 0)).toEqual({ allowed: true });
  expect(await store.limits.consume(rule, 'ana')).toEqual({ allowed: true });
  expect(await store.limits.consume(rule, 'ana', 0)).toMatchObject({ allowed: false });
  await store.limits.reset(rule, 'ana');
  expect(await store.limits.consume(rule, 'ana', 0)).toEqual({ allowed: true });
});

test('who goes over a limit with a block is refused for as long as the block says, also after a restart', async () => {
  const { store, folder } = await openTemp();
  const strict = { ...rule, points: 1, perSeconds: 5, blockSeconds: 600 };
  expect(await store.limits.consume(strict, 'ana')).toEqual({ allowed: true });
  expect(await store.limits.consume(strict, 'ana')).toEqual({ allowed: false, retryAfter: 600 });
  await store.close();
  const again = await openStore(folder);
  const asked = await again.limits.consume(strict, 'ana', 0);
  const taken = await again.limits.consume(strict, 'ana');
  for (const verdict of [asked, taken]) {
    if (verdict.allowed) throw new Error('forgotten');
    expect(verdict.retryAfter).toBeGreaterThan(500);
  }
  await again.close();
});
