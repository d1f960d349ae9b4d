/** Everything that can happen in a conversation, at random, and what a person sees of it. */
import fc from 'fast-check';
import { applyEvent, asShown, type ConversationState } from '../../client/store/conversation-state.ts';
import type { ConversationEvent } from '../../shared/events.ts';
import { OUTCOMES } from '../../shared/schemas/conversation.ts';
import { ANA, BO } from './sdk-builders.ts';
import { World } from './store-world.ts';

interface Step {
  kind: number;
  pick: number;
  text: string;
}

const step = fc.record({ kind: fc.nat(12), pick: fc.nat(20), text: fc.string({ unit: 'grapheme', maxLength: 12 }) });
export const steps = fc.array(step, { maxLength: 60 });

export function take({ kind, pick, text }: Step, world: World): void {
  const acts: (() => void)[] = [
    () => world.post(text, pick % 3),
    () => world.answer(pick),
    () => world.answer(pick),
    () => world.grow(pick, 'text', text),
    () => world.grow(pick, pick % 2 ? 'text' : 'thinking', text),
    () => world.phase(pick),
    () => world.end(pick, OUTCOMES[pick % OUTCOMES.length] ?? 'done'),
    () => world.continue(pick),
    () => (pick % 2 ? world.edit(pick, text) : world.delete(pick)),
    () => world.update(text, pick % 2 === 0),
    () => world.move(pick % 2 ? 'member.joined' : 'member.left'),
    () => world.react(pick >> 2, pick % 2 ? ANA : BO, pick % 4 > 1 ? '👍' : '🎉'),
    () => world.thread(pick),
  ];
  acts[kind]?.();
}

export function played(all: readonly Step[]): World {
  const world = new World();
  for (const each of all) take(each, world);
  return world;
}

export function apply(state: ConversationState, events: readonly ConversationEvent[]): ConversationState {
  return events.reduce((before, event) => applyEvent(before, event, 0), state);
}

/** What a person sees of it. */
export function seen(state: ConversationState) {
  return {
    conversation: state.conversation,
    messages: state.messages.map((each) => asShown(state, each)),
    notices: state.notices,
    writing: [...state.generations.keys()].toSorted(),
    headSeq: state.headSeq,
    more: state.more,
    needsReopen: state.needsReopen,
  };
}
