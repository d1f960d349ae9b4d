/** What a benchmark says: a table for people, and last one JSON line for machines. */

export interface Goal {
  what: string;
  ours: number;
  reference?: number;
  ratio?: number;
  unit: string;
  goal: string;
  met: boolean;
}

export interface Report {
  name: string;
  runs: number;
  /** The first is the one the benchmark is named after. */
  goals: Goal[];
  /** Figures without a goal, one line each. */
  notes?: string[];
}

interface Measured {
  ours: number;
  reference?: number;
  ratio?: number;
}

/** Met when `of` (the ratio, ours, or ours less the reference) is at most `limit`. */
export function atMost(what: string, measured: Measured, unit: string, limit: number, of: 'ratio' | 'ours' | 'added'): Goal {
  const value = valueOf(measured, of);
  const goal = of === 'ratio' ? `≤ ${limit}×` : `≤ ${limit} ${unit}${of === 'added' ? ' added' : ''}`;
  return { what, ...rounded(measured), unit, goal, met: value <= limit };
}

export function atLeast(what: string, measured: Measured, unit: string, limit: number): Goal {
  return { what, ...rounded(measured), unit, goal: `≥ ${limit}×`, met: valueOf(measured, 'ratio') >= limit };
}

export function none(what: string, count: number): Goal {
  return { what, ours: count, unit: 'times', goal: '0', met: count === 0 };
}

function valueOf({ ours, reference, ratio }: Measured, of: 'ratio' | 'ours' | 'added'): number {
  if (of === 'ours') return ours;
  return of === 'ratio' ? (ratio ?? ours / (reference ?? Number.NaN)) : ours - (reference ?? Number.NaN);
}

function rounded({ ours, reference, ratio }: Measured): Measured {
  const shown = reference === undefined ? undefined : (ratio ?? ours / reference);
  return {
    ours: short(ours),
    ...(reference !== undefined && { reference: short(reference) }),
    ...(shown !== undefined && { ratio: short(shown) }),
  };
}

function short(value: number): number {
  return Number(value.toPrecision(4));
}

export function print({ name, runs, goals, notes }: Report, ...more: string[]): void {
  const rows = goals.map(({ what, ours, reference, ratio, unit, goal, met }) => [
    what,
    `${ours}`,
    reference === undefined ? '' : `${reference}`,
    ratio === undefined ? '' : `${ratio}×`,
    unit,
    goal,
    met ? 'met' : 'MISSED',
  ]);
  console.log(`\n${name}, medians of ${runs} runs`);
  for (const line of aligned([['', 'ours', 'reference', 'ratio', 'unit', 'goal', ''], ...rows])) console.log(line);
  for (const note of [...(notes ?? []), ...more]) console.log(`  ${note}`);
  console.log(jsonOf({ name, runs, goals }));
}

function jsonOf({ name, runs, goals }: Report): string {
  const [main] = goals;
  const { ours, reference, ratio, unit, goal } = main ?? {};
  const met = goals.length > 0 && goals.every((each) => each.met);
  return JSON.stringify({ name, ours, reference: reference ?? null, ratio: ratio ?? null, unit, runs, goal, met, goals });
}

function aligned(rows: string[][]): string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => [...(row[column] ?? '')].length))) ?? [];
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd());
}
