import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { openBrowser, Visitor } from '../support/browser.ts';
import { openHouse } from '../support/house.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

test('SEND-3 what is written without a connection is kept and leaves in order', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const founder = await house.founder('Ana', 'Acme');
  const joiner = await house.joiner(founder, 'Bo');
  await founder.api.conversation.update.mutate({ conversationId: founder.welcome.id, answers: 'named' });
  await using ana = await Visitor.open(browser, house, { person: founder });
  await using bo = await Visitor.open(browser, house, { person: joiner });
  await bo.composer.waitFor();
  await ana.composer.waitFor();

  await ana.context.setOffline(true);
  for (const text of ['written first', 'written second', 'written third']) await ana.say(text);
  await ana.message('written third').waitFor();
  expect(await bo.message('written').count()).toBe(0);
  await ana.page.getByText('Reconnecting…').waitFor();
  await ana.context.setOffline(false);
  await bo.message('written third').waitFor();
  const order = await bo.message('written').locator('p').allTextContents();
  expect(order.filter((text) => text.startsWith('written'))).toEqual(['written first', 'written second', 'written third']);
  await expect.poll(() => ana.page.getByLabel('Ana, on its way').count()).toBe(0);
  expect(await ana.message('written').count()).toBe(3);
});

test('SEND-3 a message that was not acknowledged survives a reload, leaves after it, and is there once', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const founder = await house.founder('Ana', 'Acme');
  await founder.api.conversation.update.mutate({ conversationId: founder.welcome.id, answers: 'named' });
  await using ana = await Visitor.open(browser, house, { path: '/healthz', person: founder });
  let lost = true;
  await ana.page.routeWebSocket(/\/trpc/, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((frame) => {
      if (!lost || !String(frame).includes('message.send')) server.send(frame);
    });
  });
  await ana.go('/');
  await ana.say('on its way');
  await ana.page.getByLabel('Ana, on its way').getByText('on its way').waitFor();
  lost = false;
  await ana.page.reload();
  await ana.message('on its way').waitFor();
  await expect.poll(() => ana.page.getByLabel('Ana, on its way').count()).toBe(0);
  expect(await ana.message('on its way').count()).toBe(1);
  const { items } = await founder.api.message.history.query({ conversationId: founder.welcome.id });
  expect(items.filter(({ text }) => text === 'on its way')).toHaveLength(1);
});

test('RESUME-1 a server that restarts in the middle of a reply: the page comes back by itself, offers to go on, and goes on', async () => {
  await using house = await openHouse({ webApp: true, chats: 'held' });
  await using ana = await Visitor.open(browser, house, { person: await house.founder('Ana') });
  await ana.say('@smollm2:135m write');
  const chat = await house.ollama.nextChat();
  await chat.send('Half of it. ');
  await ana.message('Half of it.').waitFor();
  await house.restart();
  await ana.log.getByText('Interrupted when the server stopped').waitFor();
  await ana.page.getByRole('button', { name: 'Continue' }).first().click();
  const rest = await house.ollama.nextChat();
  await rest.send('The other half.');
  await rest.finish();
  await ana.message('Half of it. The other half.').waitFor();
});

test('SEND-3 what the server refuses stays, with its reason, until it is sent again or discarded', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const founder = await house.founder('Ana', 'Acme');
  const conversationId = founder.welcome.id;
  await founder.api.conversation.update.mutate({ conversationId, answers: 'named' });
  await using ana = await Visitor.open(browser, house, { person: founder });
  await ana.composer.waitFor();
  await ana.context.setOffline(true);
  for (const text of ['keep this', 'drop this']) await ana.say(text);
  await founder.api.conversation.archive.mutate({ conversationId });
  await ana.context.setOffline(false);
  const refused = (text: string) => ana.message(text).getByText('Not sent: This conversation is archived.');
  await refused('keep this').waitFor();
  await refused('drop this').waitFor();

  await founder.api.conversation.archive.mutate({ conversationId, archived: false });
  await ana.composer.waitFor();
  await ana.message('drop this').getByRole('button', { name: 'Discard' }).click();
  await ana.message('keep this').getByRole('button', { name: 'Retry' }).click();
  await expect.poll(() => ana.page.getByLabel('Ana, on its way').count()).toBe(0);
  expect(await ana.message('drop this').count()).toBe(0);
  const { items } = await founder.api.message.history.query({ conversationId });
  expect(items.map(({ text }) => text)).toEqual(expect.arrayContaining(['keep this']));
  expect(items.some(({ text }) => text === 'drop this')).toBe(false);
});
