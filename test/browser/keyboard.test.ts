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

test('the keys of a message, and what closes first: a list, a reply, then a thread', async () => {
  await using house = await openHouse({ webApp: true, chats: 'held' });
  const founder = await house.founder('Ana', 'Acme');
  const conversationId = founder.welcome.id;
  const { message } = await founder.api.message.send.mutate({ conversationId, clientKey: 'a', text: 'A plan', model: null });
  await using ana = await Visitor.open(browser, house, { person: founder });
  const { page } = ana;
  const row = page.locator(`[data-message="${message.id}"]`);
  const hasFocus = () => row.evaluate((article) => article === document.activeElement);
  await row.focus();
  await page.keyboard.press('r');
  await page.getByRole('toolbar', { name: 'Reactions' }).waitFor();
  await page.keyboard.press('t');
  await page.keyboard.press('Escape');
  await page.getByRole('toolbar', { name: 'Reactions' }).waitFor({ state: 'detached' });
  await expect.poll(hasFocus).toBe(true);
  await page.keyboard.press('q');
  await expect.poll(() => ana.composer.inputValue()).toContain('> A plan');
  await ana.composer.fill('');

  await row.focus();
  await page.keyboard.press('t');
  const thread = page.getByRole('region', { name: 'Thread' });
  const field = thread.getByRole('textbox', { name: 'Message', exact: true });
  await expect.poll(() => field.evaluate((area) => area === document.activeElement)).toBe(true);
  await page.keyboard.type('@smollm2:135m go on');
  await page.keyboard.press('Enter');
  const chat = await house.ollama.nextChat();
  await chat.send('And on');
  await thread.getByText('And on').waitFor();
  await page.keyboard.type('@g');
  await page.getByRole('option').first().waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('option').first().waitFor({ state: 'detached' });
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Escape');
  await thread.getByText('Stopped by Ana').waitFor();
  await page.keyboard.press('Escape');
  await thread.waitFor({ state: 'detached' });
  await expect.poll(hasFocus).toBe(true);
});

test('what can be done from everywhere is found by its name, with the focus in the field', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const founder = await house.founder('Ana', 'Acme');
  await using ana = await Visitor.open(browser, house, { person: founder });
  const { page } = ana;
  await ana.composer.waitFor();
  await page.keyboard.press('Control+k');
  const field = page.getByRole('combobox');
  await page.keyboard.type('theme');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  const active = page.getByRole('option', { selected: true });
  expect(await active.getAttribute('id')).toBe(await field.getAttribute('aria-activedescendant'));
  await page.keyboard.type(' dark');
  await page.getByText('Nothing is called like that.').waitFor();
  await field.fill('dark');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark');
  await expect.poll(() => ana.composer.evaluate((area) => area === document.activeElement)).toBe(true);
  await page.keyboard.press('Control+k');
  await field.fill('keys');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor();
});
