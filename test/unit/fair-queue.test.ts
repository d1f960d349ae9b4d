import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FairQueue, type Job } from '../../server/generation/fair-queue.ts';

let made = 0;
function job(team: string, user = `${team}-user`, weight = 1): Job {
  made += 1;
  return { id: `job${made}`, team, user, weight };
}

function drain(queue: FairQueue<Job>): Job[] {
  const taken: Job[] = [];
  for (let next = queue.next(); next; next = queue.next()) taken.push(next);
  return taken;
}

const someJob = fc.record({ team: fc.constantFrom('a', 'b', 'c'), user: fc.constantFrom('x', 'y'), weight: fc.constant(1) });

test('QUEUE-1 the shown order is the order in which everything runs', () => {
  fc.assert(
    fc.property(fc.array(someJob, { maxLength: 40 }), fc.nat(10), (drafts, before) => {
      const queue = new FairQueue<Job>();
      for (const { team, user, weight } of drafts) queue.add(job(team, `${team}${user}`, weight));
      for (let i = 0; i < before; i += 1) queue.next();
      const shown = queue.order();
      expect(drain(queue)).toEqual(shown);
    }),
  );
});

test('QUEUE-1 looking at the order changes nothing', () => {
  const queue = new FairQueue<Job>();
  for (const team of ['a', 'a', 'b', 'c', 'a']) queue.add(job(team));
  const first = queue.order();
  expect(queue.order()).toEqual(first);
});

test('QUEUE-2 a light team waits for at most one job of a heavy one, whenever it comes', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.nat(59), (heavyJobs, servedBefore) => {
      const queue = new FairQueue<Job>();
      for (let i = 0; i < heavyJobs; i += 1) queue.add(job('heavy', `person${i % 3}`));
      for (let i = 0; i < Math.min(servedBefore, heavyJobs - 1); i += 1) queue.next();
      const light = job('light');
      queue.add(light);
      expect(queue.order().indexOf(light)).toBeLessThanOrEqual(1);
    }),
  );
});

test('QUEUE-2 inside a team its people take turns', () => {
  const queue = new FairQueue<Job>();
  for (let i = 0; i < 4; i += 1) queue.add(job('a', 'eager'));
  queue.add(job('a', 'patient'));
  expect(drain(queue).map(({ user }) => user)).toEqual(['eager', 'patient', 'eager', 'eager', 'eager']);
});

test('QUEUE-2 a team of weight 2 gets two turns for one', () => {
  const queue = new FairQueue<Job>();
  for (let i = 0; i < 8; i += 1) queue.add(job('pro', 'p', 2));
  for (let i = 0; i < 4; i += 1) queue.add(job('free', 'f', 1));
  const firstSix = drain(queue).slice(0, 6);
  expect(firstSix.filter(({ team }) => team === 'pro')).toHaveLength(4);
});

test('QUEUE-2 a pause saves nothing up: who comes back gets no run of turns', () => {
  const queue = new FairQueue<Job>();
  for (let i = 0; i < 20; i += 1) queue.add(job('busy'));
  for (let i = 0; i < 10; i += 1) queue.next();
  for (let i = 0; i < 5; i += 1) queue.add(job('back'));
  const next = drain(queue).slice(0, 6);
  expect(next.filter(({ team }) => team === 'back').length).toBeLessThanOrEqual(3);
});

test('QUEUE-3 taking a waiting job out leaves the order of the others as it was', () => {
  fc.assert(
    fc.property(fc.array(someJob, { minLength: 1, maxLength: 20 }), fc.nat(19), (drafts, at) => {
      const queue = new FairQueue<Job>();
      for (const { team, user, weight } of drafts) queue.add(job(team, user, weight));
      const victim = queue.order()[at % drafts.length];
      if (!victim) throw new Error('nothing waits');
      expect(queue.remove(victim.id)).toBe(victim);
      expect(queue.remove(victim.id)).toBeUndefined();
      expect(drain(queue)).not.toContain(victim);
      expect(queue.size).toBe(0);
    }),
  );
});

test('LEAVE-7 QUEUE-2 what waits of a team goes by its new weight from the moment that it changed', () => {
  const queue = new FairQueue<Job>();
  for (let each = 0; each < 8; each += 1) {
    queue.add(job('rich', 'rich-user', 4));
    queue.add(job('plain'));
  }
  queue.reweigh('rich', 1);
  const first = drain(queue).slice(0, 8);
  expect(first.filter(({ team }) => team === 'rich')).toHaveLength(4);
});
