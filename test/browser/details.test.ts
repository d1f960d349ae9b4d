import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, Locator } from 'playwright-core';
import { findings, LOOKS } from '../support/axe.ts';
import { openBrowser, Visitor } from '../support/browser.ts';
import { openHouse } from '../support/house.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const panel = ({ page }: Visitor): Locator => page.getByRole('region', { name: 'Details' });
const part = (visitor: Visitor, title: string | RegExp): Locator =>
  panel(visitor)
    .locator('section')
    .filter({ has: visitor.page.getByRole('heading', { name: title }) });

test('QUEUE-1 the details tell who sees a conversation and every reply on its way, and a reply is stopped from there', async () => {
  await using house = await openHouse({ webApp: true, chats: 'held' });
  const founder = await house.founder('Ana', 'Acme');
  const joiner = await house.joiner(founder, 'Bo');
  const { conversation: other } = await joiner.api.conversation.create.mutate({ teamId: founder.team.id, title: 'Harbour' });
  await joiner.api.message.send.mutate({ conversationId: other.id, clientKey: 'a', text: 'first', model: 'smollm2:135m' });
  const chat = await house.ollama.nextChat();
  await chat.send('Once');
  const path = `/t/${founder.team.id}/c/${founder.welcome.id}`;
  await using ana = await Visitor.open(browser, house, { person: founder, path });
  await ana.say('@smollm2:135m second');
  await ana.page.getByRole('button', { name: '1 ahead · Bo’s reply is being written' }).click();
  const line = part(ana, 'Replies on their way').getByRole('listitem');
  await line.filter({ hasText: 'for Bo · Being written · Harbour' }).waitFor();
  await line.filter({ hasText: 'for Ana · 1st in line' }).waitFor();
  await part(ana, 'People · 2').getByRole('listitem').filter({ hasText: 'Ana' }).getByText('you · owner · has this open').waitFor();
  expect(await part(ana, 'Welcome').textContent()).toContain('Seen byEverybody in Acme');
  // It is not Ana's screen on which that one is written.
  expect(await panel(ana).getByRole('button', { name: 'Stop the reply for Bo' }).count()).toBe(0);

  await panel(ana).getByRole('button', { name: 'Stop the reply for Ana' }).click();
  await line.filter({ hasText: 'for Ana' }).waitFor({ state: 'detached' });
  await chat.finish();
  await part(ana, 'Replies on their way').getByText('None.').waitFor();
});

test('the details have an address, close with Esc and the way back, and give the focus back', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const founder = await house.founder('Ana', 'Acme');
  await using ana = await Visitor.open(browser, house, { person: founder });
  await ana.untilWriting();
  const button = ana.page.getByRole('button', { name: 'Details', exact: true });
  await button.click();
  await panel(ana).waitFor();
  await ana.page.reload();
  await panel(ana).waitFor();
  await ana.page.keyboard.press('Escape');
  await panel(ana).waitFor({ state: 'detached' });
  await ana.untilWriting();
  expect(new URL(ana.page.url()).search).toBe('');
  await button.click();
  await panel(ana).waitFor();
  await ana.page.goBack();
  await panel(ana).waitFor({ state: 'detached' });
  await button.click();
  await panel(ana).waitFor();
  await button.click();
  await panel(ana).waitFor({ state: 'detached' });
});

test.each(LOOKS)('axe finds nothing in the details, $colorScheme and $kind', async ({ colorScheme, kind, viewport }) => {
  await using house = await openHouse({ webApp: true, chats: 'held' });
  const founder = await house.founder('Ana', 'Acme');
  await using ana = await Visitor.open(browser, house, { person: founder, colorScheme, viewport });
  await ana.say('@smollm2:135m hello');
  if (kind === 'narrow') {
    await ana.page.getByRole('button', { name: 'More', exact: true }).click();
    await ana.page.getByRole('menuitem', { name: 'Details' }).click();
  } else await ana.page.getByRole('button', { name: 'Details', exact: true }).click();
  await part(ana, 'Replies on their way').getByText('for Ana').waitFor();
  expect(await findings(ana.page)).toEqual([]);
});
