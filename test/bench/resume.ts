/**
 * A reader whose connection is cut again and again in the middle of an answer, at any byte: how much text comes twice, and how long it takes to hold
 * what was missed. The reference is a ws server that sends as many bytes in one frame when asked.
 */
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { ConversationId } from '../../shared/ids.ts';
import { Child } from './support/child.ts';
import { cuttingProxy } from './support/cutting-proxy.ts';
import { type House, openHouse } from './support/house.ts';
import { atMost, none, type Report } from './support/report.ts';
import { compared, interleaved, percentile } from './support/sample.ts';
import { type Frame, Viewer } from './support/viewer.ts';

const RUNS = 5;
const TOKENS = 10_000;
const READERS = 20;
const CUTS_EACH = 10;
const CATCH_UPS = 200;

export async function measure(): Promise<Report> {
  await using house = await openHouse({ people: 20, conversations: RUNS });
  const cut = { received: 0, needed: 0, cuts: 0, wrong: 0 };
  for (let run = 0; run < RUNS; run += 1) await cutReaders(house, house.conversation(run), cut);
  await using raw = new Child('test/bench/programs/raw-socket.ts');
  const rawUrl = await raw.ask<string>({ ask: 'url' });
  const missing = await longReply(house, house.conversation(0));
  const pairs = await interleaved(RUNS, {
    ours: () => catchUps((n) => catchUp(house, n, missing)),
    reference: () => catchUps(() => rawCatchUp(rawUrl, missing.bytes)),
  });
  const p50 = compared(pairs, (ms) => percentile(ms, 0.5));
  return {
    name: 'resume',
    runs: RUNS,
    goals: [
      atMost(
        `received for what was missing, over ${cut.cuts} cuts`,
        { ours: cut.received, reference: cut.needed },
        'characters',
        1.02,
        'ratio',
      ),
      none('readers who ended with another text', cut.wrong),
      atMost(
        `catching up on ${TOKENS} tokens, p99`,
        compared(pairs, (ms) => percentile(ms, 0.99)),
        'ms',
        2,
        'ratio',
      ),
    ],
    notes: [`catching up, p50: ${p50.ours.toFixed(1)} ms beside ${p50.reference.toFixed(1)}, ${missing.bytes} bytes`],
  };
}

/** Readers at once, each cut a number of times while the answer is written and after it. */
async function cutReaders(
  house: House,
  conversationId: ConversationId,
  sum: { received: number; needed: number; cuts: number; wrong: number },
) {
  await using proxy = await cuttingProxy(house.url);
  const asker = await Viewer.dial(house.url, house.person(0).cookie);
  const { cursor } = await asker.call<{ cursor: string }>('conversation.open', { conversationId }, 'query');
  const readers = Array.from({ length: READERS }, (_, n) => new Reader(house.person(n).cookie, conversationId, cursor));
  const reading = readers.map((reader) => reader.read(proxy, CUTS_EACH));
  await house.askModel(asker, conversationId, { tokens: TOKENS, everyMs: 2, burst: 8 });
  await Promise.all(reading);
  const { messages } = await asker.call<{ messages: { text: string }[] }>('conversation.open', { conversationId }, 'query');
  const text = messages.at(-1)?.text ?? '';
  for (const reader of readers) {
    sum.received += reader.received;
    sum.needed += text.length;
    sum.cuts += reader.cuts;
    sum.wrong += reader.text === text ? 0 : 1;
  }
  asker.end();
}

class Reader {
  text = '';
  received = 0;
  cuts = 0;
  readonly #cookie: string;
  readonly #conversationId: ConversationId;
  #cursor: string;
  #ended = false;

  constructor(cookie: string, conversationId: ConversationId, cursor: string) {
    this.#cookie = cookie;
    this.#conversationId = conversationId;
    this.#cursor = cursor;
  }

  /** Until the reply has ended for it. */
  async read(proxy: { url: string; cutNext(afterBytes: number): void }, cuts: number): Promise<void> {
    while (!this.#ended) {
      if (this.cuts < cuts) proxy.cutNext(500 + Math.floor(Math.random() * 20_000));
      const viewer = await Viewer.dial(proxy.url, this.#cookie).catch(() => undefined);
      if (!viewer) continue;
      const over = once(viewer.socket, 'close');
      const input = { conversationId: this.#conversationId, lastEventId: this.#cursor };
      viewer.subscribe('conversation.live', input, (frame) => this.#take(frame, viewer)).catch(() => undefined);
      await over;
      if (!this.#ended) this.cuts += 1;
    }
  }

  #take({ id, events }: Frame, viewer: Viewer): void {
    for (const event of events) {
      if (event.type === 'reply.ended') this.#ended = true;
      if (event.type !== 'reply.grew') continue;
      this.received += event.text.length;
      this.text = this.text.slice(0, event.from) + event.text;
    }
    this.#cursor = id;
    if (this.#ended) viewer.end();
  }
}

interface Missing {
  cursor: string;
  text: number;
  bytes: number;
}

/** A reply that is written and not ended, and a cursor from before it. */
async function longReply(house: House, conversationId: ConversationId): Promise<Missing> {
  const viewer = await Viewer.dial(house.url, house.person(0).cookie);
  const { cursor } = await viewer.call<{ cursor: string }>('conversation.open', { conversationId }, 'query');
  let grown = { text: 0, bytes: 0 };
  const whole = Promise.withResolvers<void>();
  await viewer.subscribe('conversation.live', { conversationId, lastEventId: cursor }, ({ events }) => {
    const texts = events.flatMap((event) => (event.type === 'reply.grew' ? [event.text] : []));
    grown = {
      text: grown.text + texts.join('').length,
      bytes: grown.bytes + Buffer.byteLength(JSON.stringify(texts.join(''))),
    };
    if (grown.text >= TOKENS * 3) whole.resolve();
  });
  await house.askModel(viewer, conversationId, { tokens: TOKENS, everyMs: 0, burst: 50, after: 'open' });
  await whole.promise;
  // The rest of it: the model says nothing more then, and does not end.
  await pause(500);
  viewer.end();
  return { cursor, ...grown };
}

async function catchUps(one: (n: number) => Promise<number>): Promise<number[]> {
  const ms: number[] = [];
  for (let n = 0; n < CATCH_UPS; n += 1) ms.push(await one(n));
  return ms;
}

/** From dialling to holding all that was missing. */
async function catchUp(house: House, n: number, { cursor, text }: Missing): Promise<number> {
  const conversationId = house.conversation(0);
  const since = performance.now();
  const viewer = await Viewer.dial(house.url, house.person(n).cookie);
  let held = 0;
  await new Promise<void>((resolve) => {
    void viewer.subscribe('conversation.live', { conversationId, lastEventId: cursor }, ({ events }) => {
      for (const event of events) if (event.type === 'reply.grew') held += event.text.length;
      if (held >= text) resolve();
    });
  });
  const ms = performance.now() - since;
  viewer.end();
  return ms;
}

async function rawCatchUp(url: string, bytes: number): Promise<number> {
  const since = performance.now();
  const socket = new WebSocket(url.replace(/^http/, 'ws'));
  await once(socket, 'open');
  socket.send(JSON.stringify({ bytes }));
  await once(socket, 'message');
  const ms = performance.now() - since;
  socket.terminate();
  return ms;
}
