import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { openBrowser, Visitor } from '../support/browser.ts';
import { openHouse } from '../support/house.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const MODELS = [
  { name: 'gemma3:4b', sizeBytes: 3_338_801_804, parameters: '4.3B' },
  { name: 'nomic-embed-text', sizeBytes: 274_302_450, capabilities: ['embedding'] },
];

test('REPLY-7 a reply says where it stands: loading, thinking, cut off; what it took is there for the pointer, and it is announced once', async () => {
  await using house = await openHouse({
    webApp: true,
    chats: 'held',
    models: [{ name: 'thinker', capabilities: ['completion', 'thinking'] }],
  });
  await using ana = await Visitor.open(browser, house, { person: await house.founder('Ana') });
  const { log, page } = ana;
  const announced = page.getByRole('status').filter({ hasText: 'thinker:latest: One, two' });
  await ana.say('@thinker count');
  const chat = await house.ollama.nextChat();
  await log.getByText(/^Loading thinker:latest · \d+ s$/).waitFor();
  await chat.think('From one on.');
  await log.getByRole('button', { name: /^Thinking/, expanded: true }).waitFor();
  await chat.send('One, two');
  await log.getByRole('button', { name: /^Thought/, expanded: false }).waitFor();
  await ana.message('One, two').waitFor();
  expect(await announced.count()).toBe(0);
  await chat.finish({ reason: 'length', promptTokens: 1_240, outputTokens: 36 });
  await log.getByText('Cut off by the length limit').waitFor();
  await announced.waitFor();
  const took = ana.message('One, two').getByText('1,240 tokens read · 36 written');
  expect(await took.isVisible()).toBe(false);
  await ana.message('One, two').hover();
  await took.waitFor();
  await log.getByRole('button', { name: 'Continue' }).click();
  const rest = await house.ollama.nextChat();
  await rest.send(', three');
  await rest.finish();
  await ana.message('One, two, three').waitFor();
});

test('who is here is up to five faces and a number; who types is named', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const founder = await house.founder('Ana');
  const { url } = await founder.api.invite.create.mutate({ teamId: founder.team.id });
  const people = await Promise.all(['Bo', 'Cleo', 'Dara', 'Emil', 'Farah', 'Gus'].map((name) => house.newcomer(name)));
  for (const person of people) await person.accept(url);
  await using ana = await Visitor.open(browser, house, { person: founder });
  const faces = ana.page.getByRole('list', { name: 'Here now' }).getByRole('listitem');
  await ana.composer.waitFor();
  await Promise.all(people.map((person) => person.watch(founder.welcome.id).untilLive()));
  await expect.poll(() => faces.count()).toBe(6);
  await expect.poll(() => faces.last().textContent()).toBe('+2');
  const type = (count: number) =>
    Promise.all(people.slice(0, count).map((person) => person.api.presence.typing.mutate({ conversationId: founder.welcome.id })));
  await type(3);
  await ana.page.getByText(/^(Bo|Cleo|Dara), (Bo|Cleo|Dara) and (Bo|Cleo|Dara) are typing…$/).waitFor();
  await type(6);
  await ana.page.getByText(/ and 4 others are typing…$/).waitFor();
});

test('the model picker says what each takes, which is loaded, and why one cannot be asked', async () => {
  await using house = await openHouse({ webApp: true, models: MODELS });
  house.ollama.models.load('gemma3:4b');
  await using ana = await Visitor.open(browser, house, { person: await house.founder('Ana') });
  const { page } = ana;
  await page.getByRole('button', { name: /^Model:/ }).click();
  await page
    .getByRole('menuitemcheckbox', { name: 'gemma3:4b' })
    .getByText(/4\.3B · 3\.3 GB/)
    .waitFor();
  const refused = page.getByRole('menuitemcheckbox', { name: 'nomic-embed-text' });
  await refused.getByText('This model cannot chat.').waitFor();
  expect(await refused.getAttribute('aria-disabled')).toBe('true');
});

test('Alt Shift and the arrows go from one unread conversation to the next, past what is read', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const founder = await house.founder('Ana');
  const joiner = await house.joiner(founder, 'Bo');
  for (const title of ['Read one', 'Unread one', 'Read two', 'Unread two']) {
    const { conversation } = await founder.api.conversation.create.mutate({ teamId: founder.team.id, title, answers: 'named' });
    if (title.startsWith('Unread'))
      await joiner.api.message.send.mutate({ conversationId: conversation.id, clientKey: title, text: 'News' });
  }
  await using ana = await Visitor.open(browser, house, { person: founder, path: `/t/${founder.team.id}/models` });
  const { page } = ana;
  const list = page.getByRole('navigation', { name: 'Conversations' }).getByRole('link');
  await list.filter({ hasText: /^Unread two1/ }).waitFor();
  const order = (await list.allTextContents()).filter((text) => text.startsWith('Unread')).map((text) => text.slice(0, 10));
  for (const title of order) {
    await page.keyboard.press('Alt+Shift+ArrowDown');
    await page.getByRole('heading', { level: 1, name: title }).first().waitFor();
    await ana.message('News').waitFor();
  }
});

