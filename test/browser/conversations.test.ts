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

test('an answered message is edited and answered again; the older answer stays beside the new one', async () => {
  await using house = await openHouse({ webApp: true, chats: 'held' });
  const founder = await house.founder('Ana', 'Acme');
  await using ana = await Visitor.open(browser, house, { person: founder });
  await ana.say('@smollm2:135m name a colour');
  const first = await house.ollama.nextChat();
  await first.send('Crimson');
  await first.finish();
  await ana.message('Crimson').waitFor();

  await ana.composer.press('ArrowUp');
  await ana.page.getByLabel('Edit your message').fill('@smollm2:135m name another colour');
  await ana.page.getByRole('button', { name: 'Save and answer again' }).click();
  const second = await house.ollama.nextChat();
  expect(second.body.messages.at(-1)?.content).toContain('another colour');
  await second.send('Indigo');
  await second.finish();
  await ana.message('Indigo').getByRole('img', { name: 'Answer 2 of 2' }).waitFor();
  await ana.message('name another colour').getByText('edited').waitFor();
  expect(await ana.message('Crimson').count()).toBe(0);
  await ana.page.getByRole('button', { name: 'Previous answer' }).click();
  await ana.message('Crimson').getByRole('img', { name: 'Answer 1 of 2' }).waitFor();
});

test('a link to a message brings it into sight and marks it, also one that is far above; a link in a text opens in place', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const founder = await house.founder('Ana', 'Acme');
  const joiner = await house.joiner(founder, 'Bo');
  const { conversation } = await founder.api.conversation.create.mutate({ teamId: founder.team.id, title: 'Long', answers: 'named' });
  const conversationId = conversation.id;
  const write = (text: string) => founder.api.message.send.mutate({ conversationId, clientKey: text.slice(0, 9), text });
  for (let at = 1; at <= 130; at += 1) await write(`Line ${at}: ${'some words to fill it. '.repeat(4)}`);
  await using ana = await Visitor.open(browser, house, { person: founder, path: `/t/${founder.team.id}/c/${conversationId}` });
  await ana.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await ana.message('Line 130:').waitFor();
  const far = ana.message('Line 4:');
  const up = async () => {
    await ana.log.evaluate((log) => log.scrollTo(0, 0));
    return far.count();
  };
  await expect.poll(up).toBe(1);
  await far.scrollIntoViewIfNeeded();
  await far.hover();
  await far.getByRole('button', { name: 'More about this message' }).click();
  await ana.page.getByRole('menuitem', { name: 'Copy link' }).click();
  const link = await ana.page.evaluate(() => navigator.clipboard.readText());
  const isShown = (visitor: Visitor, text: string) => async () => {
    const row = visitor.message(text);
    if ((await row.count()) === 0) return false;
    return row.evaluate((article) => {
      const { top, bottom } = article.getBoundingClientRect();
      const box = article.closest('[role="log"]')?.getBoundingClientRect();
      return article === document.activeElement && top >= (box?.top ?? 0) && bottom <= (box?.bottom ?? 0);
    });
  };

  await using bo = await Visitor.open(browser, house, { person: joiner, path: new URL(link).pathname + new URL(link).hash });
  await expect.poll(isShown(bo, 'Line 4:')).toBe(true);
  await write(`See ${link}`);
  await bo.page.getByRole('button', { name: /1 new|newest/ }).click();
  await bo.message('See').waitFor();
  await ana.page.getByRole('button', { name: /1 new|newest/ }).click();
  await ana.message('See').getByRole('link').click();
  await expect.poll(isShown(ana, 'Line 4:')).toBe(true);
  expect(ana.context.pages()).toHaveLength(1);
});
