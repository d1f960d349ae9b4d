import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openedState } from '../../client/store/conversation-state.ts';
import { appendNewer, goTo, leavePast, prependHistory, shownOf } from '../../client/store/past.ts';
import { apply, played, seen, steps, take } from './store-steps.ts';
import { World } from './store-world.ts';

/** The messages of a world from one place on, as a server that knows all of them pages them. */
function pageOf(world: World, fromSeq: number, limit: number) {
  const { messages, notices } = world.snapshot();
  const at = Math.max(
    0,
    messages.findIndex(({ seq }) => seq >= fromSeq),
  );
  const items = messages.slice(at, at + limit);
  const toSeq = at + limit < messages.length ? (items.at(-1)?.seq ?? 0) : Number.POSITIVE_INFINITY;
  return {
    items,
    notices: notices.filter(({ seq }) => seq >= (at === 0 ? 0 : (items[0]?.seq ?? 0)) && seq <= toSeq),
    more: at > 0,
    newer: at + limit < messages.length,
  };
}

test('SEQ-3 RESUME-1 whoever goes to the past and reads on in both directions ends with the fresh state, whatever happens meanwhile', () => {
  const size = fc.integer({ min: 1, max: 6 });
  fc.assert(
    fc.property(steps, steps, size, size, fc.nat(60), fc.array(fc.boolean(), { maxLength: 12 }), (before, after, live, page, to, ways) => {
      const world = played(before);
      let state = openedState(world.snapshot(live));
      let told = world.events.length;
      const hear = () => {
        state = apply(state, world.events.slice(told));
        told = world.events.length;
      };
      state = goTo(state, pageOf(world, to, page));
      const rest = [...after];
      // Every step of the world is heard before the next page is asked for, as on one socket.
      const happen = () => {
        const step = rest.shift();
        if (step) take(step, world);
        hear();
      };
      const read = (older: boolean) => {
        const { messages, more } = shownOf(state);
        const [first, last] = [messages[0]?.seq ?? 1, messages.at(-1)?.seq ?? 0];
        if (older && more) {
          const at = world.snapshot().messages.findIndex(({ seq }) => seq === first);
          const begin = world.snapshot().messages[Math.max(0, at - page)]?.seq ?? 1;
          const all = pageOf(world, begin, Math.min(page, at));
          state = prependHistory(state, all);
        } else if (state.past) state = appendNewer(state, pageOf(world, last + 1, page));
        const shown = shownOf(state).messages;
        expect(shown.map(({ seq }) => seq)).toEqual([...new Set(shown.map(({ seq }) => seq))].toSorted((a, b) => a - b));
      };
      for (const older of ways) {
        happen();
        read(older);
      }
      while (state.past) read(false);
      while (shownOf(state).more) read(true);
      while (rest.length > 0) happen();
      expect(seen(state)).toEqual(seen(openedState(world.snapshot())));
    }),
    { numRuns: 300 },
  );
});

test('the past is left at once for what is live, which went on meanwhile; what is said does not show among old messages', () => {
  const world = new World();
  for (let index = 0; index < 20; index += 1) world.post(`${index}`);
  let state = goTo(openedState(world.snapshot(4)), pageOf(world, 6, 4));
  const from = world.events.length;
  world.post('now');
  world.edit(6, 'changed');
  state = apply(state, world.events.slice(from));
  expect(shownOf(state).messages.map(({ seq }) => seq)).toEqual([6, 7, 8, 9]);
  expect(shownOf(state).messages.map(({ text }) => text)).toContain('changed');
  const back = leavePast(state);
  expect(shownOf(back).messages.map(({ text }) => text)).toEqual(['16', '17', '18', '19', 'now']);
  expect(back.byId.size).toBe(5);
  expect(leavePast(back)).toBe(back);
});
