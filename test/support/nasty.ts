/** Input that nobody sane would send, made from input that is right: the same again for the same chance. */
import type { Chance } from './chance.ts';

const VALUES: readonly unknown[] = [
  null,
  true,
  '',
  ' ',
  0,
  -1,
  1.5,
  1e308,
  Number.MAX_SAFE_INTEGER,
  [],
  {},
  [[[[]]]],
  '\ud800',
  '\u0000',
  '../../etc/passwd',
  "' or 1=1 --",
  '<script>alert(1)</script>',
  'x'.repeat(5_000),
  '𝒳'.repeat(200),
  { __proto__: null, constructor: { prototype: { admin: true } } },
  { toString: 1, length: -1 },
  Array.from({ length: 300 }, (_, i) => i),
];

/** A value somewhere in it is another, one more, or gone. */
export function otherValue(value: unknown, chance: Chance): unknown {
  const nasty = () => VALUES[chance.below(VALUES.length)];
  if (typeof value !== 'object' || value === null || chance.once(0.15)) return nasty();
  if (Array.isArray(value))
    return value.length === 0 ? [nasty()] : value.map((item: unknown) => (chance.once(0.5) ? otherValue(item, chance) : item));
  const entries = Object.entries(value);
  const at = chance.below(entries.length + 1);
  const [key] = entries[at] ?? [];
  if (key === undefined) return { ...value, [chance.once(0.5) ? '__proto__' : 'extra']: nasty() };
  if (chance.once(0.15)) return Object.fromEntries(entries.filter(([each]) => each !== key));
  return Object.fromEntries(entries.map(([each, own]) => [each, each === key ? otherValue(own, chance) : own]));
}

/** Characters of it are cut, doubled, changed or thrown in. */
export function otherText(text: string, chance: Chance): string {
  let other = text;
  for (let times = chance.between(1, 4); times > 0; times -= 1) {
    const at = chance.below(other.length + 1);
    const to = at + chance.between(0, 12);
    const part = other.slice(at, to);
    other = other.slice(0, at) + chance.weighed(PARTS)(part, chance) + other.slice(to);
  }
  return other;
}

const PARTS: readonly (readonly [number, (part: string, chance: Chance) => string])[] = [
  [3, () => ''],
  [2, (part) => part + part],
  [2, (_, chance) => String.fromCodePoint(chance.between(32, 126))],
  [1, (_, chance) => String.fromCodePoint(chance.between(0x80, 0xd7ff))],
  [1, () => '\ud83d'],
  [1, () => '['.repeat(40)],
  [1, () => '"\\'],
  [1, () => '1e999'],
];

export function noise(length: number, chance: Chance): Buffer {
  return Buffer.from(Array.from({ length }, () => chance.below(256)));
}
