import { setTimeout as pause } from 'node:timers/promises';
import type { Child } from './child.ts';

/** Resolves when the process has had next to nothing to do for a while. */
export async function settled(child: Child, quietMs = 500): Promise<void> {
  for (let tries = 0; tries < 60; tries += 1) {
    const before = await child.cpuUs();
    await pause(quietMs);
    if ((await child.cpuUs()) - before < quietMs * 1000 * 0.03) return;
  }
}
