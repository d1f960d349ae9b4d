import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

interface Entry {
  optionalDependencies?: Record<string, string>;
  os?: string[];
}

const root = join(import.meta.dirname, '../..');
const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: Record<string, Entry> };

/** As Node looks it up: beside the package, then further out. */
function isInLockfile(from: string, name: string): boolean {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    if (packages[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`]) return true;
    if (!folder.includes('node_modules')) return false;
    if (!folder.includes('/node_modules/')) return packages[`node_modules/${name}`] !== undefined;
  }
}

test('every optional dependency named in the lockfile has its entry there, so that npm ci works on every platform', () => {
  const missing = Object.entries(packages).flatMap(([from, entry]) =>
    Object.keys(entry.optionalDependencies ?? {})
      .filter((name) => !isInLockfile(from, name))
      .map((name) => `${name} (of ${from})`),
  );
  expect(missing).toEqual([]);
});

test('the lockfile holds what macOS and Windows need, too', () => {
  const systems = new Set(Object.values(packages).flatMap((entry) => entry.os ?? []));
  expect([...systems]).toEqual(expect.arrayContaining(['linux', 'darwin', 'win32']));
});

test('a name that is not there is noticed', () => {
  expect(isInLockfile('node_modules/vite', 'no-such-package')).toBe(false);
});
