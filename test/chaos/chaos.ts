/** A whole run: acts until the plan is fulfilled, then what only happens once. */
import { playAct } from './act.ts';
import { clockJumps } from './clock.ts';
import { diskTroubles } from './disk.ts';
import { teamDeleted } from './deleted.ts';
import { connectionsLeaveNothing, memoryReturns } from './memory.ts';
import type { ActSize } from './plan.ts';
import { Report } from './report.ts';
import { dataPutBack } from './restored.ts';
import { said } from './said.ts';
import { type Stage, setStage } from './stage.ts';

export interface RunSize {
  /** Also what happens once: memory after storms and connections, a deleted team, data put back, a full and a read-only disk, a clock that jumps. */
  once: boolean;
  /** Played one after the other, again and again. */
  acts: readonly ActSize[];
  readers: number;
  /** How often, or until there were so many of the others. */
  rounds: number;
  kills: number;
  cuts: number;
}

/** Everything it found is in the report; it throws for nothing but its own faults. */
export async function run(seed: number, size: RunSize, say: (line: string) => void, report = new Report(say)): Promise<Report> {
  const unheard = (error: unknown) => report.broke(`nobody heard: ${said(error)}`);
  process.on('unhandledRejection', unheard);
  process.on('uncaughtException', unheard);
  try {
    await using stage = await setStage({ seed, report, readers: size.readers });
    await playActs(stage, size);
    if (size.once && report.broken.length === 0) await playOnce(stage, size);
  } catch (error) {
    report.broke(said(error));
  } finally {
    process.off('unhandledRejection', unheard);
    process.off('uncaughtException', unheard);
  }
  return report;
}

async function playActs(stage: Stage, { acts, rounds, kills, cuts }: RunSize): Promise<void> {
  const { report } = stage;
  const before = { kills: report.of('kills'), cuts: report.of('cuts') };
  const lacks = (what: 'kills' | 'cuts', wanted: number) => report.of(what) - before[what] < wanted;
  // After the first rounds only acts of which there were not enough: kills come from the one kind, cuts from the wild one.
  const isDue = (size: ActSize, round: number) => round < rounds || (size.wild ? lacks('cuts', cuts) : lacks('kills', kills));
  for (let round = 0; round < rounds || lacks('kills', kills) || lacks('cuts', cuts); round += 1) {
    for (const [index, size] of acts.entries()) {
      if (!isDue(size, round)) continue;
      await playAct(stage, round * acts.length + index + 1, size);
      if (report.broken.length > 0) return;
    }
  }
}

async function playOnce(stage: Stage, { acts }: RunSize): Promise<void> {
  const { seed, report } = stage;
  const size = acts.find(({ wild }) => wild);
  const small = acts.find(({ wild }) => !wild);
  if (!size || !small) throw new Error('What happens once needs an act of each kind.');
  const scenes: (readonly [string, () => Promise<void>])[] = [
    ['memory', () => memoryReturns(stage, BEYOND_ACTS, size)],
    ['connections', () => connectionsLeaveNothing(stage)],
    ['team deleted', () => teamDeleted(stage, BEYOND_ACTS + 2, { ...small, kills: 0, restarts: 0 })],
    ['data put back', () => dataPutBack(seed, report)],
    ['disk', () => diskTroubles(seed, report)],
    ['clock', () => clockJumps(seed, report)],
  ];
  for (const [name, scene] of scenes) {
    await scene();
    report.say(`${name}: ${report.broken.length === 0 ? 'ok' : 'broken'}`);
    if (report.broken.length > 0) return;
  }
}

/** Their numbers must not be those of the acts before. */
const BEYOND_ACTS = 100_000;
