import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCursor, writeCursor } from '../../server/realtime/cursor.ts';

const lengths = fc.record({ thinking: fc.nat(999_999), text: fc.nat(999_999) });
const cursor = fc.record({
  run: fc.stringMatching(/^[0-9a-z]{1,20}$/),
  seq: fc.nat(),
  started: fc.array(fc.tuple(fc.nat(), lengths), { maxLength: 8 }),
});

test('RESUME-1 a cursor says all there is to know about what was delivered', () => {
  fc.assert(
    fc.property(cursor, ({ run, seq, started }) => {
      // What is open started at or before the event one stands at.
      const position = { run, seq, offsets: new Map(started.map(([back, held]) => [Math.max(0, seq - back), held])) };
      expect(readCursor(writeCursor(position))).toEqual(position);
    }),
  );
});

test('RESUME-1 every frame has an id of its own, also when nothing moved', () => {
  const position = { run: 'e', seq: 3, offsets: new Map() };
  expect(writeCursor(position)).not.toBe(writeCursor(position));
});

test('INPUT-1 nonsense is no cursor', () => {
  for (const text of [
    '',
    '1',
    'a.B.c',
    'e.-1.0',
    'e.1',
    'e.1.x~',
    'e.1.x~1',
    'e.1.x~1.2.3.4',
    `e.${'9'.repeat(10)}.x`,
    `e.1.x${'~1.1.1'.repeat(65)}`,
    'e.1.x~1.1000000.1',
    'é.1.x',
    'e.1.x\n',
  ]) {
    expect(readCursor(text), text).toBeUndefined();
  }
});
