/**
 * What Parley takes from a small machine: how long until it is ready, resident memory after somebody used it, and disk; beside a bare Node process with
 * an HTTP server, ws and an open database. The clone is of what is committed.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { freePort } from '../support/house.ts';
import { Person } from '../support/person.ts';
import { atMost, type Report } from './support/report.ts';
import { compared, interleaved } from './support/sample.ts';

const RUNS = 5;
const ROOT = path.join(import.meta.dirname, '..', '..');
const MEGABYTE = 1e6;

interface Footprint {
  readyMs: number;
  rssMiB: number;
}

export async function measure(): Promise<Report> {
  const pairs = await interleaved(RUNS, {
    ours: () => started('server/main.ts', '/readyz', use),
    reference: () => started('test/bench/programs/bare.ts', '/', useBare),
  });
  const cloneS = await freshCloneSeconds();
  const rss = compared(pairs, ({ rssMiB }) => rssMiB);
  return {
    name: 'footprint',
    runs: RUNS,
    goals: [
      atMost('resident after first use', rss, 'MiB', 2, 'ratio'),
      atMost('resident after first use', { ours: rss.ours }, 'MiB', 150, 'ours'),
      atMost(
        'start to ready',
        compared(pairs, ({ readyMs }) => readyMs / 1000),
        's',
        2,
        'ours',
      ),
      atMost('installed for running', { ours: installedMegabytes() }, 'MB', 400, 'ours'),
      atMost('fresh clone to ready, warm npm cache (one run)', { ours: cloneS }, 's', 60, 'ours'),
    ],
  };
}

async function started(program: string, readyPath: string, useIt: (url: string) => Promise<void>): Promise<Footprint> {
  const folder = await mkdtemp(path.join(tmpdir(), 'parley-bench-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const since = performance.now();
  const env = { PATH: process.env['PATH'], PARLEY_DATA: folder, FOLDER: folder, PORT: `${port}`, OLLAMA_HOST: '127.0.0.1:9' };
  const child = spawn(process.execPath, [program], { cwd: ROOT, env, stdio: 'ignore' });
  try {
    await ready(`${url}${readyPath}`, 20_000);
    const readyMs = performance.now() - since;
    await useIt(url);
    const status = await readFile(`/proc/${child.pid}/status`, 'utf8');
    return { readyMs, rssMiB: Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024 };
  } finally {
    child.kill('SIGKILL');
    await once(child, 'exit');
    await rm(folder, { recursive: true, force: true });
  }
}

/** Somebody signs up, makes a team, asks the built-in guide and reads its whole answer. */
async function use(url: string): Promise<void> {
  const person = await Person.register(url, 'Ana', 'ana@example.org');
  await person.createTeam('Acme');
  const watch = person.watch(person.welcome.id);
  const inbox = person.inbox();
  await watch.untilLive();
  await person.api.message.send.mutate({
    conversationId: person.welcome.id,
    clientKey: 'k',
    text: 'How do I invite somebody?',
    model: 'guide',
  });
  await watch.untilType('reply.ended');
  await inbox.untilLive();
  person.leave();
}

async function useBare(url: string): Promise<void> {
  const socket = new WebSocket(url.replace(/^http/, 'ws'));
  await once(socket, 'open');
  for (let n = 0; n < 20; n += 1) {
    socket.send(`message ${n}`);
    await once(socket, 'message');
  }
  socket.terminate();
}

async function ready(url: string, withinMs: number): Promise<void> {
  for (const until = performance.now() + withinMs; performance.now() < until; await pause(5)) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
  }
  throw new Error(`not ready within ${withinMs} ms`);
}

interface Lock {
  packages: Record<string, { dev?: boolean; devOptional?: boolean }>;
}

/** Of the packages that `npm start` installs, on disk. */
function installedMegabytes(): number {
  const { packages } = JSON.parse(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8')) as Lock;
  const folders = Object.entries(packages).flatMap(([folder, { dev, devOptional }]) => (folder && !dev && !devOptional ? [folder] : []));
  const nested = (folder: string) => folders.some((other) => folder.startsWith(`${other}/`));
  const { stdout } = spawnSync('du', ['-sk', ...folders.filter((folder) => !nested(folder))], { cwd: ROOT, encoding: 'utf8' });
  return (stdout.split('\n').reduce((sum, line) => sum + Number.parseInt(line, 10) || sum, 0) * 1024) / MEGABYTE;
}

/** `git clone`, `npm start`, ready. */
async function freshCloneSeconds(): Promise<number> {
  const folder = await mkdtemp(path.join(tmpdir(), 'parley-clone-'));
  const port = await freePort();
  const since = performance.now();
  const clone = path.join(folder, 'parley');
  spawnSync('git', ['clone', '--quiet', ROOT, clone]);
  const env = { ...process.env, PARLEY_DATA: path.join(folder, 'data'), PORT: `${port}`, OLLAMA_HOST: '127.0.0.1:9', PATH: outerPath() };
  const child = spawn('npm', ['start'], { cwd: clone, env, stdio: 'ignore', detached: true });
  try {
    await ready(`http://127.0.0.1:${port}/readyz`, 150_000);
    return (performance.now() - since) / 1000;
  } catch {
    return Number.POSITIVE_INFINITY;
  } finally {
    // A group of its own: npm, what it started, and nobody else.
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
    if (child.exitCode === null) await Promise.race([once(child, 'exit'), pause(15_000)]);
    await rm(folder, { recursive: true, force: true });
  }
}

/** As a shell outside of npm has it: without the packages of this folder. */
function outerPath(): string {
  return (process.env['PATH'] ?? '')
    .split(path.delimiter)
    .filter((each) => !each.includes('node_modules'))
    .join(path.delimiter);
}
