/**
 * F10: what one token costs the main thread of a page that shows it, in a short and in a long conversation, while four replies are written at 100
 * tokens a second each; against the same tokens appended to four text nodes of an empty page.
 */
import type { Page } from 'playwright-core';
import type { ConversationId } from '../../shared/ids.ts';
import { openBrowser, Visitor } from '../support/browser.ts';
import type { FakeChat } from '../support/fake-ollama/chat.ts';
import { openHouse, type House } from '../support/house.ts';
import { longConversation } from '../support/long-conversation.ts';
import type { Person } from '../support/person.ts';
import { workOf, type Work } from './main-thread.ts';
import { atMost, none, type Report } from './support/report.ts';
import { median, percentile } from './support/sample.ts';

const SHORT = 50;
const LONG = 5_000;
const REPLIES = 4;
const PER_SECOND = 100;
const TOKENS = 400;
const ROUNDS = 3;

type Browser = Awaited<ReturnType<typeof openBrowser>>;
type Where = 'short' | 'long' | 'plain';

interface Measured extends Work {
  where: Where;
  slowed: number;
  perTokenUs: number;
  /** From a key to the next paint; only where one can write. */
  inputMs: number[];
}

export async function measure(): Promise<Report> {
  const browser = await openBrowser();
  try {
    await using house = await openHouse({ webApp: true, chats: 'held', settings: { PARLEY_PARALLEL: String(REPLIES) } });
    const person = await house.founder('Ana', 'Acme');
    const places = {
      short: await longConversation(house, [person], SHORT),
      long: await longConversation(house, [person], LONG),
    };
    const measured: Measured[] = [];
    const look = async (where: Where, slowed = 1) =>
      measured.push(
        where === 'plain' ? await plain(browser, slowed) : await conversation(browser, house, person, places[where], where, slowed),
      );
    for (let round = 0; round < ROUNDS; round += 1) {
      // By turns and back, so that a machine that gets slower does so to all.
      const order: Where[] = ['plain', 'short', 'long', 'long', 'short', 'plain'];
      for (const where of order) await look(where);
    }
    for (const where of ['plain', 'short', 'long'] as const) await look(where, 4);
    return judged(measured);
  } finally {
    await browser.close();
  }
}

function judged(measured: readonly Measured[]): Report {
  const of = (slowed: number, ...where: Where[]) => measured.filter((each) => each.slowed === slowed && where.includes(each.where));
  const cost = (where: Where) => median(of(1, where).map(({ perTokenUs }) => perTokenUs));
  const frame = (slowed: number, ...where: Where[]) => median(of(slowed, ...where).map(({ frameP95Ms }) => frameP95Ms));
  const inPages = of(1, 'short', 'long');
  const toPaint = percentile(
    inPages.flatMap(({ inputMs }) => inputMs),
    0.98,
  );
  return {
    name: 'render',
    runs: of(1, 'long').length,
    goals: [
      atMost(`a token in ${LONG} messages, to one in ${SHORT}`, { ours: cost('long'), reference: cost('short') }, 'us', 1.5, 'ratio'),
      atMost('work of a frame at 4x throttle, p95', { ours: frame(4, 'short', 'long'), reference: frame(4, 'plain') }, 'ms', 4, 'ours'),
      none(
        'tasks over 50 ms',
        inPages.reduce((sum, { longTasks }) => sum + longTasks, 0),
      ),
      atMost('from a key to its paint, p98', { ours: toPaint }, 'ms', 100, 'ours'),
    ],
    notes: [
      `a token in four plain text nodes: ${cost('plain').toFixed(0)} us; in ${LONG} messages ${(cost('long') / cost('plain')).toFixed(1)} times that`,
      `work of a frame without throttle, p95: ${frame(1, 'short', 'long').toFixed(1)} ms, plain ${frame(1, 'plain').toFixed(1)} ms`,
      `the longest task: ${Math.max(...inPages.map(({ longestMs }) => longestMs)).toFixed(1)} ms`,
    ],
  };
}

