import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { TEXT } from '../../shared/limits.ts';
import { openBrowser, Visitor } from '../support/browser.ts';
import { openHouse } from '../support/house.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

test('a person is named by a few letters and keys, stands out, and sees that they were named', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const founder = await house.founder('Ana', 'Acme');
  const joiner = await house.joiner(founder, 'Björn Öberg');
  await house.joiner(founder, 'Bo');
  await founder.api.conversation.update.mutate({ conversationId: founder.welcome.id, answers: 'named' });
  const { conversation } = await founder.api.conversation.create.mutate({ teamId: founder.team.id, title: 'Elsewhere', answers: 'named' });
  await using ana = await Visitor.open(browser, house, { person: founder, path: `/t/${founder.team.id}/c/${founder.welcome.id}` });
  await using bjorn = await Visitor.open(browser, house, { person: joiner, path: `/t/${founder.team.id}/c/${conversation.id}` });
  await bjorn.composer.waitFor();
  const options = ana.page.getByRole('option');

  await ana.composer.pressSequentially('Hello @b');
  await expect.poll(() => options.allTextContents()).toEqual([expect.stringContaining('Björn Öberg'), expect.stringContaining('Bo')]);
  expect(await options.first().getAttribute('id')).toBe(await ana.composer.getAttribute('aria-activedescendant'));
  await ana.composer.press('ArrowDown');
  await expect.poll(() => options.last().getAttribute('aria-selected')).toBe('true');
  await ana.composer.press('Escape');
  await options.first().waitFor({ state: 'detached' });
  await ana.composer.pressSequentially('jorn');
  expect(await options.count()).toBe(0);
  await ana.composer.fill('Hello ');
  await ana.composer.pressSequentially('@oberg');
  await ana.composer.press('Tab');
  expect(await ana.composer.inputValue()).toBe('Hello @Björn Öberg ');
  await ana.composer.pressSequentially('and mail a@bo');
  expect(await options.count()).toBe(0);
  await ana.composer.press('Enter');

  await ana
    .message('Hello @Björn Öberg')
    .locator('span', { hasText: /^@Björn Öberg$/ })
    .waitFor();
  await bjorn.page.getByRole('link', { name: /Welcome.*mentions you once/ }).click();
  await bjorn.message('Hello @Björn Öberg').waitFor();
  await expect.poll(() => bjorn.page.getByText('mentions you once').count()).toBe(0);
  const { items } = await founder.api.message.history.query({ conversationId: founder.welcome.id });
  expect(items.at(-1)?.mentions).toEqual([joiner.user.id]);
});

test('a word that an input method still composes offers nothing and sends nothing', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const founder = await house.founder('Ana', 'Acme');
  await house.joiner(founder, 'Bo');
  await founder.api.conversation.update.mutate({ conversationId: founder.welcome.id, answers: 'named' });
  await using ana = await Visitor.open(browser, house, { person: founder });
  await ana.composer.click();
  const keys = await ana.context.newCDPSession(ana.page);
  await keys.send('Input.imeSetComposition', { text: '@B', selectionStart: 2, selectionEnd: 2 });
  await expect.poll(() => ana.composer.inputValue()).toBe('@B');
  expect(await ana.page.getByRole('option').count()).toBe(0);
  await keys.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 229 });
  expect(await ana.composer.inputValue()).toBe('@B');
  await keys.send('Input.insertText', { text: '@B' });
  await ana.page.getByRole('option', { name: /Bo/ }).waitFor();
});

test('a model that is picked from the list answers', async () => {
  await using house = await openHouse({ webApp: true, chats: 'held' });
  const founder = await house.founder('Ana', 'Acme');
  await founder.api.conversation.update.mutate({ conversationId: founder.welcome.id, answers: 'named' });
  await using ana = await Visitor.open(browser, house, { person: founder });
  await ana.composer.pressSequentially('@smol');
  await ana.page.getByRole('option', { name: /smollm2:135m/ }).click();
  await ana.composer.pressSequentially('how are you?');
  await ana.composer.press('Enter');
  const chat = await house.ollama.nextChat();
  expect(chat.body.model).toBe('smollm2:135m');
  await chat.send('Well.');
  await chat.finish();
  await ana.message('Well.').waitFor();
});

