import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCursor, writeCursor } from '../../server/realtime/cursor.ts';

const lengths = fc.record({ thinking: fc.nat(999_999), text: fc.nat(999_999) });
const cursor = fc.record({
  run: fc.stringMatching(/^[\w-]{4}$/),
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
  const position = { run: '-_aZ', seq: 3, offsets: new Map() };
  expect(writeCursor(position)).not.toBe(writeCursor(position));
});

test('INPUT-1 nonsense is no cursor', () => {
  for (const text of [
    '',
    '1',
    'mark',
    'mark.0',
    'mark1',
    'markB.',
    'mark-1.',
    'mark1..',
    'mark1.x~',
    'mark1~',
    'mark1~1.2.3',
    'mark1~1-2-3',
    'mark1~1-2.3',
    `mark${'9'.repeat(10)}.`,
    `mark1${'~1.1-1'.repeat(65)}`,
    'mark1~1000000.1',
    'märk1.',
    'mark1.\n',
  ]) {
    expect(readCursor(text), text).toBeUndefined();
  }
});
