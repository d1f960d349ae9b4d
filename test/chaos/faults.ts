/** What goes wrong around people: their networks, the processes they read with, the model server and the server itself. */
import { setTimeout as pause } from 'node:timers/promises';
import { type Actor, isSheltered } from './cast.ts';
import { HouseServer } from './house-server.ts';
import type { StepOf } from './plan.ts';
import type { Stage } from './stage.ts';

const MOST_OFFSET_MS = 3 * 24 * 3_600_000;

export async function cut(stage: Stage, step: StepOf<'cut'>): Promise<void> {
  networkOf(stage, step)?.cut(step.how);
}

export async function stall(stage: Stage, step: StepOf<'stall'>): Promise<void> {
  const network = networkOf(stage, step);
  network?.stall();
  await pause(step.forMs);
  network?.flow();
  stage.report.count('stalls');
}

/** SIGSTOP: the process takes nothing off its sockets and answers nobody. */
export async function stopReader(stage: Stage, step: StepOf<'stopReader'>): Promise<void> {
  if (await stage.readers.stopFor(step.which, step.forMs)) stage.report.count('readers stopped');
}

export async function cutModel(stage: Stage): Promise<void> {
  stage.modelNetwork.cut();
}

export async function stallModel(stage: Stage, step: StepOf<'stallModel'>): Promise<void> {
  stage.modelNetwork.stall();
  await pause(step.forMs);
  stage.modelNetwork.flow();
  stage.report.count('model stalls');
}

export async function restartModel(stage: Stage, step: StepOf<'restartModel'>): Promise<void> {
  await stage.model.stop();
  await pause(step.forMs);
  await stage.model.start();
  stage.report.count('model restarts');
}

/** Never further from the real time than sessions live. */
export async function jump({ server, report }: Stage, step: StepOf<'jump'>): Promise<void> {
  if (!(server instanceof HouseServer)) return;
  server.jump(Math.abs(server.offsetMs + step.byMs) > MOST_OFFSET_MS ? -step.byMs : step.byMs);
  report.count('clock jumps');
}

export async function kill({ server, report }: Stage, step: StepOf<'kill'>): Promise<void> {
  await server.kill();
  report.count('kills');
  await pause(step.downMs);
  if (step.againAfterMs !== undefined) {
    const starting = server.start();
    await pause(step.againAfterMs);
    await server.kill();
    report.count('kills');
    await starting;
  }
  await server.start();
}

/** Asked to stop: it drains, and says that it ended well. */
export async function restart({ server, report }: Stage): Promise<void> {
  const code = await server.stop();
  report.check(code === 0, () => `the server ended with ${code} when it was asked to stop`);
  report.count('restarts');
  await server.start();
}

function networkOf({ cast }: Stage, { who }: { who: number }): Actor['network'] {
  const shaken = cast.people.filter((actor) => actor.network && !isSheltered(actor));
  return shaken[who % Math.max(1, shaken.length)]?.network;
}
