/**
 * Loaded into every process that is measured (`node --import`), the server's too, which knows nothing of it: tells over the process's own channel
 * what it used. It ends the process when whoever measures is gone.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

export type Probed = 'cpu' | 'memory' | 'loop';
export interface Answers {
  /** Microseconds of a processor, of this process so far. */
  cpu: { us: number };
  /** Bytes, after everything that nobody holds was collected and given back: what V8 keeps for itself depends on what was before, and not on what is held. */
  memory: { rss: number; heap: number };
  /** Milliseconds: how late the event loop was since the last time somebody asked. */
  loop: { p50: number; p99: number; max: number };
}

const RESOLUTION_MS = 5;
let collect: ((how: { type: 'major'; execution: 'sync'; flavor: 'last-resort' }) => void) | undefined;
let delays: ReturnType<typeof monitorEventLoopDelay> | undefined;

process.on('message', (message: { probe?: Probed; id?: number }) => {
  if (message.probe) process.send?.({ id: message.id, answer: answer(message.probe) });
});
process.on('disconnect', () => process.exit(1));
process.channel?.unref();

function answer(what: Probed): Answers[Probed] {
  switch (what) {
    case 'cpu': {
      const { user, system } = process.cpuUsage();
      return { us: user + system };
    }
    case 'memory':
      return memory();
    case 'loop':
      return loop();
  }
}

function memory(): Answers['memory'] {
  if (!collect) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as typeof collect;
  }
  for (let times = 0; times < 2; times += 1) collect?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
  const { rss, heapUsed, external } = process.memoryUsage();
  return { rss, heap: heapUsed + external };
}

function loop(): Answers['loop'] {
  const ms = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS);
  const told = delays
    ? { p50: ms(delays.percentile(50)), p99: ms(delays.percentile(99)), max: ms(delays.max) }
    : { p50: 0, p99: 0, max: 0 };
  delays ??= monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delays.enable();
  delays.reset();
  return told;
}
