/** When a page draws, on a browser whose frames and clock are moved by hand. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

let now = 0;
let frames: (() => void)[] = [];
let timers: { at: number; act(): void }[] = [];
let painted: (() => void)[] = [];
let press = () => {};
let draws: string[] = [];
let inTurn: (draw: () => void) => void;

beforeEach(async () => {
  now = 0;
  [frames, timers, painted, draws] = [[], [], [], []];
  vi.resetModules();
  vi.stubGlobal('performance', { now: () => now });
  vi.stubGlobal('document', { hidden: false });
  vi.stubGlobal('requestAnimationFrame', (act: () => void) => frames.push(act));
  vi.stubGlobal('setTimeout', (act: () => void, ms: number) => timers.push({ at: now + ms, act }));
  vi.stubGlobal('addEventListener', (_type: string, listener: () => void) => (press = listener));
  vi.stubGlobal('MessageChannel', HandMovedChannel);
  ({ inTurn } = await import('../../client/features/app/pace.ts'));
});
afterEach(() => vi.unstubAllGlobals());

/** Delivers when a frame is over. */
class HandMovedChannel {
  #listener = () => {};
  readonly port1 = { addEventListener: (_type: string, listener: () => void) => (this.#listener = listener), start: () => undefined };
  readonly port2 = { postMessage: () => painted.push(() => this.#listener()) };
}

/** One frame, `tookMs` long with its layout and paint. */
function frame(tookMs = 0): void {
  const due = frames;
  frames = [];
  for (const act of due) act();
  now += tookMs;
  for (const deliver of painted.splice(0)) deliver();
}

function pass(ms: number): void {
  now += ms;
  for (const timer of timers.filter(({ at }) => at <= now)) {
    timers.splice(timers.indexOf(timer), 1);
    timer.act();
  }
}

const draw = (what: string) => inTurn(() => void draws.push(what));

test('what is due is drawn in one frame', () => {
  draw('list');
  draw('sidebar');
  expect(draws).toEqual([]);
  expect(frames).toHaveLength(1);
  frame();
  expect(draws).toEqual(['list', 'sidebar']);
});

test('after a frame the page rests twice as long as that frame took', () => {
  draw('first');
  frame(30);
  draw('second');
  pass(40);
  frame();
  expect(draws).toEqual(['first']);
  pass(10);
  frame();
  expect(draws).toEqual(['first', 'second']);
});

test('a quick frame is followed by the next', () => {
  draw('first');
  frame(2);
  draw('second');
  frame();
  expect(draws).toEqual(['first', 'second']);
});

test('a frame that shows a key is left to it, but not two in a row', () => {
  draw('reply');
  press();
  frame();
  expect(draws).toEqual([]);
  press();
  frame();
  expect(draws).toEqual(['reply']);
});

test('a hidden page draws without frames', () => {
  vi.stubGlobal('document', { hidden: true });
  draw('reply');
  pass(200);
  expect(draws).toEqual(['reply']);
  expect(frames).toEqual([]);
});

test('what a drawing asks for comes after it was painted and after the rest', () => {
  inTurn(() => {
    draws.push('some');
    draw('more');
  });
  frame(30);
  frame();
  expect(draws).toEqual(['some']);
  pass(60);
  frame();
  expect(draws).toEqual(['some', 'more']);
});

test('a drawing that fails does not keep the next away', () => {
  inTurn(() => {
    throw new Error('broken');
  });
  expect(() => frame()).toThrow('broken');
  frame();
  draw('next');
  frame();
  expect(draws).toEqual(['next']);
});