test('RESUME-1 without a connection nothing is said for two seconds, then a line, and after ten a way to hurry; healed it goes by itself', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  await using ana = await Visitor.open(browser, house, { person: await house.founder('Ana'), path: '/healthz' });
  const { page } = ana;
  await page.clock.install();
  await ana.go('/');
  await ana.composer.waitFor();
  const line = page.getByText('Reconnecting…');
  await ana.context.setOffline(true);
  await page.clock.runFor(1_900);
  expect(await line.count()).toBe(0);
  await page.clock.runFor(400);
  await line.waitFor();
  const now = page.getByRole('button', { name: 'Try now' });
  expect(await now.count()).toBe(0);
  await page.clock.runFor(8_000);
  await now.waitFor();
  await now.click();
  await line.waitFor();
  await ana.context.setOffline(false);
  await line.waitFor({ state: 'detached' });
});

test('the theme one chose is there before anything else runs', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  await using ana = await Visitor.open(browser, house, { path: '/healthz', colorScheme: 'light' });
  await ana.page.evaluate(() => localStorage.setItem('parley.theme', 'dark'));
  await ana.page.route(/\/assets\/.*\.js$/, () => undefined);
  await ana.page.goto(house.url, { waitUntil: 'commit' });
  await ana.page.locator('#root').waitFor({ state: 'attached' });
  await expect.poll(() => ana.page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe('dark');
  expect(await ana.page.locator('#root > *').count()).toBe(0);
});

test('what went wrong without a known reason is said with its request id, and asked again by one press', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const founder = await house.founder('Ana');
  await using ana = await Visitor.open(browser, house, { person: founder, path: '/healthz' });
  let broken = true;
  await ana.page.routeWebSocket(/\/trpc/, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((frame) => {
      const call = broken && String(frame).includes('audit.list') ? (JSON.parse(String(frame)) as { id: number }) : undefined;
      if (call === undefined) return server.send(frame);
      const data = { code: 'INTERNAL_SERVER_ERROR', httpStatus: 500, reason: 'INTERNAL', requestId: 'req-42' };
      socket.send(JSON.stringify({ id: call.id, error: { code: -32_603, message: 'Something went wrong here.', data } }));
    });
  });
  await ana.go(`/t/${founder.team.id}/settings/audit`);
  await ana.page.getByText('Request id req-42').waitFor();
  broken = false;
  await ana.page.getByRole('button', { name: 'Try again' }).click();
  await ana.page.getByText('Ana created the team').waitFor();
  expect(await ana.page.getByText('req-42').count()).toBe(0);
});

test('a composer that shrinks brings the end back into sight, and nothing points there any more', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const founder = await house.founder('Ana');
  const conversationId = founder.welcome.id;
  await founder.api.conversation.update.mutate({ conversationId, answers: 'named' });
  for (const clientKey of ['a', 'b', 'c', 'd'])
    await founder.api.message.send.mutate({ conversationId, clientKey, text: `Said ${clientKey}` });
  await using ana = await Visitor.open(browser, house, { person: founder });
  await ana.message('Said d').waitFor();
  await ana.composer.fill('line\n'.repeat(30));
  await ana.log.evaluate((list) => list.scrollBy(0, -200));
  const pill = ana.page.getByRole('button', { name: 'Go to the newest message' });
  await pill.waitFor();
  await ana.composer.fill('');
  await pill.waitFor({ state: 'detached' });
});

test('what is being written is as high as its lines when the window narrows', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  await using ana = await Visitor.open(browser, house, { person: await house.founder('Ana') });
  await ana.composer.fill('a word and another '.repeat(4));
  const hidden = () => ana.composer.evaluate((area) => area.scrollHeight - area.clientHeight);
  await expect.poll(hidden).toBe(0);
  await ana.page.setViewportSize({ width: 390, height: 800 });
  await expect.poll(hidden).toBe(0);
  expect(await ana.composer.evaluate((area) => area.clientHeight)).toBeGreaterThan(40);
});
