/** `npm run bench -- NAME…`; all of them without a name. Each runs in a process of its own, so that none inherits the heap of another. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { loadavg } from 'node:os';
import { BENCHMARKS } from './benchmarks.ts';
import { print } from './support/report.ts';

/** Far above what any takes: nothing runs for ever. */
const MOST_MS = 10 * 60_000;
const ONE = '--one';

const names = process.argv.slice(2).filter((word) => word !== '--');
const [first, name] = names;
if (first === ONE && name !== undefined) await measure(name);
else await measureAll(names);

async function measureAll(asked: string[]): Promise<void> {
  const unknown = asked.filter((each) => !Object.hasOwn(BENCHMARKS, each));
  if (unknown.length > 0) {
    console.error(`There is no benchmark ${unknown.join(', ')}. All of them: ${Object.keys(BENCHMARKS).join(', ')}`);
    process.exit(1);
  }
  for (const each of asked.length > 0 ? asked : Object.keys(BENCHMARKS)) await inOwnProcess(each);
}

async function inOwnProcess(each: string): Promise<void> {
  const child = spawn(process.execPath, [import.meta.filename, ONE, each], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const timer = setTimeout(() => child.kill('SIGKILL'), MOST_MS);
  await once(child, 'exit');
  clearTimeout(timer);
  if (child.exitCode !== 0) process.exitCode = 1;
}

async function measure(each: string): Promise<void> {
  // Whoever started this one is gone: it and all that it started end with it.
  process.on('disconnect', () => process.exit(1));
  process.channel?.unref();
  const benchmark = BENCHMARKS[each];
  if (!benchmark) return;
  const before = loadavg()[0]?.toFixed(2);
  const since = performance.now();
  const said = await benchmark();
  const took = `took ${Math.round((performance.now() - since) / 1000)} s, load of the machine before: ${before}`;
  print(said, took);
  process.exit(0);
}