test('commands do what they say; what is none is a message', async () => {
  await using house = await openHouse({ webApp: true, chats: 'held' });
  const founder = await house.founder('Ana', 'Acme');
  await using ana = await Visitor.open(browser, house, { person: founder });
  const { page } = ana;
  const tell = async (text: string) => {
    await ana.composer.fill('');
    await ana.composer.pressSequentially(text);
    await ana.composer.press('Enter');
  };
  await ana.composer.pressSequentially('/');
  await page.getByRole('option', { name: /^\/title TEXT/ }).waitFor();
  await ana.composer.press('Escape');
  await tell('/title Plans for spring');
  await page.getByRole('heading', { level: 1, name: 'Plans for spring' }).waitFor();
  expect(await ana.composer.inputValue()).toBe('');

  await tell('/model gem');
  await page.getByRole('button', { name: 'Model: gemma3:270m' }).waitFor();
  await tell(`/title ${'x'.repeat(TEXT.titleMaxChars + 1)}`);
  await page.getByText(`A title has at most ${TEXT.titleMaxChars} characters.`, { exact: true }).waitFor();
  expect(await ana.composer.inputValue()).toBe(`/title ${'x'.repeat(TEXT.titleMaxChars + 1)}`);

  await tell('/quiet nobody answers this');
  await ana.message('nobody answers this').waitFor();
  await tell('/etc/hosts is a file');
  await ana.message('/etc/hosts is a file').waitFor();
  const chat = await house.ollama.nextChat();
  expect(chat.body.messages.at(-1)?.content).toContain('/etc/hosts is a file');
  await chat.send('It is.');
  await ana.message('It is.').waitFor();
  await tell('/stop');
  await ana.log.getByText('Stopped by Ana').waitFor();

  await tell('/answers named');
  await page.getByText('gemma3:270m answers when named').waitFor();
  await tell('/help');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await tell('/archive');
  await page.getByText('This conversation is archived.').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await ana.composer.waitFor();
});

test('a message is quoted with its author, after what was begun already', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const founder = await house.founder('Ana', 'Acme');
  const joiner = await house.joiner(founder, 'Bo_Bo');
  const conversationId = founder.welcome.id;
  await founder.api.conversation.update.mutate({ conversationId, answers: 'named' });
  await joiner.api.message.send.mutate({ conversationId, clientKey: 'a', text: 'First line\nsecond line' });
  await using ana = await Visitor.open(browser, house, { person: founder });
  await ana.composer.fill('I saw');
  await ana.message('First line').hover();
  await ana.message('First line').getByRole('button', { name: 'Quote' }).click();
  expect(await ana.composer.inputValue()).toBe('I saw\n\n> **Bo\\_Bo:**\n> First line\n> second line\n\n');
  await expect.poll(() => ana.composer.evaluate((area) => area === document.activeElement)).toBe(true);
  await ana.composer.pressSequentially('Yes.');
  await ana.composer.press('Enter');
  await ana.message('Yes.').locator('blockquote', { hasText: 'Bo_Bo:' }).waitFor();
});

test('each conversation keeps what was begun in it', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const founder = await house.founder('Ana', 'Acme');
  const { conversation } = await founder.api.conversation.create.mutate({ teamId: founder.team.id, title: 'Plans', answers: 'named' });
  await using ana = await Visitor.open(browser, house, { person: founder, path: `/t/${founder.team.id}/c/${founder.welcome.id}` });
  const open = async (title: string) => {
    await ana.page.getByRole('link', { name: title }).click();
    await ana.page.getByRole('heading', { level: 1, name: title }).waitFor();
  };
  await ana.composer.fill('for everybody');
  await open('Plans');
  expect(await ana.composer.inputValue()).toBe('');
  await ana.composer.fill('for later');
  await open('Welcome');
  await expect.poll(() => ana.composer.inputValue()).toBe('for everybody');
  await ana.go(`/t/${founder.team.id}/c/${conversation.id}`);
  await expect.poll(() => ana.composer.inputValue()).toBe('for later');
});

test('INPUT-2 a text that is too long is refused before it is sent, and nothing of it is lost', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const founder = await house.founder('Ana', 'Acme');
  await using ana = await Visitor.open(browser, house, { person: founder });
  const text = `${'a'.repeat(TEXT.messageMaxChars)}bc`;
  await ana.composer.fill(text);
  await ana.page.getByText('2 characters too long').waitFor();
  expect(await ana.page.getByRole('button', { name: 'Send' }).isDisabled()).toBe(true);
  await ana.composer.press('Enter');
  expect(await ana.composer.inputValue()).toBe(text);
  await ana.composer.press('Backspace');
  await ana.composer.press('Backspace');
  await ana.composer.press('Enter');
  await expect.poll(() => ana.composer.inputValue()).toBe('');
});

test('with the other send key Enter breaks the line and Ctrl Enter sends', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const founder = await house.founder('Ana', 'Acme');
  await founder.api.conversation.update.mutate({ conversationId: founder.welcome.id, answers: 'named' });
  await using ana = await Visitor.open(browser, house, { person: founder, path: '/me' });
  await ana.page.getByRole('radio', { name: /Ctrl/ }).click();
  await ana.go('/');
  await ana.composer.pressSequentially('line one');
  await ana.composer.press('Enter');
  await ana.composer.pressSequentially('line two');
  expect(await ana.composer.inputValue()).toBe('line one\nline two');
  await ana.composer.press('Control+Enter');
  await ana.message('line one').waitFor();
  expect(await ana.composer.inputValue()).toBe('');
});
