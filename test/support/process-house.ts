/** A Parley in a process of its own, to be killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from './house.ts';

const MAIN = fileURLToPath(new URL('../../server/main.ts', import.meta.url));

export interface ProcessHouse extends AsyncDisposable {
  readonly url: string;
  readonly folder: string;
  /** kill -9: no handler runs. */
  kill(): Promise<void>;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
  start(): Promise<void>;
}

export async function openProcessHouse(settings: Record<string, string> = {}): Promise<ProcessHouse> {
  const folder = await mkdtemp(path.join(tmpdir(), 'parley-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let child: ChildProcess | undefined;

  const start = async () => {
    child = runParley({ PARLEY_DATA: folder, PORT: String(port), ...settings }).child;
    await ready(url, child);
  };
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
    return child.exitCode;
  };

  await start();
  return {
    url,
    folder,
    start,
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
    async [Symbol.asyncDispose]() {
      await end('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** `node server/main.ts` with these settings only. */
export function runParley(
  settings: Record<string, string>,
  args: string[] = [],
): { child: ChildProcess; output: { out: string; err: string }; exited: Promise<number | null> } {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { PATH: process.env['PATH'], LOG_LEVEL: 'silent', OLLAMA_HOST: '127.0.0.1:9', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { out: '', err: '' };
  child.stdout.on('data', (data: Buffer) => (output.out += data.toString('utf8')));
  child.stderr.on('data', (data: Buffer) => (output.err += data.toString('utf8')));
  const exited = once(child, 'exit').then(() => child.exitCode);
  return { child, output, exited };
}

async function ready(url: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    if (child.exitCode !== null) throw new Error(`ended with ${child.exitCode} before it was ready`);
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('never ready');
}
