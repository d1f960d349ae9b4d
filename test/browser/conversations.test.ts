import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { openBrowser, Visitor } from '../support/browser.ts';
import { openHouse } from '../support/house.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

test('SEQ-3 begun, renamed, archived, brought back, forked and deleted: everybody sees each step', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const founder = await house.founder('Ana', 'Acme');
  const joiner = await house.joiner(founder, 'Bo');
  await using ana = await Visitor.open(browser, house, { person: founder });
  await using bo = await Visitor.open(browser, house, { person: joiner });
  const list = (visitor: Visitor) => visitor.page.getByRole('navigation', { name: 'Conversations' });
  const more = async (item: string) => {
    await ana.page.getByRole('button', { name: 'More', exact: true }).click();
    await ana.page.getByRole('menuitem', { name: item }).click();
  };

  await ana.page.getByRole('button', { name: 'New conversation' }).click();
  await ana.page.getByLabel('Title').fill('Plans');
  await ana.page.getByRole('button', { name: 'Create' }).click();
  await list(bo).getByRole('link', { name: 'Plans' }).click();
  await bo.page.getByRole('heading', { level: 1, name: 'Plans' }).waitFor();

  await ana.page.getByRole('button', { name: 'Plans', exact: true }).click();
  await ana.page.getByLabel('Title').fill('Plans for spring');
  await ana.page.keyboard.press('Enter');
  await bo.page.getByRole('heading', { level: 1, name: 'Plans for spring' }).waitFor();

  await more('Archive');
  await bo.page.getByText('This conversation is archived.').waitFor();
  expect(await bo.composer.count()).toBe(0);
  await ana.page.getByRole('button', { name: 'Undo' }).click();
  await bo.composer.waitFor();

  await ana.say('@guide hello');
  await bo.message('@guide hello').waitFor();
  await bo.page.getByRole('button', { name: 'Another answer' }).last().waitFor();
  await more('Fork');
  await ana.page.getByText('Forked by Ana').waitFor();
  await ana.message('@guide hello').waitFor();
  expect(await list(bo).getByRole('link').count()).toBe(2);

  await list(ana).getByRole('link', { name: 'Plans for spring', exact: true }).click();
  await expect.poll(() => ana.page.url()).toBe(bo.page.url());
  await more('Delete');
  await ana.page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await bo.page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
  await expect.poll(() => list(bo).getByRole('link').count()).toBe(1);
});

test('SEQ-2 one’s own message is edited in place and deleted, for everybody', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const founder = await house.founder('Ana', 'Acme');
  const joiner = await house.joiner(founder, 'Bo');
  await founder.api.conversation.update.mutate({ conversationId: founder.welcome.id, answers: 'named' });
  await using ana = await Visitor.open(browser, house, { person: founder });
  await using bo = await Visitor.open(browser, house, { person: joiner });
  await ana.say('Good mornin');
  await bo.message('Good mornin').waitFor();

  await ana.composer.press('ArrowUp');
  await ana.page.getByLabel('Edit your message').fill('Good morning');
  await ana.page.keyboard.press('Enter');
  await bo.message('Good morning').getByText('edited').waitFor();
  await expect.poll(() => ana.composer.evaluate((area) => area === document.activeElement)).toBe(true);

  await ana.message('Good morning').hover();
  await ana.page.getByRole('button', { name: 'More about this message' }).click();
  await ana.page.getByRole('menuitem', { name: 'Delete' }).click();
  await ana.page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await bo.log.getByText('This message was deleted.').waitFor();
  expect(await bo.message('Good morning').count()).toBe(0);
});

test('what was not seen is counted, bold, and in the title of the page, until somebody looks', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const founder = await house.founder('Ana', 'Acme');
  const joiner = await house.joiner(founder, 'Bo');
  const { conversation } = await founder.api.conversation.create.mutate({ teamId: founder.team.id, title: 'Elsewhere', answers: 'named' });
  await using ana = await Visitor.open(browser, house, { person: founder, path: `/t/${founder.team.id}/c/${founder.welcome.id}` });
  await ana.composer.waitFor();
  await joiner.api.message.send.mutate({ conversationId: conversation.id, clientKey: 'a', text: 'Anybody here?' });
  const link = ana.page.getByRole('link', { name: /Elsewhere.*1 unread/ });
  await link.waitFor();
  await expect.poll(() => ana.page.title()).toBe('(1) Welcome · Acme · Parley');
  await link.click();
  await ana.log.getByText('New', { exact: true }).waitFor();
  await expect.poll(() => ana.page.title()).toBe('Elsewhere · Acme · Parley');
});

test('the place, the draft and the conversation survive a reload', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const founder = await house.founder('Ana', 'Acme');
  const { conversation } = await founder.api.conversation.create.mutate({ teamId: founder.team.id, title: 'Long', answers: 'named' });
  for (let at = 1; at <= 70; at += 1) {
    await founder.api.message.send.mutate({
      conversationId: conversation.id,
      clientKey: `k${at}`,
      text: `Line ${at}: ${'some words to fill it. '.repeat(6)}`,
    });
  }
  await using ana = await Visitor.open(browser, house, { person: founder, path: `/t/${founder.team.id}/c/${conversation.id}` });
  await ana.message('Line 70:').waitFor();
  await ana.composer.fill('not yet sent');
  await ana.log.evaluate((log) => log.scrollTo(0, 0));
  await ana.message('Line 1:').waitFor();
  await ana.message('Line 30:').scrollIntoViewIfNeeded();
  const away = ana.page.getByRole('button', { name: 'Go to the newest message' });
  await away.waitFor();
  const inSight = () =>
    ana.log.evaluate(async (log) => {
      // The page hears of a scroll in the next frame.
      await new Promise(requestAnimationFrame);
      const { top } = log.getBoundingClientRect();
      return [...log.querySelectorAll('article')].find((row) => row.getBoundingClientRect().bottom > top)?.textContent;
    });
  const before = await inSight();

  await ana.page.reload();
  await ana.message('Line 70:').waitFor();
  await expect.poll(inSight).toBe(before);
  expect(await ana.composer.inputValue()).toBe('not yet sent');

  await founder.api.message.send.mutate({ conversationId: conversation.id, clientKey: 'x', text: 'A line that comes meanwhile' });
  await ana.message('A line that comes meanwhile').waitFor();
  expect(await inSight()).toBe(before);
  await ana.log.evaluate((log) => log.scrollTo(0, 0));
  await ana.message('Line 1:').waitFor();
  await ana.page.getByRole('button', { name: '1 new' }).click();
  await expect.poll(() => ana.log.evaluate((log) => log.scrollHeight - log.scrollTop - log.clientHeight < 4)).toBe(true);
});
