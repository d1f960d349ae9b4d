/** The disk is full, and read-only: what cannot be stored is refused and not acknowledged, what was stored stays, and nobody has to repair anything. */
import { calm } from './calm.ts';
import { openAct } from './act.ts';
import { judge } from './oracle.ts';
import { perform } from './perform.ts';
import type { Step } from './plan.ts';
import type { Report } from './report.ts';
import { SmallDisk } from './small-disk.ts';
import { type Stage, setStage } from './stage.ts';
import { ServerProcess } from './server.ts';

const SIZE = { people: 4, conversations: 1, steps: 0, kills: 0, restarts: 0, wild: false, jumps: 0 };
const MEGABYTES = 12;

export async function diskTroubles(seed: number, report: Report): Promise<void> {
  const disk = await SmallDisk.mount(MEGABYTES);
  if (typeof disk === 'string') return report.say(`skipped, full and read-only disk: ${disk}`);
  await using mounted = disk;
  await using stage = await setStage({ seed, report, readers: 1, folder: mounted.folder });
  await openAct(stage, SIZE);
  await perform(stage, sends(8));
  await ended(stage);
  await full(stage, mounted);
  await readOnly(stage, mounted);
  await calm(stage);
  await judge(stage);
}

/** People go on writing while nothing can be stored; then there is room again, and all is as if they had been told to wait. */
async function full(stage: Stage, disk: SmallDisk): Promise<void> {
  const { report, server } = stage;
  disk.fill();
  const before = report.of('refused');
  await report.tolerating('INTERNAL', async () => {
    await perform(stage, sends(30));
    await ended(stage);
  });
  report.say(`full disk: ${report.of('refused') - before} of 30 messages were refused`);
  report.check(report.of('refused') > before, () => 'the disk was full, and everything was acknowledged');
  if (server instanceof ServerProcess) server.forgive();
  disk.empty();
  await perform(stage, sends(6));
  await ended(stage);
}

/** It cannot even start there: it says so in one line, touches nothing, and starts when it can. */
async function readOnly({ report, server }: Stage, disk: SmallDisk): Promise<void> {
  if (!(server instanceof ServerProcess)) return;
  await server.kill();
  await disk.setReadOnly(true);
  const { code, said } = await server.startInVain();
  report.check(code === 1 && /^\S[^\n]*\n$/.test(said), () => `on a read-only disk the server ended with ${code} and said ${said}`);
  report.say(`read-only disk: ${said.trim()}`);
  await disk.setReadOnly(false);
  await server.start();
}

async function ended({ running }: Stage): Promise<void> {
  while (running.size > 0) await new Promise((resolve) => setTimeout(resolve, 20));
}

function sends(count: number): Step[] {
  const answering = ['small', 'nobody', 'guide', 'nobody'] as const;
  return Array.from({ length: count }, (_, who) => ({
    do: 'send',
    afterMs: 30,
    who,
    where: 0,
    astray: false,
    answering: answering[who % 4] ?? 'nobody',
    chars: 6_000,
  }));
}
