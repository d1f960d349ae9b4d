/** Numbers from runs. */

/** The value below which `share` (0 to 1) of them lie; NaN of none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

export interface Pairs<Sample> {
  ours: Sample[];
  reference: Sample[];
}

/** Ours and the reference in turns, each first every other time, so that what drifts on the machine meets both (ABBA). */
export async function interleaved<Sample>(
  runs: number,
  one: { ours(run: number): Promise<Sample>; reference(run: number): Promise<Sample> },
): Promise<Pairs<Sample>> {
  const pairs: Pairs<Sample> = { ours: [], reference: [] };
  for (let run = 0; run < runs; run += 1) {
    if (run % 2 === 0) pairs.reference.push(await one.reference(run));
    pairs.ours.push(await one.ours(run));
    if (run % 2 === 1) pairs.reference.push(await one.reference(run));
  }
  return pairs;
}

/** Medians of one number of each run, and of the runs' own ratios. */
export function compared<Sample>({ ours, reference }: Pairs<Sample>, numberOf: (sample: Sample) => number) {
  const [mine, theirs] = [ours.map(numberOf), reference.map(numberOf)];
  return { ours: median(mine), reference: median(theirs), ratio: median(mine.map((value, run) => value / (theirs[run] ?? Number.NaN))) };
}

/** How steeply y grows with x: the slope of log y over log x, by least squares. 1 is proportional. */
export function exponentOf(points: readonly { x: number; y: number }[]): number {
  const logs = points.map(({ x, y }) => ({ x: Math.log(x), y: Math.log(y) }));
  const mean = (of: 'x' | 'y') => logs.reduce((sum, point) => sum + point[of], 0) / logs.length;
  const [mx, my] = [mean('x'), mean('y')];
  const covariance = logs.reduce((sum, { x, y }) => sum + (x - mx) * (y - my), 0);
  return covariance / logs.reduce((sum, { x }) => sum + (x - mx) ** 2, 0);
}

/** Microseconds on a clock that all processes of this machine share. */
export function nowUs(): number {
  return Number(process.hrtime.bigint() / 1000n);
}
