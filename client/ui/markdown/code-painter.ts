/**
 * Colours for code that is on the screen. What is what is found out by a worker, loaded when first needed: however long or strange the code, the page
 * goes on. The colours are laid over the text (CSS custom highlights) without touching an element, so that a selection, the scroll and the cost of
 * drawing stay as they are. Browsers without them show code in one colour.
 */
import { KINDS, type Paint } from './code-kinds.ts';

const MAX_CHARS = 60_000;
const MAX_KNOWN = 200;
/** A code that takes longer is left as it is. */
const MAX_MS = 3_000;

interface Job {
  id: number;
  code: string;
  language: string;
  done(paints: readonly Paint[]): void;
}

const known = new Map<string, readonly Paint[]>();
const waiting: Job[] = [];
let worker: Worker | undefined;
let working: { job: Job; timer: ReturnType<typeof setTimeout> } | undefined;
let jobs = 0;

/** Colours the text in `element`, which is `code` and stays so until the returned function takes the colours away. */
export function paintCode(element: Element, code: string, language: string): () => void {
  if (code.length > MAX_CHARS || !('highlights' in CSS)) return () => undefined;
  const ranges: [AbstractRange, Highlight][] = [];
  const paint = (paints: readonly Paint[]) => {
    for (const [kind, range] of rangesIn(element, paints)) ranges.push([range, layer(KINDS[kind] ?? '').add(range)]);
  };
  const cancel = ask(code, language, paint);
  return () => {
    cancel();
    for (const [range, highlight] of ranges) highlight.delete(range);
  };
}

function ask(code: string, language: string, done: Job['done']): () => void {
  const key = `${language}\n${code}`;
  const paints = known.get(key);
  if (paints !== undefined) {
    done(paints);
    return () => undefined;
  }
  let wanted = true;
  jobs += 1;
  const keep = (found: readonly Paint[]) => {
    remember(key, found);
    if (wanted) done(found);
  };
  waiting.push({ id: jobs, code, language, done: keep });
  next();
  return () => {
    wanted = false;
  };
}

function remember(key: string, paints: readonly Paint[]): void {
  const [oldest] = known.keys();
  if (known.size >= MAX_KNOWN && oldest !== undefined) known.delete(oldest);
  known.set(key, paints);
}

function next(): void {
  if (working !== undefined) return;
  const job = waiting.shift();
  if (job === undefined) return;
  worker ??= hire();
  working = { job, timer: setTimeout(giveUp, MAX_MS) };
  worker.postMessage({ id: job.id, code: job.code, language: job.language });
}

function hire(): Worker {
  const hired = new Worker(new URL('./code-worker.ts', import.meta.url), { type: 'module' });
  hired.addEventListener('message', ({ data }: MessageEvent<{ id: number; paints: Paint[] }>) => {
    if (data.id === working?.job.id) finish(data.paints);
  });
  hired.addEventListener('error', giveUp);
  return hired;
}

/** The next code gets a worker of its own. */
function giveUp(): void {
  worker?.terminate();
  worker = undefined;
  finish([]);
}

function finish(paints: readonly Paint[]): void {
  const finished = working;
  working = undefined;
  if (finished === undefined) return;
  clearTimeout(finished.timer);
  finished.job.done(paints);
  next();
}

function layer(kind: string): Highlight {
  const name = `code-${kind}`;
  const there = CSS.highlights.get(name) ?? new Highlight();
  CSS.highlights.set(name, there);
  return there;
}

/** Places in the text of an element, whatever nodes it is made of; what goes over several nodes has a place in each. */
function* rangesIn(element: Element, paints: readonly Paint[]): Generator<[kind: number, range: AbstractRange]> {
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let node = texts.nextNode();
  let from = 0;
  for (const [start, end, kind] of paints) {
    for (let at = start; at < end && node !== null;) {
      const to = from + (node.nodeValue ?? '').length;
      if (at >= to) {
        from = to;
        node = texts.nextNode();
        continue;
      }
      const until = Math.min(end, to);
      yield [kind, new StaticRange({ startContainer: node, startOffset: at - from, endContainer: node, endOffset: until - from })];
      at = until;
    }
  }
}
