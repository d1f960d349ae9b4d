import type { Guard } from '../../shared/access.ts';
import type { Pull } from '../../shared/schemas/model.ts';
import type { Principal } from '../auth/principal.ts';
import type { App } from '../ports.ts';
import { nextFrame } from './cursor.ts';
import type { Connection } from './live.ts';
import { roomToSend } from './room-to-send.ts';

/** The progress of a pull that the server owns: the first to ask starts it, later ones join (any tab, after a reload too). */
export async function* pullFrames(
  caller: { app: App; connection: Connection; who: Principal },
  guard: Guard,
  model: string,
  signal: AbortSignal,
): AsyncGenerator<{ id: string; events: Pull[] }> {
  const { app, connection, who } = caller;
  app.models.startPull(model, who.name);
  for await (const pull of app.models.watchPull(model, signal)) {
    if (!(await roomToSend(app.live, connection, signal))) return;
    guard.check(app.store.facts(guard.credential, guard.ref));
    yield { id: `pull.${nextFrame()}`, events: [pull] };
  }
}
