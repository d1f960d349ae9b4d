/** `npm run test:chaos -- [--seed N] [--full]`: prints the seed, the figures, and what broke; ends with 1 when anything did. */
import { parseArgs } from 'node:util';
import { run, type RunSize } from './chaos.ts';

const ACTS = [
  { people: 8, conversations: 3, steps: 120, kills: 6, restarts: 1, wild: false, jumps: 0 },
  { people: 9, conversations: 3, steps: 450, kills: 0, restarts: 0, wild: true, jumps: 0 },
];
const SHORT: RunSize = { once: true, acts: ACTS, readers: 2, rounds: 2, kills: 0, cuts: 0 };
const FULL: RunSize = { once: true, acts: ACTS, readers: 2, rounds: 3, kills: 200, cuts: 10_000 };

process.once('SIGINT', () => process.exit(130));
const { values } = parseArgs({ options: { seed: { type: 'string' }, full: { type: 'boolean', default: false } } });
const seed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000));
const say = (line: string) => void process.stdout.write(`${line}\n`);

say(`seed ${seed} (again: npm run test:chaos -- --seed ${seed}${values.full ? ' --full' : ''})`);
const report = await run(seed, values.full ? FULL : SHORT, say);
say(report.broken.length === 0 ? `nothing broke: ${report.sum}` : report.failure(seed));
process.exit(report.broken.length === 0 ? 0 : 1);
