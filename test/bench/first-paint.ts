/**
 * F19: how long it takes until the newest messages of a long conversation can be read, against the same window as a static page with the same styles;
 * and whether it stays the same however much was said before.
 *
 * From the start of the navigation to the first frame after the words are in the page, by the page's own clock; the second visit of a browser that is
 * new in each run, so that files come from its cache and nothing is compiled before. It happens in a tab of its own, a while after the one before was
 * closed: what a page costs to be taken down belongs to that. The static page errs to its own side: its styles are in it, it loads no fonts, and what
 * lies over its window is room only; it has no security headers. What it takes with those of every page here is said below, since one of them
 * (Cross-Origin-Opener-Policy) makes a browser change processes. So is when the app itself shows the messages, and can be used.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { ConversationId } from '../../shared/ids.ts';
import { openBrowser, Visitor } from '../support/browser.ts';
import { openHouse, type House } from '../support/house.ts';
import { longConversation } from '../support/long-conversation.ts';
import type { Person } from '../support/person.ts';
import { atMost, type Report } from './support/report.ts';
import { median } from './support/sample.ts';

const SIZES = [1_000, 5_000, 20_000];
const RUNS = 7;
const REST_MS = 500;
/** Of the static page with security headers. */
const GUARDED = 'guarded';
const SECURITY = /^(content-security-policy|cross-origin-.*|permissions-policy|referrer-policy|x-.*)$/;

type Browser = Awaited<ReturnType<typeof openBrowser>>;

export async function measure(): Promise<Report> {
  const browser = await openBrowser();
  try {
    await using house = await openHouse({ webApp: true, noOllama: true });
    const person = await house.founder('Ana', 'Acme');
    const places: { size: number; id: ConversationId; times: number[] }[] = [];
    const usable: number[] = [];
    for (const size of SIZES) places.push({ size, id: await longConversation(house, [person], size), times: [] });
    for (const { id, size } of places) await person.api.message.markRead.mutate({ conversationId: id, seq: size });
    const still: number[] = [];
    const guarded: number[] = [];
    const address = (id: ConversationId) => `${house.url}/t/${person.team.id}/c/${id}`;
    const [, middle] = places;
    if (middle === undefined) throw new Error('No conversation to compare with.');
    await using page = await stillPage(browser, house, person, address(middle.id));
    for (let run = 0; run < RUNS; run += 1) {
      for (const { id, size, times } of places) {
        const { readMs, usedMs } = await visit(browser, house, person, address(id), `Line ${size}:`);
        times.push(readMs);
        usable.push(usedMs);
      }
      for (const [path, times] of [['', still] as const, [GUARDED, guarded] as const])
        times.push((await visit(browser, house, person, page.url + path, `Line ${middle.size}:`)).readMs);
    }
    const medians = places.map(({ times }) => median(times));
    return {
      name: 'first-paint',
      runs: RUNS,
      goals: [
        atMost(
          `the newest of ${middle.size} messages, to a static page`,
          { ours: median(middle.times), reference: median(still) },
          'ms',
          1.5,
          'ratio',
        ),
        atMost(
          `of ${SIZES.at(-1)} messages, to ${SIZES[0]}`,
          { ours: medians.at(-1) ?? Number.NaN, reference: medians[0] ?? Number.NaN },
          'ms',
          1.1,
          'ratio',
        ),
      ],
      notes: [
        `a static page with the same security headers: ${median(guarded).toFixed(0)} ms`,
        `the app shows them itself, and can be used, after ${median(usable).toFixed(0)} ms`,
      ],
    };
  } finally {
    await browser.close();
  }
}

interface Visit {
  /** From the navigation to the first frame after the words are in the page. */
  readMs: number;
  /** To those in the list of the app; of a static page, when they are in its copy of that list. */
  usedMs: number;
}

/** The second visit, with files in the cache. */
async function visit(browser: Browser, house: House, person: Person, url: string, words: string): Promise<Visit> {
  await using visitor = await Visitor.open(browser, house, { person, path: '/me' });
  await visitor.page.context().addInitScript((wanted) => {
    const mark = (name: string, rows: string) => {
      const there = [...document.querySelectorAll(rows)].some((row) => row.textContent?.includes(wanted));
      if (!there) return void requestAnimationFrame(() => mark(name, rows));
      requestAnimationFrame(() => setTimeout(() => Object.assign(window, { [name]: performance.now() })));
    };
    mark('readMs', 'article');
    mark('usedMs', '[role="log"] article');
  }, words);
  await visitor.page.goto(url);
  await visitor.page.waitForFunction(() => 'usedMs' in window);
  const tab = await visitor.page.context().newPage();
  await visitor.page.close();
  await pause(REST_MS);
  await tab.goto(url);
  const marks = () => 'readMs' in window && 'usedMs' in window && { readMs: window.readMs, usedMs: window.usedMs };
  const found = await tab.waitForFunction(marks);
  // Asked for while the page is there.
  return (await found.jsonValue()) as Visit;
}

/** What the conversation looks like, without anything that runs. */
async function stillPage(browser: Browser, house: House, person: Person, url: string): Promise<AsyncDisposable & { url: string }> {
  await using visitor = await Visitor.open(browser, house, { person, path: new URL(url).pathname });
  await visitor.composer.waitFor();
  await visitor.message('Line').last().waitFor();
  const html = await visitor.page.evaluate(async () => {
    const sheets = [...document.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]')].map(({ href }) => href);
    const styles = await Promise.all(sheets.map(async (href) => (await fetch(href)).text()));
    for (const script of document.querySelectorAll('script, link')) script.remove();
    document.head.insertAdjacentHTML('beforeend', `<style>${styles.join('\n').replaceAll(/@font-face\s*\{[^}]*\}/g, '')}</style>`);
    return `<!doctype html>${document.documentElement.outerHTML}`;
  });
  const headers = [...(await fetch(house.url)).headers].filter(([name]) => SECURITY.test(name));
  const server = createServer((request, response) => {
    if (request.url === `/${GUARDED}`) response.setHeaders(new Map(headers));
    response.setHeader('Content-Type', 'text/html; charset=utf-8').end(html);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
