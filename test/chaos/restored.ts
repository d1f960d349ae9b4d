/**
 * The data is put back from a copy, and without its journal.db: what was said since the copy is gone, and nobody goes on seeing it. Those who held more
 * than there is now, and those whom new messages have overtaken meanwhile, see what everybody sees (RESUME-1).
 */
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openAct } from './act.ts';
import { calm } from './calm.ts';
import { screensOf } from './cast.ts';
import { perform } from './perform.ts';
import type { Step } from './plan.ts';
import type { Report } from './report.ts';
import { showTheSame } from './screens.ts';
import { SdkPerson } from './sdk-person.ts';
import { type Stage, setStage } from './stage.ts';

const SIZE = { people: 5, conversations: 2, steps: 0, kills: 0, restarts: 0, wild: false, jumps: 0 };

export async function dataPutBack(seed: number, report: Report): Promise<void> {
  await using stage = await setStage({ seed, report, readers: 0 });
  const { server, folder } = stage;
  const copy = await mkdtemp(path.join(tmpdir(), 'parley-copy-'));
  await openAct(stage, SIZE);
  await said(stage, 10);
  await server.stop();
  await cp(folder, copy, { recursive: true });
  await server.start();
  const kept = new Set(stage.ledger.sends.keys());
  await said(stage, 10);
  await server.kill();
  for (const name of await readdir(folder)) await rm(path.join(folder, name), { recursive: true });
  await cp(copy, folder, { recursive: true, filter: (source) => !path.basename(source).startsWith('journal.db') });
  await rm(copy, { recursive: true });
  for (const key of stage.ledger.sends.keys()) if (!kept.has(key)) stage.ledger.sends.delete(key);
  // Some come back to a conversation that has grown past what they hold.
  for (const { network } of stage.cast.people.slice(1, 3)) network?.stall();
  await server.start();
  await said(stage, 30);
  for (const { network } of stage.cast.people) network?.mend();
  for (const actor of stage.cast.people)
    for (const screen of screensOf(actor)) if (screen instanceof SdkPerson) await showTheSame(stage, screen);
  report.count('data put back');
}

async function said(stage: Stage, count: number): Promise<void> {
  await perform(
    stage,
    Array.from({ length: count }, (_, which): Step => ({ do: 'send', afterMs: 20, who: which < 5 ? which : 0, where: which, ...WORDS })),
  );
  await calm(stage);
}

const WORDS = { astray: false, answering: 'small', chars: 60 } as const;
