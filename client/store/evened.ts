/**
 * Replies that grow evenly. A server with much to do sends fuller frames, some a second; here the text of a frame is let out over the time until the
 * next is expected, so that it grows like that of one with nothing else to do. What is let out later is never text that ended, nor held for long.
 */
import type { GenerationId } from '../../shared/ids.ts';
import type { ConversationState } from './conversation-state.ts';
import type { Writing } from './replies.ts';

/** No text waits longer. */
const MAX_HELD_MS = 200;
/** Frames so close look even as they are; after a pause so long nobody knows when the next comes, and what comes is shown at once. */
const CLOSE_MS = 48;
const PAUSE_MS = 400;
/** From one part to the next, the first of them at once: as even to the eye as every frame of a screen, for half the work. */
const STEP_MS = 32;

interface Flow {
  /** All that came. */
  writing: Writing;
  /** What was shown of it last. */
  drawn: Writing;
  /** Characters that had come before the last frame of text, and when that came; its text is let out within `overMs`. */
  before: number;
  cameAt: number;
  overMs: number;
}

export interface Look<State> {
  shown: State;
  /** Something is held back: it is to be looked at again. */
  more: boolean;
}

export class Evened {
  readonly #flows = new Map<GenerationId, Flow>();

  /** What is shown at a time, in milliseconds; asked for with each frame that is drawn. */
  at(state: ConversationState, now: number): Look<ConversationState> {
    for (const id of this.#flows.keys()) if (!state.generations.has(id)) this.#flows.delete(id);
    const shown = new Map<GenerationId, Writing>();
    let more = false;
    for (const [id, writing] of state.generations) {
      const flow = flowWith(this.#flows.get(id), writing, now);
      flow.drawn = drawnAt(flow, now);
      this.#flows.set(id, flow);
      shown.set(id, flow.drawn);
      more ||= flow.drawn !== writing;
    }
    return { shown: more ? { ...state, generations: shown } : state, more };
  }
}

function flowWith(flow: Flow | undefined, writing: Writing, now: number): Flow {
  if (flow?.writing === writing) return flow;
  const before = flow === undefined ? 0 : lengthOf(flow.writing);
  const grew = flow !== undefined && lengthOf(writing) > before;
  if (flow !== undefined && lengthOf(writing) === before) return { ...flow, writing };
  const sinceMs = grew && before > 0 ? now - flow.cameAt : 0;
  const even = sinceMs > CLOSE_MS && sinceMs < PAUSE_MS;
  return { writing, drawn: writing, before, cameAt: now, overMs: even ? Math.min(sinceMs, MAX_HELD_MS) : 0 };
}

function drawnAt({ writing, drawn, before, cameAt, overMs }: Flow, now: number): Writing {
  const passedMs = (Math.floor((now - cameAt) / STEP_MS) + 1) * STEP_MS;
  const whole = lengthOf(writing);
  if (passedMs >= overMs) return writing;
  return cutTo(writing, before + Math.ceil(((whole - before) * passedMs) / overMs), drawn);
}

/** The same object while it is the same, so that it is not drawn again. */
function cutTo({ generation, thinking, text }: Writing, length: number, drawn: Writing): Writing {
  const cut = { generation, thinking: upTo(thinking, length), text: upTo(text, Math.max(0, length - thinking.length)) };
  return drawn.generation === generation && drawn.thinking === cut.thinking && drawn.text === cut.text ? drawn : cut;
}

/** Never half of a pair. */
function upTo(text: string, length: number): string {
  const split = length < text.length && /[\uD800-\uDBFF]/.test(text.charAt(length - 1));
  return text.slice(0, split ? length + 1 : length);
}

function lengthOf({ thinking, text }: Writing): number {
  return thinking.length + text.length;
}
