import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { Wake } from '../../server/realtime/wake.ts';

test('RESUME-1 a wake while nobody sleeps is not lost', async () => {
  const wake = new Wake();
  wake.call();
  await wake.wait(new AbortController().signal);
  const asleep = wake.wait(AbortSignal.timeout(10_000));
  let woken = false;
  void asleep.then(() => (woken = true));
  await Promise.resolve();
  expect(woken).toBe(false);
  wake.call();
  await asleep;
});

test('SLOW-1 an aborted sleeper leaves no listener behind', async () => {
  const wake = new Wake();
  const over = new AbortController();
  const asleep = wake.wait(over.signal);
  over.abort();
  await asleep;
  const listening = getEventListeners(over.signal, 'abort');
  await wake.wait(over.signal);
  expect(listening).toEqual([]);
  expect(getEventListeners(over.signal, 'abort')).toEqual([]);
});
