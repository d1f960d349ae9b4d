import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FakeOllama, startFakeOllama } from '../support/fake-ollama/fake-ollama.ts';
import { freePort } from '../support/house.ts';
import { Person } from '../support/person.ts';

const root = path.join(import.meta.dirname, '../..');
const main = path.join(root, 'server/main.ts');

let folder: string;
const started: Started[] = [];
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'parley-start-'));
});
afterEach(async () => {
  for (const each of started.splice(0)) await each.end();
  rmSync(folder, { recursive: true, force: true });
});

/** A process of its own, and what it says. Runs in a group, so that nothing it starts outlives the test. */
class Started {
  readonly #child: ChildProcess;
  stdout = '';
  stderr = '';
  readonly exited: Promise<number | null>;
  #listeners: (() => void)[] = [];

  constructor(command: string, args: string[], env: Record<string, string>, cwd = folder) {
    const { PATH = '', HOME = '' } = process.env;
    this.#child = spawn(command, args, { cwd, env: { PATH, HOME, ...env }, detached: true });
    this.#child.stdout?.on('data', (bytes: Buffer) => this.#heard(() => (this.stdout += bytes.toString())));
    this.#child.stderr?.on('data', (bytes: Buffer) => this.#heard(() => (this.stderr += bytes.toString())));
    this.exited = new Promise((resolve) => this.#child.once('close', (code) => this.#heard(() => resolve(code))));
    started.push(this);
  }

  /** Fails when the process ends without having said it. */
  async says(text: string): Promise<void> {
    while (!this.stdout.includes(text)) {
      if (this.#child.exitCode !== null || this.#child.signalCode !== null)
        throw new Error(`ended with ${this.#child.exitCode}: ${this.stdout}${this.stderr}`);
      await new Promise<void>((resolve) => this.#listeners.push(resolve));
    }
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }

  async end(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null && this.#child.pid) process.kill(-this.#child.pid, 'SIGKILL');
    await this.exited;
  }

  #heard(take: () => void): void {
    take();
    for (const listener of this.#listeners.splice(0)) listener();
  }
}

/** `node server/main.ts` with nothing but these settings. */
const parley = (settings: Record<string, string>, args: string[] = [], nodeArgs: string[] = []) =>
  new Started(process.execPath, [...nodeArgs, main, ...args], settings);

async function refusedStart(settings: Record<string, string>, args: string[] = [], nodeArgs: string[] = []): Promise<string> {
  const child = parley(settings, args, nodeArgs);
  expect(await child.exited).toBe(1);
  expect(child.stdout).toBe('');
  expect(child.stderr.trim().split('\n')).toHaveLength(1);
  return child.stderr;
}

test('START-1 a fresh clone starts with npm start and no settings: it builds the web app, makes its folder and serves', async () => {
  const clone = path.join(folder, 'parley');
  const left = new Set(['node_modules', 'dist', 'data', '.git', 'pictures']);
  cpSync(root, clone, { recursive: true, filter: (source) => !left.has(path.relative(root, source)) });
  // What npm ci would bring; the test of the preparing script covers that it is called.
  symlinkSync(path.join(root, 'node_modules'), path.join(clone, 'node_modules'));
  const port = await freePort();
  const npm = new Started('npm', ['start'], { PORT: String(port) }, clone);
  await npm.says(`http://127.0.0.1:${port}`);
  expect(npm.stdout).toContain('Building the web app');
  const page = await fetch(`http://127.0.0.1:${port}/`);
  expect(await page.text()).toMatch(/<script type="module"[^>]* src="\/assets\//);
  expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);
  expect(existsSync(path.join(clone, 'data'))).toBe(true);
  npm.signal('SIGTERM');
  expect(await npm.exited).toBe(0);
  expect(npm.stdout).toContain('Stopping');

  const again = new Started('npm', ['start'], { PORT: String(port) }, clone);
  await again.says('Parley is ready');
  expect(again.stdout).not.toContain('Building');
}, 120_000);

describe('a start tells', () => {
  test('START-1 where Parley is, and how to get a model when there is none', async () => {
    const [PORT, nowhere] = [String(await freePort()), await freePort()];
    const child = parley({ PORT, OLLAMA_HOST: `127.0.0.1:${nowhere}` });
    await child.says('Ctrl+C');
    expect(child.stdout).toContain(`http://127.0.0.1:${PORT}`);
    expect(child.stdout).toContain(`127.0.0.1:${nowhere}`);
    expect(child.stdout).toContain('ollama pull');
  });

  test('which models were found', async () => {
    await using ollama = await fakeOllama();
    const child = parley({ PORT: String(await freePort()), OLLAMA_HOST: ollama.fake.url });
    await child.says('Ctrl+C');
    expect(child.stdout).toContain('smollm2:135m');
  });

  test('with --help every setting, and ends', async () => {
    const child = parley({}, ['--help']);
    expect(await child.exited).toBe(0);
    for (const setting of ['PORT', 'PARLEY_DATA', 'OLLAMA_HOST', 'PARLEY_TRUST_PROXY', 'PARLEY_DRAIN_SECONDS'])
      expect(child.stdout).toContain(setting);
  });
});

describe('a start that cannot be ends with 1 and one line that says why:', () => {
  test('a bad setting', async () => {
    expect(await refusedStart({ PORT: 'http' })).toContain('PORT');
  });

  test('a setting that does not exist', async () => {
    expect(await refusedStart({ PARLEY_DTA: './data' })).toContain('PARLEY_DTA');
  });

  test('an argument nobody knows', async () => {
    expect(await refusedStart({}, ['--port=80'])).toContain('--port=80');
  });

  test('other computers let in without encryption', async () => {
    expect(await refusedStart({ HOST: '0.0.0.0' })).toMatch(/PARLEY_TLS_CERT.*PARLEY_TRUST_PROXY.*PARLEY_PLAIN_HTTP/);
  });

  test('a port that is taken', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const PORT = String(typeof address === 'object' && address ? address.port : 0);
    expect(await refusedStart({ PORT })).toContain(PORT);
    await new Promise((resolve) => server.close(resolve));
  });

  test('a HOST that is no address of this computer', async () => {
    expect(await refusedStart({ HOST: '192.0.2.1', PARLEY_PLAIN_HTTP: '1', PORT: String(await freePort()) })).toContain('HOST');
  });

  test('a certificate that is none', async () => {
    const file = path.join(folder, 'cert.pem');
    writeFileSync(file, 'no certificate');
    expect(await refusedStart({ PARLEY_TLS_CERT: file, PARLEY_TLS_KEY: file, PORT: String(await freePort()) })).toContain(
      'PARLEY_TLS_CERT',
    );
  });

  test('a file where the data folder belongs', async () => {
    writeFileSync(path.join(folder, 'file'), '');
    expect(await refusedStart({ PARLEY_DATA: path.join(folder, 'file') })).toContain('PARLEY_DATA');
  });

  test('a Node that is too old', async () => {
    const older = `data:text/javascript,Object.defineProperty(process.versions,'node',{value:'22.19.0'})`;
    expect(await refusedStart({}, [], ['--import', older])).toMatch(/Node 24.*22\.19\.0/);
  });

  test('START-2 a folder another Parley has: of two that start at once one runs', async () => {
    const two = await Promise.all([0, 1].map(async () => parley({ PORT: String(await freePort()) })));
    const first = await Promise.race(two.map(async (child) => (await child.exited, child)));
    expect(await first.exited).toBe(1);
    expect(first.stderr.trim().split('\n')).toHaveLength(1);
    expect(first.stderr).toContain('in use');
    await two.find((child) => child !== first)?.says('Parley is ready');
  });
});

describe('a stop', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)('by %s ends with 0', async (name) => {
    const child = parley({ PORT: String(await freePort()) });
    await child.says('Parley is ready');
    child.signal(name);
    expect(await child.exited).toBe(0);
    expect(child.stderr).toBe('');
  });

  test('STOP-1 waits for a reply that is being written, also when one Ctrl+C arrives twice', async () => {
    await using ollama = await fakeOllama();
    const child = await whileWriting(ollama.fake);
    child.signal('SIGINT');
    child.signal('SIGTERM');
    await child.says('Stopping');
    const chat = await ollama.fake.nextChat();
    await chat.finish();
    expect(await child.exited).toBe(0);
  });

  test('that is asked for again does not wait', async () => {
    await using ollama = await fakeOllama();
    const child = await whileWriting(ollama.fake);
    const asking = setInterval(() => child.signal('SIGTERM'), 200);
    expect(await child.exited).toBe(1);
    clearInterval(asking);
  });
});

/** A Parley in which a reply has begun. */
async function whileWriting(ollama: FakeOllama): Promise<Started> {
  const PORT = String(await freePort());
  const child = parley({ PORT, OLLAMA_HOST: ollama.url, PARLEY_DRAIN_SECONDS: '600' });
  await child.says('Parley is ready');
  const ana = await Person.register(`http://127.0.0.1:${PORT}`, 'Ana', 'ana@example.org');
  await ana.createTeam('Acme');
  const { reply } = await ana.api.message.send.mutate({
    conversationId: ana.welcome.id,
    clientKey: 'k',
    text: 'go',
    model: 'smollm2:135m',
  });
  expect(reply?.state).toBeDefined();
  ana.leave();
  return child;
}

/** Chats wait until a test takes them by hand. */
async function fakeOllama() {
  const fake = await startFakeOllama({ chats: 'held' });
  return { fake, [Symbol.asyncDispose]: () => fake.close() };
}
