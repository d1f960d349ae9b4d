/** What the server draws of a conversation is what the app is about to show, at the same place, and goes when it does. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, Visitor } from '../support/browser.ts';
import { openHouse, type House } from '../support/house.ts';
import { longConversation } from '../support/long-conversation.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const COUNT = 120;
/** Its scripts and its styles. */
const APP = '**/assets/app-*';

/** Somebody on a page whose app does not come until they say so. */
async function before(house: House, readTo: number, options: { viewport?: { width: number; height: number } } = {}) {
  const ana = await house.founder('Ana', 'Acme');
  const bo = await house.joiner(ana, 'Bo');
  const id = await longConversation(house, [bo, ana], COUNT);
  await ana.api.message.markRead.mutate({ conversationId: id, seq: readTo });
  const visitor = await Visitor.open(browser, house, { ...options, person: ana, path: '/me' });
  await visitor.page.getByRole('heading', { name: 'Account', exact: true }).waitFor();
  const comes = Promise.withResolvers<void>();
  await visitor.page.route(APP, async (route) => {
    await comes.promise;
    await route.continue();
  });
  return { ana, visitor, id, url: `${house.url}/t/${ana.team.id}/c/${id}`, appComes: () => comes.resolve() };
}

/** Where messages in sight are, by their lines. */
function places({ page }: Visitor): Promise<Record<string, number>> {
  return page.evaluate(() => {
    const rows = [...document.querySelectorAll('article')].map(
      (row) => [/Line \d+/.exec(row.textContent ?? '')?.[0], row.getBoundingClientRect().top] as const,
    );
    return Object.fromEntries(rows.filter(([line, top]) => line !== undefined && top > 60 && top < innerHeight - 200));
  });
}

/** By how many pixels a message moved, at most; endless when too few are in both. */
function farthest(before: Record<string, number>, after: Record<string, number>): number {
  const moved = Object.entries(after).map(([line, top]) => Math.abs(top - (before[line] ?? Number.NaN)));
  const both = moved.filter((by) => !Number.isNaN(by));
  return both.length > 4 ? Math.max(...both) : Number.POSITIVE_INFINITY;
}

test.each([
  ['on a wide page', COUNT, { width: 1280, height: 800 }],
  ['on a phone', COUNT, { width: 390, height: 844 }],
  ['with something new, on a wide page', COUNT - 40, { width: 1280, height: 800 }],
])('the messages are there before the app, and stay where they are when it comes: %s', async (_where, readTo, viewport) => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const { visitor: opened, url, appComes } = await before(house, readTo, { viewport });
  await using visitor = opened;
  await visitor.page.goto(url, { waitUntil: 'commit' });
  await visitor.page.locator('#sight article').last().waitFor();
  await visitor.page.evaluate(() => document.fonts.ready.then(() => undefined));
  const drawn = await places(visitor);
  expect(Object.keys(drawn).length).toBeGreaterThan(4);
  expect(await visitor.log.count()).toBe(0);
  appComes();
  await visitor.log.waitFor();
  expect(await visitor.page.locator('#sight').count()).toBe(0);
  // The list takes some frames to come to where it begins; its rows are whole pixels high.
  await expect.poll(async () => farthest(drawn, await places(visitor))).toBeLessThan(12);
});

test('they have the colours that were chosen before, and the app has all of its styles', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const { visitor: opened, url, appComes } = await before(house, COUNT);
  await using visitor = opened;
  await visitor.page.evaluate(() => localStorage.setItem('parley.theme', 'dark'));
  await visitor.page.goto(url, { waitUntil: 'commit' });
  await visitor.page.locator('#sight article').last().waitFor();
  expect(await visitor.page.evaluate(() => getComputedStyle(document.body).colorScheme)).toBe('dark');
  appComes();
  await visitor.log.waitFor();
  expect(await visitor.page.locator('link[rel="stylesheet"][href*="/app-"]').count()).toBe(1);
});

test('at a message that the address names, and at a place one left, nothing is drawn that would be somewhere else', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const { visitor: opened, url, appComes, ana, id } = await before(house, COUNT);
  await using visitor = opened;
  const { items } = await ana.api.message.history.query({ conversationId: id, beforeSeq: 60 });
  await visitor.page.goto(`${url}#${items.at(-1)?.id}`, { waitUntil: 'commit' });
  await visitor.page.locator('#root').waitFor({ state: 'attached' });
  expect(await visitor.page.locator('#sight').count()).toBe(0);
  appComes();
  await visitor.message('Line 59:').waitFor();
  await visitor.page.goto('about:blank');
  await visitor.page.unroute(APP);
  const comes = Promise.withResolvers<void>();
  await visitor.page.route(APP, (route) => comes.promise.then(() => route.continue()));
  await visitor.page.goto(url, { waitUntil: 'commit' });
  await visitor.page.locator('#root').waitFor({ state: 'attached' });
  expect(await visitor.page.locator('#sight').count()).toBe(0);
  comes.resolve();
  await visitor.message('Line 59:').waitFor();
});

test('a session that has ended shows the way in, and nothing of the conversation', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const { visitor: opened, url, appComes, ana } = await before(house, COUNT);
  await using visitor = opened;
  await visitor.page.goto(url, { waitUntil: 'commit' });
  await visitor.page.locator('#sight article').last().waitFor();
  await ana.http('auth.signOut', {});
  appComes();
  await visitor.page.getByRole('button', { name: 'Sign in' }).waitFor();
  expect(await visitor.page.locator('#sight').count()).toBe(0);
  expect(await visitor.page.getByText('Line 120:').count()).toBe(0);
});
