import fc from 'fast-check';
import { expect, test } from 'vitest';
import { afterClose, RECONNECT } from '../../client/sdk/policy.ts';
import { CLOSE } from '../../shared/errors.ts';

const half = () => 0.5;
const delay = (code: number, tries: number, random = half) => {
  const verdict = afterClose(code, tries, random);
  if (verdict.kind !== 'dial') throw new Error(`not dialled: ${verdict.kind}`);
  return verdict.inMs;
};

test('RESUME-2 every delay after a lost connection is spread over its whole range, grows, and stays below half a minute', () => {
  const lost = fc.constantFrom(1000, 1001, 1006, 1011, CLOSE.restart, 4999);
  fc.assert(
    fc.property(lost, fc.nat(40), fc.double({ min: 0, max: 0.999_999, noNaN: true }), (code, tries, chance) => {
      const most = Math.min(RECONNECT.maxDelayMs, RECONNECT.firstDelayMs * 2 ** Math.max(0, tries - 1));
      expect(delay(code, tries, () => chance)).toBeCloseTo(chance * most, 6);
    }),
  );
});

test('RESUME-2 the very first delay is spread as well', () => {
  expect(delay(1006, 0)).toBe(RECONNECT.firstDelayMs / 2);
});

test('a renewed session and a slow reader are dialled again at once, but not for ever', () => {
  for (const code of [CLOSE.sessionRenewed, CLOSE.tooSlow]) {
    expect(delay(code, 1)).toBe(0);
    expect(delay(code, RECONNECT.maxAtOnce)).toBe(0);
    expect(delay(code, RECONNECT.maxAtOnce + 1)).toBeGreaterThan(0);
  }
});

test('a server that says "too many" is left alone for ten seconds at least, whoever asks', () => {
  expect(afterClose(CLOSE.tooMany, 1, () => 0)).toEqual({ kind: 'dial', inMs: 10_000, firm: true });
});

test('an ended session is not dialled again, and a changed access refuses what runs', () => {
  expect(afterClose(CLOSE.sessionRevoked, 1, half)).toEqual({ kind: 'end' });
  expect(afterClose(CLOSE.accessChanged, 1, half)).toEqual({ kind: 'refuse' });
});
