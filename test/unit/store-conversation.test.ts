import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyEvent, asShown, openedState, typingNow, TYPING_MS } from '../../client/store/conversation-state.ts';
import { prependHistory } from '../../client/store/past.ts';
import { createConversationStore } from '../../client/store/conversation-store.ts';
import type { ConversationEvent } from '../../shared/events.ts';
import { ANA, BO, generation, idOf, message, reply, runOf } from './sdk-builders.ts';
import { apply, played, seen, steps, take } from './store-steps.ts';
import { World } from './store-world.ts';

test('SEQ-3 old state and events give the fresh state, from every moment on', () => {
  fc.assert(
    fc.property(steps, steps, (before, after) => {
      const world = played(before);
      const old = openedState(world.snapshot());
      const from = world.events.length;
      for (const each of after) take(each, world);
      expect(seen(apply(old, world.events.slice(from)))).toEqual(seen(openedState(world.snapshot())));
    }),
    { numRuns: 300 },
  );
});

test('SEQ-3 events that come again change nothing: stored ones by their number, pieces by their offset', () => {
  fc.assert(
    fc.property(steps, fc.array(fc.nat(200), { maxLength: 40 }), (all, again) => {
      const world = played(all);
      let state = openedState(new World().snapshot());
      const repeatable = world.events.filter(({ type }) => type !== 'reply.state');
      for (const [index, event] of world.events.entries()) {
        state = applyEvent(state, event, 0);
        const old = repeatable[again[index] ?? 0];
        const repeated = old && world.events.indexOf(old) <= index ? applyEvent(state, old, 0) : state;
        expect(seen(repeated)).toEqual(seen(state));
      }
      expect(seen(state)).toEqual(seen(openedState(world.snapshot())));
    }),
    { numRuns: 200 },
  );
});

test('SEQ-1 a number that is left out is noticed, and nothing after it is taken in', () => {
  fc.assert(
    fc.property(steps, fc.nat(60), (all, left) => {
      const { events } = played(all);
      const stored = events.filter((event) => 'seq' in event);
      const gone = stored[left % Math.max(1, stored.length)];
      fc.pre(gone !== undefined && gone !== stored.at(-1));
      const state = apply(
        openedState(new World().snapshot()),
        events.filter((event) => event !== gone),
      );
      expect(state.needsReopen).toBe(true);
      expect(state.headSeq).toBe((gone?.seq ?? 0) - 1);
    }),
  );
});

test('REPLY-1 pieces cut anywhere join to exactly the text that was stored', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), fc.array(fc.nat(80), { maxLength: 10 }), (text, cuts) => {
      const marks = [...new Set([0, ...cuts.filter((cut) => cut < text.length), text.length])].toSorted((a, b) => a - b);
      const world = new World();
      world.post('question');
      world.answer(0);
      for (const [index, from] of marks.entries()) world.grow(0, 'text', text.slice(from, marks[index + 1]));
      world.end(0, 'done');
      const state = apply(openedState(new World().snapshot()), world.events);
      expect(state.messages.at(-1)?.text).toBe(text);
      expect(state.needsReopen).toBe(false);
    }),
  );
});

test('REPLY-2 pieces that overlap or come late are cut to what is new; one that leaves a hole is never shown', () => {
  const pieces = fc.array(fc.record({ from: fc.nat(40), length: fc.nat(15) }), { maxLength: 30 });
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }), pieces, (text, cuts) => {
      let state = openedState({ ...new World().snapshot(), messages: [reply({ seq: 1 })] });
      for (const { from, length } of cuts) {
        const held = state.generations.get(runOf(1))?.text ?? '';
        const piece = { type: 'reply.grew', generationId: runOf(1), channel: 'text', from, text: text.slice(from, from + length) } as const;
        const next = applyEvent(state, piece, 0);
        const isHole = from > held.length;
        const expected = isHole ? held : text.slice(0, Math.max(held.length, from + length));
        expect([next.needsReopen, next.generations.get(runOf(1))?.text]).toEqual([isHole, expected]);
        if (!isHole) state = next;
      }
    }),
  );
});

test('REPLY-4 a late word about a reply that has ended changes nothing', () => {
  const world = new World();
  world.post('question');
  world.answer(0);
  world.grow(0, 'text', 'answer');
  world.end(0, 'stopped');
  const state = apply(openedState(new World().snapshot()), world.events);
  const late: ConversationEvent[] = [
    { type: 'reply.state', generationId: runOf(1), state: 'streaming', since: '2026-03-01T09:00:09.000Z' },
    { type: 'reply.queued', generationId: runOf(1), position: 3 },
    { type: 'reply.grew', generationId: runOf(1), channel: 'text', from: 6, text: ' and more' },
  ];
  expect(apply(state, late)).toBe(state);
  expect(state.messages.at(-1)).toMatchObject({ text: 'answer', generation: { state: 'stopped', by: BO } });
});

test('REPLY-1 an end that says more than was received asks for a reopen instead of showing less', () => {
  const state = openedState({ ...new World().snapshot(), messages: [reply({ seq: 1, text: 'hel' })] });
  const end = {
    type: 'reply.ended',
    seq: 1,
    generationId: runOf(1),
    messageId: idOf(1),
    endedAt: '2026-03-01T09:00:09.000Z',
    outcome: 'done',
  } as const;
  const short = applyEvent(state, { ...end, lengths: { thinking: 0, text: 5 } }, 0);
  expect(short.needsReopen).toBe(true);
  const cut = applyEvent(state, { ...end, lengths: { thinking: 0, text: 2 } }, 0);
  expect(cut.messages[0]?.text).toBe('he');
});

