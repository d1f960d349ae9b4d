import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const folder = join(import.meta.dirname, '..');
const [, held = '', later = ''] = readFileSync(join(folder, 'PROMISES.md'), 'utf8').split(/^## .*$/m);

const promisesIn = (section: string) => [...section.matchAll(/^- \*\*([A-Z]+-\d+)\*\* \S/gm)].map((match) => match[1] ?? '');

/** Where a title can begin with what looks like a promise and is none. */
const STANDARDS = /^(UTF|SHA|ISO|RFC)-\d+$/;

/** The promises that titles of tests begin with; those of `describe` name a group and hold nothing. */
function citedIn(source: string): string[] {
  const titles = source.matchAll(/([A-Za-z]+|\))\s*\(\s*['"`]((?:[A-Z]{3,}-\d+[ ,:]+)+)/g);
  return [...titles]
    .filter((match) => match[1] !== 'describe')
    .flatMap((match) => (match[2] ?? '').split(/[ ,:]+/))
    .filter((word) => word !== '' && !STANDARDS.test(word));
}

/** Without this file, which shows titles but holds nothing they say. */
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.ts') && !import.meta.filename.endsWith(name),
);
const cited = new Map(sources.map((name) => [name, citedIn(readFileSync(join(folder, name), 'utf8'))]));
const everyCited = new Set([...cited.values()].flat());

describe('the list of promises', () => {
  test('names each promise once', () => {
    const all = [...promisesIn(held), ...promisesIn(later)];
    // None is ever taken off the list.
    expect(all.length).toBeGreaterThanOrEqual(54);
    expect(new Set(all).size).toBe(all.length);
  });

  test('a citation is found in plain, parametrised and grouped titles, and nowhere else', () => {
    const source = `test('SEND-1 stored once', …); test.each([[1]])("SEQ-2, SEQ-3: %i", …); describe('LEAVE-1 group', …); test('UTF-16 units', …); say('no promise')`;
    expect(citedIn(source)).toEqual(['SEND-1', 'SEQ-2', 'SEQ-3']);
  });

  test('every promise under Held has a test that begins with it', () => {
    expect(promisesIn(held).filter((promise) => !everyCited.has(promise))).toEqual([]);
  });

  test('no test cites a promise that is not there', () => {
    const known = new Set([...promisesIn(held), ...promisesIn(later)]);
    const unknown = [...cited].flatMap(([file, names]) => names.filter((name) => !known.has(name)).map((name) => `${file}: ${name}`));
    expect(unknown).toEqual([]);
  });
});
