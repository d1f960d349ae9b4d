/** Replies that grow evenly, however the frames come. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyEvent, type ConversationState, openedState } from '../../client/store/conversation-state.ts';
import { Evened } from '../../client/store/evened.ts';
import { at, conversation, idOf, reply, runOf } from './sdk-builders.ts';

const RUN = runOf(2);

function writing(): ConversationState {
  return openedState({
    conversation: conversation({ lastSeq: 2 }),
    messages: [reply({ seq: 2, text: '' }, { state: 'streaming' })],
    notices: [],
    generations: [],
    viewers: [],
    more: false,
    cursor: '',
  });
}

function grown(state: ConversationState, text: string, channel: 'text' | 'thinking' = 'text'): ConversationState {
  const from = state.generations.get(RUN)?.[channel].length ?? 0;
  return applyEvent(state, { type: 'reply.grew', generationId: RUN, channel, from, text }, 0);
}

function textAt(evened: Evened, state: ConversationState, now: number): string {
  return evened.at(state, now).shown.generations.get(RUN)?.text ?? '';
}

test('the text of a frame is let out over the time until the next is expected', () => {
  const evened = new Evened();
  const first = grown(writing(), 'a'.repeat(10));
  expect(textAt(evened, first, 0)).toHaveLength(10);
  const second = grown(first, 'b'.repeat(100));
  expect([100, 131, 132, 163, 164, 195].map((now) => textAt(evened, second, now).length)).toEqual([42, 42, 74, 74, 106, 106]);
  expect(evened.at(second, 196)).toEqual({ shown: second, more: false });
});

test('the next frame brings out what was left of the one before; after a pause, and in quick frames, all is shown at once', () => {
  const evened = new Evened();
  let state = grown(writing(), 'a');
  textAt(evened, state, 0);
  state = grown(state, 'b'.repeat(50));
  textAt(evened, state, 100);
  state = grown(state, 'c'.repeat(50));
  expect(textAt(evened, state, 150)).toHaveLength(51 + 32);
  state = grown(state, 'd'.repeat(50));
  expect(textAt(evened, state, 2_000)).toHaveLength(151);
  state = grown(state, 'e'.repeat(50));
  expect(textAt(evened, state, 2_020)).toHaveLength(201);
});

test('what was thought comes before what is said, and nothing is half a letter', () => {
  const evened = new Evened();
  let state = grown(writing(), '🎉', 'thinking');
  evened.at(state, 0);
  state = grown(grown(state, '🎉'.repeat(20), 'thinking'), '🎉'.repeat(20));
  for (let now = 100; now < 200; now += 3) {
    const shown = evened.at(state, now).shown.generations.get(RUN);
    expect(`${shown?.thinking}${shown?.text}`.isWellFormed()).toBe(true);
    if (shown?.text !== '') expect(shown?.thinking).toHaveLength(42);
  }
});

test('a reply that ended is whole at once, and what did not change is the same object', () => {
  const evened = new Evened();
  let state = grown(writing(), 'a');
  evened.at(state, 0);
  state = grown(state, 'b'.repeat(4));
  const shown = evened.at(state, 100).shown.generations.get(RUN);
  expect(evened.at({ ...state, typing: [] }, 101).shown.generations.get(RUN)).toBe(shown);
  const ended = applyEvent(
    state,
    {
      type: 'reply.ended',
      seq: 3,
      generationId: RUN,
      messageId: idOf(2),
      outcome: 'done',
      lengths: { thinking: 0, text: 5 },
      endedAt: at(1),
    },
    0,
  );
  expect(evened.at(ended, 102)).toEqual({ shown: ended, more: false });
});

test('REPLY-2 whatever comes when, what is shown only grows, is what came, and is whole 200 ms after it came', () => {
  const step = fc.record({ afterMs: fc.integer({ min: 0, max: 500 }), text: fc.string({ maxLength: 40 }) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (all) => {
      const evened = new Evened();
      let state = writing();
      let [now, before] = [0, ''];
      const came: { at: number; length: number }[] = [];
      for (const { afterMs, text } of all) {
        for (const until = now + afterMs; now < until; now += 16) look();
        state = grown(state, text);
        came.push({ at: now, length: state.generations.get(RUN)?.text.length ?? 0 });
        look();
      }
      function look() {
        const shown = textAt(evened, state, now);
        const due = came.findLast((each) => each.at <= now - 200)?.length ?? 0;
        expect(shown.startsWith(before)).toBe(true);
        expect(state.generations.get(RUN)?.text.startsWith(shown)).toBe(true);
        expect(shown.length).toBeGreaterThanOrEqual(due);
        before = shown;
      }
    }),
  );
});
