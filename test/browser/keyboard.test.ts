import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, Visitor } from '../support/browser.ts';
import { openHouse } from '../support/house.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** The accessible name of what has the focus, as far as it is in its attributes or its text. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    return (
      element?.getAttribute('aria-label') ??
      (element instanceof HTMLInputElement ? (element.labels?.[0]?.textContent ?? '') : (element?.textContent ?? ''))
    );
  });
}

async function tabTo(page: Page, name: string | RegExp, back = false): Promise<void> {
  for (let steps = 0; steps < 60; steps += 1) {
    await page.keyboard.press(back ? 'Shift+Tab' : 'Tab');
    const now = await focused(page);
    if (typeof name === 'string' ? now === name : name.test(now)) return;
  }
  throw new Error(`Tab never comes to ${String(name)}`);
}

test('everything by keyboard: begin, write, rename, edit, go to another, stop; dialogs give the focus back', async () => {
  await using house = await openHouse({ webApp: true, chats: 'held' });
  const founder = await house.founder('Ana', 'Acme');
  await using ana = await Visitor.open(browser, house, { person: founder });
  const { page } = ana;
  await ana.message('Hello Ana').waitFor();

  await tabTo(page, /^guide/, true);
  await page.keyboard.press('n');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.type('By keys');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(await focused(page)).toMatch(/^guide/);

  await page.keyboard.press('n');
  await page.getByLabel('Title').waitFor();
  await page.keyboard.type('By keys');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'By keys' }).waitFor();
  await expect.poll(() => focused(page)).toBe('Message');

  await page.keyboard.type('one line');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('and another n ? e');
  await page.keyboard.press('Enter');
  const chat = await house.ollama.nextChat();
  await chat.send('Counting for ever');
  await ana.message('Counting for ever').waitFor();
  expect(await ana.message('one line').locator('p').textContent()).toBe('one line\nand another n ? e');
  await page.keyboard.press('Escape');
  await ana.log.getByText('Stopped by Ana').waitFor();

  await tabTo(page, /Counting for ever/, true);
  await page.keyboard.press('ArrowUp');
  expect(await focused(page)).toMatch(/one line/);
  await page.keyboard.press('e');
  await page.getByLabel('Edit your message').waitFor();
  await page.keyboard.type('!');
  await page.keyboard.press('Enter');
  await ana.message('and another n ? e!').getByText('edited').waitFor();
  await expect.poll(() => focused(page)).toBe('Message');

  await tabTo(page, 'By keys', true);
  await page.keyboard.press('Enter');
  await page.keyboard.type('By keys alone');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'By keys alone' }).waitFor();

  await page.keyboard.press('Alt+ArrowDown');
  await page.getByRole('heading', { level: 1, name: 'Welcome' }).waitFor();
  await page.keyboard.press('Alt+ArrowUp');
  await page.getByRole('heading', { level: 1, name: 'By keys alone' }).waitFor();
  await tabTo(page, /Counting for ever/, true);
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor();
  await page.keyboard.press('Escape');

  await page.keyboard.press('Control+k');
  await page.getByRole('dialog', { name: 'Jump to' }).waitFor();
  await page.keyboard.type('welc');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Welcome' }).waitFor();
});
