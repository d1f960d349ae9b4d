/**
 * `npm run test:chaos -- [--seed N] [--full] [--piece I]`: prints the seed, the figures, and what broke; ends with 1 when anything did. The full run is
 * PIECES runs, each with a stage and a seed of its own; `--piece` plays one of them.
 */
import { parseArgs } from 'node:util';
import { run, type RunSize } from './chaos.ts';
import { Report } from './report.ts';

const ACTS = [
  { people: 8, conversations: 3, steps: 120, kills: 8, restarts: 1, wild: false, jumps: 0 },
  { people: 9, conversations: 3, steps: 500, kills: 0, restarts: 0, wild: true, jumps: 0 },
];
const SHORT: RunSize = { once: true, acts: ACTS, readers: 2, rounds: 1, kills: 0, cuts: 0 };
/** 200 kills and 10,000 cuts. */
const PIECES = 10;
const PIECE: RunSize = { once: false, acts: ACTS, readers: 2, rounds: 1, kills: 20, cuts: 1_000 };

process.once('SIGINT', () => process.exit(130));
const { values } = parseArgs({
  options: { seed: { type: 'string' }, full: { type: 'boolean', default: false }, piece: { type: 'string' } },
});
const only = values.piece === undefined ? undefined : Number(values.piece);
if (only !== undefined && !(Number.isInteger(only) && only >= 1 && only <= PIECES)) {
  process.stderr.write(`--piece: a number from 1 to ${PIECES}\n`);
  process.exit(2);
}
const isFull = values.full || only !== undefined;
const again = `${isFull ? ' --full' : ''}${only === undefined ? '' : ` --piece ${only}`}`;
const seed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000));
const say = (line: string) => void process.stdout.write(`${line}\n`);
const report = new Report(say);

say(`seed ${seed} (again: npm run test:chaos -- --seed ${seed}${again})`);
if (isFull) await full();
else await run(seed, SHORT, say, report);
say(report.broken.length === 0 ? `nothing broke: ${report.sum}` : report.failure(seed));
process.exit(report.broken.length === 0 ? 0 : 1);

async function full(): Promise<void> {
  for (let piece = 1; piece <= PIECES && report.broken.length === 0; piece += 1) {
    if (only !== undefined && only !== piece) continue;
    say(`piece ${piece} of ${PIECES}`);
    await run(seed + piece, { ...PIECE, once: piece === PIECES }, say, report);
  }
}
