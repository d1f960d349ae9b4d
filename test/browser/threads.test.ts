import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, Locator } from 'playwright-core';
import { openBrowser, Visitor } from '../support/browser.ts';
import { openHouse } from '../support/house.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const panel = (visitor: Visitor): Locator => visitor.page.getByRole('region', { name: 'Thread' });
const field = (visitor: Visitor): Locator => panel(visitor).getByRole('textbox', { name: 'Message', exact: true });
const main = (visitor: Visitor): Locator => visitor.page.getByRole('log').first();
const lineUnder = (visitor: Visitor, text: string): Locator =>
  main(visitor)
    .getByRole('article')
    .filter({ hasText: text })
    .getByRole('button', { name: /repl(y|ies)/ });

test('SEQ-2 a thread is begun, answered, counted and followed by everybody; the way back closes it', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const founder = await house.founder('Ana', 'Acme');
  const joiner = await house.joiner(founder, 'Bo');
  const conversationId = founder.welcome.id;
  await founder.api.conversation.update.mutate({ conversationId, answers: 'named' });
  await founder.api.message.send.mutate({ conversationId, clientKey: 'a', text: 'Who has the keys?' });
  await using ana = await Visitor.open(browser, house, { person: founder });
  await using bo = await Visitor.open(browser, house, { person: joiner });

  const question = main(ana).getByRole('article').filter({ hasText: 'Who has the keys?' });
  await question.focus();
  await ana.page.keyboard.press('t');
  await panel(ana).getByRole('group', { name: 'The message this thread hangs on' }).getByText('Who has the keys?').waitFor();
  await expect.poll(() => field(ana).evaluate((area) => area === document.activeElement)).toBe(true);
  await ana.page.keyboard.type('I do');
  await ana.page.keyboard.press('Enter');
  await panel(ana).getByRole('article').filter({ hasText: 'I do' }).waitFor();

  const line = lineUnder(bo, 'Who has the keys?');
  await expect.poll(() => line.textContent()).toContain('1 reply');
  expect(await bo.page.getByRole('navigation', { name: 'Conversations' }).getByRole('link').count()).toBe(1);
  await line.click();
  await panel(bo).getByRole('article').filter({ hasText: 'I do' }).waitFor();
  await field(bo).fill('Good');
  await field(bo).press('Enter');
  await panel(ana).getByRole('article').filter({ hasText: 'Good' }).waitFor();
  await expect.poll(() => lineUnder(ana, 'Who has the keys?').textContent()).toContain('2 replies');
  expect(await main(ana).getByRole('article').filter({ hasText: 'Good' }).count()).toBe(0);

  await bo.page.reload();
  await panel(bo).getByRole('article').filter({ hasText: 'Good' }).waitFor();
  await bo.page.goBack();
  await panel(bo).waitFor({ state: 'detached' });
  await ana.page.keyboard.press('Escape');
  await panel(ana).waitFor({ state: 'detached' });
  await expect.poll(() => question.evaluate((row) => row === document.activeElement)).toBe(true);
  expect(new URL(ana.page.url()).search).toBe('');
});

test('a model answers in a thread, and the conversation above stays as it is', async () => {
  await using house = await openHouse({ webApp: true, chats: 'held' });
  const founder = await house.founder('Ana', 'Acme');
  const conversationId = founder.welcome.id;
  await founder.api.message.send.mutate({ conversationId, clientKey: 'a', text: 'A plan', model: null });
  await using ana = await Visitor.open(browser, house, { person: founder });
  await main(ana).getByRole('article').filter({ hasText: 'A plan' }).hover();
  await main(ana).getByRole('button', { name: 'Reply in thread' }).click();
  await field(ana).fill('@smollm2:135m what of it?');
  await field(ana).press('Enter');
  const chat = await house.ollama.nextChat();
  await chat.send('Much.');
  await panel(ana).getByRole('article').filter({ hasText: 'Much.' }).waitFor();
  await field(ana).press('Escape');
  await panel(ana).getByText('Stopped by Ana').waitFor();
  expect(await main(ana).getByRole('article').filter({ hasText: 'Much.' }).count()).toBe(0);
  expect(await panel(ana).getByRole('button', { name: 'Reply in thread' }).count()).toBe(0);
  await panel(ana).getByRole('button', { name: 'Close the thread' }).click();
  await panel(ana).waitFor({ state: 'detached' });
});

test('where there is no room beside it a thread lies over the conversation; on a phone it is a pane of its own', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const founder = await house.founder('Ana', 'Acme');
  const conversationId = founder.welcome.id;
  await founder.api.conversation.update.mutate({ conversationId, answers: 'named' });
  const { message } = await founder.api.message.send.mutate({ conversationId, clientKey: 'a', text: 'Who has the keys?' });
  const { conversation } = await founder.api.message.thread.mutate({ messageId: message.id });
  await founder.api.message.send.mutate({ conversationId: conversation.id, clientKey: 'b', text: 'I do' });
  for (const [width, height] of [
    [800, 700],
    [390, 844],
  ] as const) {
    await using ana = await Visitor.open(browser, house, { person: founder, viewport: { width, height } });
    await lineUnder(ana, 'Who has the keys?').click();
    await panel(ana).getByRole('article').filter({ hasText: 'I do' }).waitFor();
    const box = await panel(ana).boundingBox();
    expect(box?.width).toBe(width > 720 ? width - 264 : width);
    // What lies under it cannot be reached.
    expect(await ana.composer.evaluateAll((areas) => areas.map((area) => area.closest('[inert]') !== null))).toEqual([true, false]);
    await panel(ana).getByRole('button', { name: 'Close the thread' }).click();
    await panel(ana).waitFor({ state: 'detached' });
    await lineUnder(ana, 'Who has the keys?').waitFor();
  }
});

test('a link to a message in a thread opens both and marks it', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const founder = await house.founder('Ana', 'Acme');
  const conversationId = founder.welcome.id;
  await founder.api.conversation.update.mutate({ conversationId, answers: 'named' });
  const { message } = await founder.api.message.send.mutate({ conversationId, clientKey: 'a', text: 'Who has the keys?' });
  const { conversation } = await founder.api.message.thread.mutate({ messageId: message.id });
  await founder.api.message.send.mutate({ conversationId: conversation.id, clientKey: 'b', text: 'I do' });
  await using ana = await Visitor.open(browser, house, { person: founder });
  await ana.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await lineUnder(ana, 'Who has the keys?').click();
  const reply = panel(ana).getByRole('article').filter({ hasText: 'I do' });
  await reply.hover();
  await reply.getByRole('button', { name: 'More about this message' }).click();
  await ana.page.getByRole('menuitem', { name: 'Copy link' }).click();
  const link = await ana.page.evaluate(() => navigator.clipboard.readText());
  await ana.go('/me');
  await ana.page.goto(link);
  await expect.poll(() => reply.evaluate((row) => row === document.activeElement)).toBe(true);
});
