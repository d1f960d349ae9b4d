/**
 * Tells when a server closed a connection whose reader stands still. In a process of its own, for the list of all connections is long after other
 * benchmarks, and reading it would delay whoever measures.
 */
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

const EVERY_MS = 100;
const TRIES = 600;

// Nothing else keeps it.
process.channel?.ref();
process.on('message', ({ id, closing }: { id: number; closing?: number }) => {
  if (closing !== undefined) void secondsUntilClosed(closing).then((answer) => process.send?.({ id, answer }));
});

/** From when the kernel took nothing more for the reader at this port; null when the server never closed it. */
async function secondsUntilClosed(port: number): Promise<number | null> {
  let queued = -1;
  let since = performance.now();
  for (let tries = 0; tries < TRIES; tries += 1) {
    const now = await sendQueue(port);
    if (now === undefined) return (performance.now() - since) / 1000;
    if (now !== queued) since = performance.now();
    queued = now;
    await pause(EVERY_MS);
  }
  return null;
}

/** Bytes that the server's kernel holds for the connection from this port; undefined when the server has none (any more). */
async function sendQueue(clientPort: number): Promise<number | undefined> {
  const hex = clientPort.toString(16).toUpperCase().padStart(4, '0');
  for (const line of (await readFile('/proc/net/tcp', 'utf8')).split('\n')) {
    const [, , remote, state, queues] = line.trim().split(/\s+/);
    if (remote?.endsWith(`:${hex}`) && state === '01') return Number.parseInt(queues?.split(':')[0] ?? '', 16);
  }
  return undefined;
}