async function conversation(
  browser: Browser,
  house: House,
  person: Person,
  id: ConversationId,
  where: Where,
  slowed: number,
): Promise<Measured> {
  await using visitor = await Visitor.open(browser, house, { person, path: `/t/${person.team.id}/c/${id}` });
  await visitor.composer.waitFor();
  const chats: FakeChat[] = [];
  for (let reply = 0; reply < REPLIES; reply += 1) {
    await person.api.message.send.mutate({
      conversationId: id,
      clientKey: crypto.randomUUID(),
      text: `question ${reply}`,
      model: 'smollm2:135m',
    });
    const chat = await house.ollama.nextChat();
    await chat.send('Begun. ');
    chats.push(chat);
  }
  await visitor.page
    .getByRole('button', { name: /^Stop the reply/ })
    .nth(REPLIES - 1)
    .waitFor();
  await slow(visitor.page, slowed);
  const keys = await listenToKeys(visitor.page);
  await visitor.composer.focus();
  const work = await workOf(visitor.page, async () => {
    const typing = visitor.page.keyboard.type('while they write, I write as well', { delay: 100 });
    await atPace(async (token) => {
      for (const chat of chats) await chat.send(token);
    });
    await typing;
  });
  const inputMs = await keys();
  await slow(visitor.page, 1);
  for (const chat of chats) await chat.finish();
  await visitor.composer.fill('');
  return { ...work, where, slowed, inputMs, perTokenUs: (work.totalMs * 1_000) / (TOKENS * REPLIES) };
}

/** The least that can be done: as many text nodes that grow once per frame. */
async function plain(browser: Browser, slowed: number): Promise<Measured> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.setContent('<body style="font: 15px/22px sans-serif; white-space: pre-wrap"></body>');
  await slow(page, slowed);
  await page.evaluate((replies) => {
    const nodes = Array.from({ length: replies }, () => document.body.appendChild(document.createElement('p')).appendChild(new Text()));
    let due = '';
    const draw = () => {
      for (const node of nodes) node.appendData(due);
      due = '';
    };
    Object.assign(window, {
      grow(token: string) {
        if (due === '') requestAnimationFrame(draw);
        due += token;
      },
    });
  }, REPLIES);
  const cdp = await page.context().newCDPSession(page);
  const work = await workOf(page, () =>
    atPace(async (token) => {
      await cdp.send('Runtime.evaluate', { expression: `grow(${JSON.stringify(token)})` });
    }),
  );
  await page.close();
  return { ...work, where: 'plain', slowed, inputMs: [], perTokenUs: (work.totalMs * 1_000) / (TOKENS * REPLIES) };
}

/** Markdown of every kind, so many tokens at so many a second. */
async function atPace(send: (token: string) => Promise<void>): Promise<void> {
  const part = (n: number) =>
    `## Part ${n}\n\nSome **words** about \`part\` ${n} that go on for a while, and then a list:\n\n- one thing\n- another [thing](https://example.org/${n})\n\n\`\`\`ts\nconst a${n} = ${n};\nfunction f${n}() {\n  return a${n};\n}\n\`\`\`\n\n`;
  const text = Array.from({ length: 40 }, (_, n) => part(n)).join('');
  const tokens = (text.match(/\s*\S+/g) ?? []).slice(0, TOKENS);
  const began = performance.now();
  for (let sent = 0; sent < tokens.length;) {
    const due = Math.min(tokens.length, Math.floor(((performance.now() - began) * PER_SECOND) / 1_000));
    for (; sent < due; sent += 1) await send(tokens[sent] ?? '');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function slow(page: Page, rate: number): Promise<void> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate });
}

/** From now on; the returned function gives, for each key, the time until the page had answered it. */
async function listenToKeys(page: Page): Promise<() => Promise<number[]>> {
  await page.evaluate(() => {
    const keys: number[] = [];
    Object.assign(window, { keys });
    new PerformanceObserver((list) => {
      for (const { name, duration } of list.getEntries()) if (name === 'keydown') keys.push(duration);
    }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
  });
  return () => page.evaluate(() => ('keys' in window ? (window.keys as number[]) : []));
}
