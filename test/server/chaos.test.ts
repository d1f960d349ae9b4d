import { expect, test } from 'vitest';
import { run } from '../chaos/chaos.ts';
import { planAct } from '../chaos/plan.ts';

const SEED = 8;
/** What `npm run test:chaos` plays for minutes: here one seed and two short acts. */
const ACTS = [
  { people: 5, conversations: 1, steps: 70, kills: 2, restarts: 1, wild: false, jumps: 0 },
  { people: 5, conversations: 1, steps: 70, kills: 0, restarts: 0, wild: true, jumps: 0 },
];

test('SEQ-1 SEQ-2 SEND-1 SEND-2 SEND-3 REPLY-1 REPLY-3 REPLY-4 RESUME-1 LEAVE-2 LEAVE-3 LEAVE-7 STOP-1 kills, cuts and a bad model server lose nothing', async () => {
  const said: string[] = [];
  const report = await run(SEED, { acts: ACTS, readers: 1, rounds: 1, kills: 0, cuts: 0, once: false }, (line) => said.push(line));
  expect(report.broken, report.failure(SEED)).toEqual([]);
  expect(report.of('kills')).toBeGreaterThanOrEqual(2);
  expect(report.of('cuts')).toBeGreaterThan(0);
  for (const what of ['messages', 'replies', 'shut out', 'restarts']) expect(report.of(what), what).toBeGreaterThan(0);
}, 240_000);

test('a seed gives the same plan again, and another one another', () => {
  const size = { people: 4, conversations: 2, steps: 200, kills: 5, restarts: 2, wild: true, jumps: 3 };
  expect(planAct(1, 1, size)).toEqual(planAct(1, 1, size));
  expect(planAct(2, 1, size)).not.toEqual(planAct(1, 1, size));
  expect(planAct(1, 2, size)).not.toEqual(planAct(1, 1, size));
});
