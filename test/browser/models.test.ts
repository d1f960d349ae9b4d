import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { openBrowser, Visitor } from '../support/browser.ts';
import { openHouse } from '../support/house.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

test('a pull goes on over a reload, is seen to its end, and its model can be made the default', async () => {
  await using house = await openHouse({ webApp: true });
  const founder = await house.founder('Ana');
  await using ana = await Visitor.open(browser, house, { person: founder, path: `/t/${founder.team.id}/models` });
  const { page } = ana;
  const bar = page.getByRole('progressbar', { name: 'Pulling tiny:1b' });
  await page.getByLabel('Model name').fill('tiny:1b');
  const coming = house.ollama.nextPull();
  await page.getByRole('button', { name: 'Pull' }).click();
  const pull = await coming;
  await pull.progress('0011223344556677', 1_000_000, 250_000);
  await expect.poll(() => bar.getAttribute('aria-valuenow')).toBe('25');

  await page.reload();
  await expect.poll(() => bar.getAttribute('aria-valuenow')).toBe('25');
  await pull.progress('0011223344556677', 1_000_000, 750_000);
  await expect.poll(() => bar.getAttribute('aria-valuenow')).toBe('75');
  house.ollama.models.add({ name: 'tiny:1b' });
  await pull.succeed();
  await page.getByText('Ready', { exact: true }).waitFor();
  expect(house.ollama.requests.filter((request) => request.path === '/api/pull')).toHaveLength(1);

  await page.getByRole('button', { name: 'More for tiny:1b' }).click();
  await page.getByRole('menuitem', { name: 'Make it the default of the team' }).click();
  await page.getByText('Default of the team').waitFor();
  await page.getByRole('link', { name: 'Welcome' }).click();
  await page.getByRole('button', { name: 'Model: tiny:1b' }).waitFor();
});

test('a pull that fails says what to do', async () => {
  await using house = await openHouse({ webApp: true });
  const founder = await house.founder('Ana');
  await using ana = await Visitor.open(browser, house, { person: founder, path: `/t/${founder.team.id}/models` });
  house.ollama.onPull((pull) => pull.fail('pull model manifest: file does not exist'));
  await ana.page.getByLabel('Model name').fill('no-such-model');
  await ana.page.getByRole('button', { name: 'Pull' }).click();
  await ana.page.getByText('Failed: the Ollama library has no model of this name.').waitFor();
});

test('without Ollama: where it was looked for and how to bring it; it is found by itself when it comes', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const founder = await house.founder('Ana');
  await using ana = await Visitor.open(browser, house, { person: founder, path: `/t/${founder.team.id}/models` });
  await ana.page.getByText(`No Ollama at ${house.ollama.url}`).waitFor();
  await ana.page.getByText('https://ollama.com/install.sh').waitFor();
  await house.ollama.start();
  await ana.page.getByText('smollm2:135m').first().waitFor();
});
