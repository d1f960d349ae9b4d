import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { openBrowser, Visitor } from '../support/browser.ts';
import { openHouse } from '../support/house.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

test('SEQ-2 people react by pointer and by keys; everybody sees who, and each takes back only their own', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const founder = await house.founder('Ana', 'Acme');
  const joiner = await house.joiner(founder, 'Bo');
  const conversationId = founder.welcome.id;
  await founder.api.conversation.update.mutate({ conversationId, answers: 'named' });
  await founder.api.message.send.mutate({ conversationId, clientKey: 'a', text: 'It works' });
  await using ana = await Visitor.open(browser, house, { person: founder });
  await using bo = await Visitor.open(browser, house, { person: joiner });
  const message = (visitor: Visitor) => visitor.message('It works');

  await message(bo).hover();
  await message(bo).getByRole('button', { name: 'React', exact: true }).click();
  await bo.page.getByRole('toolbar', { name: 'Reactions' }).getByRole('button', { name: 'Celebrate' }).click();
  await message(ana).getByRole('button', { name: 'Celebrate, 1: Bo' }).click();
  await message(bo).getByRole('button', { name: 'Celebrate, 2: You and Ana' }).waitFor();
  const own = message(ana).getByRole('button', { name: 'Celebrate, 2: Bo and You' });
  expect(await own.getAttribute('aria-pressed')).toBe('true');

  await message(ana).focus();
  await ana.page.keyboard.press('r');
  await ana.page.getByRole('toolbar', { name: 'Reactions' }).waitFor();
  await ana.page.keyboard.press('ArrowRight');
  await ana.page.keyboard.press('Enter');
  await message(bo).getByRole('button', { name: 'Heart, 1: Ana' }).waitFor();
  await expect.poll(() => message(ana).evaluate((row) => row === document.activeElement)).toBe(true);

  await own.click();
  await message(bo).getByRole('button', { name: 'Celebrate, 1: You' }).click();
  await expect.poll(() => message(ana).getByRole('list', { name: 'Reactions' }).getByRole('button').count()).toBe(1);
  await bo.page.reload();
  await message(bo).getByRole('button', { name: 'Heart, 1: Ana' }).waitFor();
  expect(await message(bo).getByRole('list', { name: 'Reactions' }).getByRole('button').count()).toBe(1);
});

test('on a phone a long press opens what can be done, a reaction first', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const founder = await house.founder('Ana', 'Acme');
  const conversationId = founder.welcome.id;
  await founder.api.conversation.update.mutate({ conversationId, answers: 'named' });
  await founder.api.message.send.mutate({ conversationId, clientKey: 'a', text: 'It works' });
  await using ana = await Visitor.open(browser, house, {
    person: founder,
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
  });
  const message = ana.message('It works');
  const box = await message.getByText('It works').boundingBox();
  const finger = await ana.context.newCDPSession(ana.page);
  const at = { x: (box?.x ?? 0) + 20, y: (box?.y ?? 0) + 8 };
  await finger.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [at] });
  const sheet = ana.page.getByRole('dialog', { name: /^Ana, / });
  await sheet.waitFor();
  await finger.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await sheet.getByRole('button', { name: 'Thumbs up' }).tap();
  await message.getByRole('button', { name: 'Thumbs up, 1: You' }).waitFor();
  await sheet.waitFor({ state: 'detached' });

  await message.getByText('It works').tap();
  await message.getByRole('button', { name: 'More about this message' }).tap();
  await sheet.getByRole('button', { name: 'Edit' }).tap();
  await ana.page.getByLabel('Edit your message').fill('It works well');
  await ana.page.getByRole('button', { name: 'Save', exact: true }).tap();
  await ana.message('It works well').getByText('edited').waitFor();
});
