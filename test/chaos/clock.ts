/** The clock of the server jumps both ways while people write: order, texts and access are not a matter of what time it is. */
import { playAct } from './act.ts';
import { HouseServer } from './house-server.ts';
import type { Report } from './report.ts';
import { setStage } from './stage.ts';

export async function clockJumps(seed: number, report: Report): Promise<void> {
  await using stage = await setStage({ seed, report, readers: 0, serve: HouseServer.prepare });
  await playAct(stage, 1, { people: 6, conversations: 2, steps: 120, kills: 2, restarts: 0, wild: false, jumps: 40 });
}
