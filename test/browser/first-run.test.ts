import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { openBrowser, Visitor } from '../support/browser.ts';
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
