import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { openBrowser, Visitor } from '../support/browser.ts';
import { ask, begin, inviteLink, join } from '../support/first-minute.ts';
import { openHouse } from '../support/house.ts';
import { PASSWORD } from '../support/person.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

test('START-1 from nothing to a streaming reply: one form, one press, one question', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  await using ana = await Visitor.open(browser, house);
  const { page } = ana;
  await page.getByLabel('Your name').fill('Ana Lima');
  await page.getByLabel('E-mail address').fill('ana@example.org');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await expect.poll(() => page.getByLabel('Team name').inputValue()).toBe('Ana’s team');
  await page.getByRole('button', { name: 'Start' }).click();

  await page.getByRole('heading', { level: 1, name: 'Welcome' }).waitFor();
  await ana.message('Hello Ana Lima').waitFor();
  expect(new URL(page.url()).pathname).toMatch(/^\/t\/[0-9a-z]{20}\/c\/[0-9a-z]{20}$/);
  await expect.poll(() => ana.composer.evaluate((area) => area === document.activeElement)).toBe(true);

  await page.keyboard.type('How do I invite somebody?');
  await page.keyboard.press('Enter');
  await ana.message('How do I invite somebody?').last().waitFor();
  const reply = ana.log.getByRole('article').last();
  await reply.getByText('asked by Ana Lima').waitFor();
  await reply.getByRole('button', { name: 'Another answer' }).waitFor();
  await reply
    .getByText(/invite/i)
    .first()
    .waitFor();
  expect(await page.title()).toBe('Welcome · Ana’s team · Parley');
});

test('what is not right is said at its field, and nothing is lost', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  await house.founder('Bo', 'Bo’s team');
  await using visitor = await Visitor.open(browser, house);
  const { page } = visitor;
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await page.getByLabel('E-mail address').fill('nobody@example.org');
  await page.getByLabel('Password', { exact: true }).fill('not the right one');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('alert').getByText('The e-mail address or the password is wrong.').waitFor();
  expect(await page.getByLabel('E-mail address').inputValue()).toBe('nobody@example.org');
});

test('START-1 from the empty page to a reply of a model, and a second person who watches the next one grow', async () => {
  await using house = await openHouse({ webApp: true, chats: 'held' });
  const pace = { keyMs: 0 };
  await using ana = await Visitor.open(browser, house);
  await begin(ana, 'Ana Lima', pace);
  await ask(ana, 'What is a tide?', pace);
  const first = await house.ollama.nextChat();
  expect(first.question).toContain('What is a tide?');
  await first.send('The sea rises and falls.');
  await first.finish();
  await ana.page.getByRole('button', { name: 'Another answer' }).waitFor();

  const link = await inviteLink(ana);
  await using bo = await Visitor.open(browser, house, { path: new URL(link).pathname });
  await join(bo, 'Bo', pace);
  await bo.message('The sea rises and falls.').waitFor();
  await ana.say('And why?');
  const second = await house.ollama.nextChat();
  await second.send('Because of ');
  for (const visitor of [ana, bo]) await visitor.message('Because of').getByRole('button', { name: 'Stop the reply of' }).waitFor();
  await second.send('the **moon**.');
  for (const visitor of [ana, bo]) await visitor.message('Because of the moon.').waitFor();
  await second.finish();
  for (const visitor of [ana, bo]) await visitor.page.getByRole('button', { name: 'Another answer' }).waitFor();
});
