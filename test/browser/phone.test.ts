import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, CDPSession } from 'playwright-core';
import { openBrowser, Visitor } from '../support/browser.ts';
import { openHouse } from '../support/house.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

test('nothing is wider than a phone, whatever is long', async () => {
  await using house = await openHouse({
    webApp: true,
    chats: 'held',
    models: [{ name: 'a-model-with-a-very-long-name-indeed:270m-instruct-q4', contextLength: 4096 }],
  });
  const person = await house.founder('Ana of the Very Long Family Name', 'A team with quite a long name');
  const { conversation } = await person.api.conversation.create.mutate({
    teamId: person.team.id,
    title: 'A title that goes on and on, longer than a phone is wide',
  });
  await using ana = await Visitor.open(browser, house, {
    person,
    path: `/t/${person.team.id}/c/${conversation.id}`,
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
  });
  const width = () => ana.page.evaluate(() => Math.max(document.documentElement.scrollWidth, window.innerWidth));
  await ana.say(`https://example.org/${'long'.repeat(60)} and ${'w'.repeat(300)}`);
  const chat = await house.ollama.nextChat();
  await chat.send(
    `| a | b | c | d | e | f | g | h |\n|---|---|---|---|---|---|---|---|\n| ${'cell '.repeat(8)} | 1 | 2 | 3 | 4 | 5 | 6 | 7 |\n\n\`\`\`\n${'x'.repeat(400)}\n\`\`\`\n\n${'y'.repeat(300)} end`,
  );
  await ana.message('end').waitFor();
  expect(await width()).toBe(390);
  await chat.finish();
  for (const path of [`/t/${person.team.id}/settings`, `/t/${person.team.id}/models`, '/me']) {
    await ana.go(path);
    await ana.page.getByRole('heading', { level: 1 }).waitFor();
    expect(await width(), path).toBe(390);
  }
});

test('a team is made from the drawer of a phone, and the drawer leads back to the other', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const person = await house.founder('Ana', 'Acme');
  await using ana = await Visitor.open(browser, house, { person, viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
  const choose = async (now: string, item: string) => {
    await ana.page.getByRole('button', { name: 'Conversations', exact: true }).click();
    await ana.page.getByRole('button', { name: `${now}, change team` }).click();
    await ana.page.getByRole('menu').getByText(item).click();
  };
  await choose('Acme', 'New team');
  const dialog = ana.page.getByRole('dialog', { name: 'New team' });
  await dialog.getByLabel('Team name').fill('Harbour');
  await dialog.getByRole('button', { name: 'Create team' }).click();
  await ana.page.getByRole('heading', { level: 1, name: 'Welcome' }).waitFor();
  await ana.page.getByText('Everybody in Harbour sees it').waitFor();
  await choose('Harbour', 'Acme');
  await ana.page.getByText('Everybody in Acme sees it').waitFor();
});

test('who is here stands under the title, and the columns of a table stay wide enough to read: it scrolls', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const person = await house.founder('Ana', 'Acme');
  const path = `/t/${person.team.id}/c/${person.welcome.id}`;
  const table =
    '| Day | High water | Height | Low water | Wind | Who opens the lock |\n|---|---|---|---|---|---|\n| Tuesday | 06:12 | 3.4 m | 12:25 | south-west 4 | Ana |';
  await person.api.message.send.mutate({ conversationId: person.welcome.id, clientKey: 'a', text: table, model: null });
  await using ana = await Visitor.open(browser, house, {
    person,
    path,
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
  });
  const title = await ana.page.getByRole('heading', { level: 1, name: 'Welcome' }).boundingBox();
  const faces = await ana.page.getByRole('list', { name: 'Here now' }).getByRole('listitem').first().boundingBox();
  expect(faces?.x).toBeGreaterThanOrEqual(title?.x ?? Number.NaN);
  expect((faces?.x ?? Number.NaN) - (title?.x ?? Number.NaN)).toBeLessThan(12);
  expect((faces?.y ?? Number.NaN) + (faces?.height ?? Number.NaN)).toBeLessThan(56);
  const shown = ana.page.getByRole('region', { name: 'Table' });
  await shown.waitFor();
  const lines = await shown.getByRole('row').evaluateAll((rows) => rows.map((row) => Math.round((row.clientHeight - 15) / 18)));
  expect(lines).toEqual([2, 1]);
  expect(await shown.evaluate((box) => box.scrollWidth > box.clientWidth)).toBe(true);
});

interface Point {
  x: number;
  y: number;
}

/** A finger that goes from one place to another; resolves when the page has heard that it left, and has drawn what that did. */
async function swipe({ page }: Visitor, finger: CDPSession, from: Point, to: Point): Promise<void> {
  await page.evaluate(() => {
    const left = new Promise((resolve) => addEventListener('touchend', resolve, { once: true }));
    Object.assign(window, { drawn: left.then(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))) });
  });
  await finger.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [from] });
  for (const part of [0.25, 0.5, 0.75, 1]) {
    const at = { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
    await finger.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [at] });
  }
  await finger.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await page.evaluate(() => (window as unknown as { drawn: Promise<void> }).drawn);
}

test('a pull from the left edge opens the drawer and a push closes it; other swipes do neither, and none leaves the page', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const person = await house.founder('Ana', 'Acme');
  await using ana = await Visitor.open(browser, house, { person, viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
  await ana.composer.waitFor();
  const finger = await ana.page.context().newCDPSession(ana.page);
  const drawer = ana.page.getByRole('dialog', { name: 'Conversations' });
  const y = 300;
  for (let n = 0; n < 4; n += 1) await swipe(ana, finger, { x: 60, y }, { x: 380, y });
  await swipe(ana, finger, { x: 8, y }, { x: 60, y: y + 200 });
  await swipe(ana, finger, { x: 8, y }, { x: 40, y });
  expect(await drawer.count()).toBe(0);
  await swipe(ana, finger, { x: 8, y }, { x: 160, y: y + 10 });
  await drawer.waitFor();
  await swipe(ana, finger, { x: 60, y }, { x: 200, y });
  expect(await drawer.count()).toBe(1);
  await swipe(ana, finger, { x: 220, y }, { x: 40, y });
  await drawer.waitFor({ state: 'detached' });
  await ana.go(`/t/${person.team.id}/settings`);
  await ana.page.getByRole('heading', { name: 'Members' }).waitFor();
  await swipe(ana, finger, { x: 60, y }, { x: 380, y });
  await swipe(ana, finger, { x: 8, y }, { x: 160, y });
  await drawer.waitFor();
});
