/** Bytes on a viewer's socket for the bytes of the answer: on an idle server, on a loaded one, and how they grow with the answer. */
import { openHouse, type House } from './support/house.ts';
import { askAll, Ends, gather } from './support/load.ts';
import type { Recipe } from './support/recipe.ts';
import { atMost, type Report } from './support/report.ts';
import { exponentOf, median } from './support/sample.ts';
import type { Frame } from './support/viewer.ts';

const RUNS = 5;
const GENERATIONS = 50;
const VIEWERS = 20;
const LENGTHS = [1_000, 4_000, 16_000];

interface Traffic {
  wire: number;
  text: number;
  tokensPerFrame: number;
}

export async function measure(): Promise<Report> {
  await using house = await openHouse({ people: VIEWERS, conversations: GENERATIONS });
  const idle: Traffic[] = [];
  for (let run = 0; run < RUNS; run += 1) idle.push(...(await traffic(house, { tokens: 400, everyMs: 8 }, 1, 1)));
  const loaded = await traffic(house, { tokens: 360, everyMs: 1000 / 60 }, GENERATIONS, VIEWERS);
  const lengths: Traffic[][] = [];
  for (const tokens of LENGTHS) lengths.push(await traffic(house, { tokens, everyMs: 2 }, RUNS, 1));
  const ratios = (of: Traffic[]) => ({ ours: median(of.map(({ wire }) => wire)), reference: median(of.map(({ text }) => text)) });
  return {
    name: 'bytes',
    runs: RUNS,
    goals: [
      atMost('idle, two tokens a frame', ratios(idle), 'bytes', 20, 'ratio'),
      atMost(`loaded: ${GENERATIONS} generations × 60 tokens/s × ${VIEWERS} viewers`, ratios(loaded), 'bytes', 8, 'ratio'),
      atMost(`exponent over ${LENGTHS.join(', ')} tokens`, { ours: median(exponents(lengths)) }, '', 1.02, 'ours'),
    ],
    notes: [
      `tokens a frame: idle ${median(idle.map((one) => one.tokensPerFrame)).toFixed(1)}, loaded ${median(loaded.map((one) => one.tokensPerFrame)).toFixed(1)}`,
    ],
  };
}

/** Of each run, which is one conversation. */
function exponents(lengths: Traffic[][]): number[] {
  return Array.from({ length: RUNS }, (_, run) =>
    exponentOf(lengths.flatMap((of) => of.slice(run, run + 1)).map(({ text, wire }) => ({ x: text, y: wire }))),
  );
}

/** Of what brought the conversation to the one who looks; what they asked and were answered is not part of that. Before each ws puts two to four bytes. */
async function traffic(house: House, recipe: Recipe, count: number, each: number): Promise<Traffic[]> {
  const ends = new Ends();
  const seen = Array.from({ length: count }, () => ({ text: 0, frames: 0, wire: 0 }));
  using audience = await gather(house, { count, each, onFrame: take });
  await askAll(house, audience, recipe);
  await ends.reached(count);
  return seen.map(({ text, frames, wire }) => ({ wire, text, tokensPerFrame: recipe.tokens / frames }));

  function take(n: number, frame: Frame): void {
    const one = seen[n];
    const pieces = frame.events.flatMap((event) => (event.type === 'reply.grew' ? [event.text] : []));
    if (!one) return;
    one.text += pieces.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
    one.frames += pieces.length > 0 ? 1 : 0;
    one.wire += frame.bytes + 4;
    ends.take(frame);
  }
}