test('a piece of text leaves every message what it is, so that only its reply is drawn again', () => {
  const state = openedState({ ...new World().snapshot(), messages: [message({ seq: 1 }), reply({ seq: 2 })] });
  const next = applyEvent(state, { type: 'reply.grew', generationId: runOf(2), channel: 'text', from: 0, text: 'hi' }, 0);
  expect(next.messages).toBe(state.messages);
  expect(next.byId).toBe(state.byId);
  const [question, answer] = next.messages;
  if (!question || !answer) throw new Error('two messages');
  expect(asShown(next, question)).toBe(question);
  expect(asShown(next, answer).text).toBe('hi');
});

test('SEQ-2 older pages join on in order, whatever overlaps, and a stale page is left out', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 8 }), fc.nat(4), (count, size, overlap) => {
      const world = new World();
      for (let index = 0; index < count; index += 1) world.post(`${index}`);
      const all = world.snapshot().messages;
      let state = openedState(world.snapshot(size));
      while (state.more) {
        const before = (state.messages[0]?.seq ?? 1) + overlap;
        const items = all.filter(({ seq }) => seq < before).slice(-size - overlap);
        state = prependHistory(state, { items, notices: [], more: items[0] !== all[0] });
      }
      expect(state.messages).toEqual(all);
    }),
  );
});

test('a reply of an older page goes on growing once that page is there', () => {
  const world = new World();
  for (const text of ['one', 'two', 'three']) world.post(text);
  world.answer(0);
  world.grow(0, 'text', 'hel');
  world.end(0, 'stopped');
  for (const text of ['four', 'five']) world.post(text);
  let state = openedState(world.snapshot(2));
  const from = world.events.length;
  world.continue(0);
  state = apply(state, world.events.slice(from));
  expect(state.messages).toHaveLength(2);
  state = prependHistory(state, { items: world.snapshot().messages.slice(0, 4), notices: [], more: false });
  const later = world.events.length;
  world.grow(0, 'text', 'lo');
  world.end(0, 'done');
  state = apply(state, world.events.slice(later));
  expect(seen(state)).toEqual(seen(openedState(world.snapshot())));
});

test('who typed is shown for a while, and not after they spoke', () => {
  const state = openedState({ ...new World().snapshot(), messages: [] });
  const typing = applyEvent(applyEvent(state, { type: 'typing', person: BO }, 1_000), { type: 'typing', person: ANA }, 2_000);
  expect(typingNow(typing, 2_500)).toEqual([BO, ANA]);
  expect(typingNow(typing, 1_000 + TYPING_MS)).toEqual([ANA]);
  const spoke = applyEvent(typing, { type: 'message.posted', seq: 1, message: message({ seq: 1 }) }, 3_000);
  expect(typingNow(spoke, 3_000)).toEqual([BO]);
});

test('queue and phases replace each other, with only their own fields', () => {
  const queued = generation(1, { state: 'queued', position: 2 });
  let state = openedState({ ...new World().snapshot(), messages: [reply({ seq: 1, generation: queued })] });
  const stateOf = () => state.generations.get(runOf(1))?.generation;
  state = applyEvent(state, { type: 'reply.queued', generationId: runOf(1), position: 1 }, 0);
  expect(stateOf()).toMatchObject({ state: 'queued', position: 1 });
  state = applyEvent(
    state,
    { type: 'reply.state', generationId: runOf(1), state: 'prompting', since: '2026-03-01T09:00:09.000Z', promptTokens: 12 },
    0,
  );
  expect(stateOf()).toMatchObject({ state: 'prompting', promptTokens: 12 });
  expect(stateOf()).not.toHaveProperty('position');
});

test('a reaction that stands so already changes nothing; the last one that is taken back leaves nothing', () => {
  const state = openedState({ ...new World().snapshot(), messages: [message({ seq: 1 })] });
  const said = { type: 'message.reacted', messageId: idOf(1), emoji: '👍', person: BO } as const;
  const once = apply(state, [{ ...said, seq: 1, on: true }]);
  expect(once.messages[0]?.reactions).toEqual([{ emoji: '👍', people: [BO] }]);
  const twice = apply(once, [{ ...said, seq: 2, on: true }]);
  expect(twice.messages).toBe(once.messages);
  const gone = apply(twice, [{ ...said, seq: 3, on: false }]);
  expect(gone.messages).toEqual(state.messages);
});

test('a store tells its listeners once per change, and not when nothing changed', () => {
  const store = createConversationStore();
  let told = 0;
  store.subscribe(() => (told += 1));
  store.dispatch({ type: 'presence', people: [ANA] }, 0);
  expect(told).toBe(0);
  const world = new World();
  world.post('one');
  store.dispatch({ type: 'opened', ...world.snapshot() }, 0);
  expect(told).toBe(1);
  for (const event of world.events) store.dispatch(event, 0);
  expect(told).toBe(1);
  store.dispatch({ type: 'presence', people: [ANA] }, 0);
  expect(told).toBe(2);
  expect(store.get()?.viewers).toEqual([ANA]);
});
