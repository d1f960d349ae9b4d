import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const script = join(import.meta.dirname, '../../.ci/prepare.mjs');
const lock = {
  packages: {
    '': {},
    'node_modules/needed': { version: '1.0.0' },
    'node_modules/for-tests': { version: '1.0.0', dev: true },
    'node_modules/elsewhere': { version: '1.0.0', optional: true },
  },
};
const { '': _root, 'node_modules/for-tests': _forTests, 'node_modules/elsewhere': _elsewhere, ...runtime } = lock.packages;
const everything = { ...runtime, 'node_modules/for-tests': lock.packages['node_modules/for-tests'] };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-prepare-'));
  write('package-lock.json', JSON.stringify(lock));
  // An npm that writes down how it was called, in place of one that needs the network.
  write('tools/npm', '#!/bin/sh\necho "$@" >> npm-calls\n');
  chmodSync(join(folder, 'tools/npm'), 0o755);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
}

function installed(packages: object): void {
  write('node_modules/.package-lock.json', JSON.stringify({ packages }));
  write('node_modules/node/bin/node', '#!/bin/sh\necho "$@" >> node-calls\nmkdir -p dist/client && echo built > dist/client/index.html\n');
  chmodSync(join(folder, 'node_modules/node/bin/node'), 0o755);
}

function prepare(mode: 'start' | 'test') {
  const PATH = `${join(folder, 'tools')}${delimiter}${process.env['PATH'] ?? ''}`;
  return spawnSync(process.execPath, [script, mode], { cwd: folder, env: { ...process.env, PATH }, encoding: 'utf8' });
}

const linesOf = (name: string) => (existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8').trim().split('\n') : []);

describe.skipIf(process.platform === 'win32')('preparing', () => {
  test('installs on a fresh clone, and only what running needs for a start', () => {
    const { stdout } = prepare('start');
    expect(linesOf('npm-calls')[0]).toMatch(/^ci --omit=dev /);
    expect(stdout.trim().split('\n')).toHaveLength(1);
  });

  test('says so in one line when the install brought no Node', () => {
    const { status, stderr } = prepare('start');
    expect(status).toBe(1);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  test('does nothing and says nothing when everything is there', () => {
    installed(everything);
    for (const mode of ['start', 'test'] as const) expect(prepare(mode)).toMatchObject({ status: 0, stdout: '', stderr: '' });
    expect(linesOf('npm-calls')).toEqual([]);
  });

  test('a start is content without the tools of tests, a test run is not', () => {
    installed(runtime);
    prepare('start');
    expect(linesOf('npm-calls')).toEqual([]);
    prepare('test');
    expect(linesOf('npm-calls')[0]).toMatch(/^ci --include=dev /);
  });

  test('installs again when the lockfile names another version', () => {
    installed({ ...everything, 'node_modules/needed': { version: '0.9.0' } });
    prepare('start');
    expect(linesOf('npm-calls')[0]).toMatch(/^ci /);
  });

  test('builds the web app once, and again when a source changed', () => {
    installed(everything);
    write('client/index.html', '<p>one</p>');
    for (let i = 0; i < 2; i++) prepare('start');
    expect(linesOf('node-calls')).toHaveLength(1);
    write('client/index.html', '<p>two</p>');
    prepare('start');
    expect(linesOf('node-calls')).toHaveLength(2);
    cpSync(join(folder, 'client/index.html'), join(folder, 'client/new.html'));
    prepare('start');
    expect(linesOf('node-calls')).toHaveLength(3);
  });

  test('a build that failed is tried again at the next start', () => {
    installed(everything);
    write('client/index.html', '<p>one</p>');
    write('node_modules/node/bin/node', '#!/bin/sh\nexit 1\n');
    expect(prepare('start').status).toBe(1);
    installed(everything);
    prepare('start');
    expect(linesOf('node-calls')).toHaveLength(1);
  });
});
