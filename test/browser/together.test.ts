import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { openBrowser, Visitor } from '../support/browser.ts';
import { openHouse } from '../support/house.ts';
import { PASSWORD } from '../support/person.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

test('REPLY-2 who comes by an invite link in the middle of a reply sees what the others see', async () => {
  await using house = await openHouse({ webApp: true, chats: 'held' });
  const person = await house.founder('Ana', 'Acme');
  await using ana = await Visitor.open(browser, house, { person });
  await ana.page.getByRole('link', { name: 'People' }).click();
  await ana.page.getByRole('button', { name: 'Create invite link' }).click();
  const link = await ana.page.getByLabel('Invite link', { exact: true }).inputValue();
  await ana.page.getByRole('link', { name: 'Welcome' }).click();
  await ana.say('@smollm2:135m tell us about the sea');
  const chat = await house.ollama.nextChat();
  await chat.send('The sea is ');
  await ana.message('The sea is').waitFor();

  await using bo = await Visitor.open(browser, house, { path: new URL(link).pathname });
  await bo.page.getByRole('heading', { name: 'Join Acme' }).waitFor();
  await bo.page.getByText('Ana invites you as a member.').waitFor();
  await bo.page.getByLabel('Your name').fill('Bo');
  await bo.page.getByLabel('E-mail address').fill('bo@example.org');
  await bo.page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await bo.page.getByRole('button', { name: 'Create account and join' }).click();
  await bo.message('The sea is').waitFor();
  await ana.log.getByText('Bo joined').waitFor();

  await chat.send('wide and **deep**.');
  for (const visitor of [ana, bo]) await visitor.message('The sea is wide and deep.').waitFor();
  await chat.finish({ outputTokens: 9 });
  for (const visitor of [ana, bo]) await visitor.page.getByRole('button', { name: 'Another answer' }).waitFor();
  expect(await bo.log.locator('strong', { hasText: 'deep' }).count()).toBe(1);
});

test('REPLY-6 somebody else stops the reply: it ends for all, its text stays, the name is said', async () => {
  await using house = await openHouse({ webApp: true, chats: 'held' });
  const founder = await house.founder('Ana', 'Acme');
  const joiner = await house.joiner(founder, 'Bo');
  await using ana = await Visitor.open(browser, house, { person: founder });
  await using bo = await Visitor.open(browser, house, { person: joiner });
  await ana.say('@smollm2:135m count');
  const chat = await house.ollama.nextChat();
  await chat.send('One, two, ');
  await bo.message('One, two,').waitFor();
  await bo.composer.focus();
  await bo.page.keyboard.press('Escape');
  for (const visitor of [ana, bo]) await visitor.message('One, two,').getByText('Stopped by Bo').waitFor();
  await chat.aborted;
});

test('REPLY-2 where things may move a reply grows evenly: nothing of it is taken back or left out, and its end is shown at once', async () => {
  await using house = await openHouse({ webApp: true, chats: 'held' });
  const person = await house.founder('Ana', 'Acme');
  await using ana = await Visitor.open(browser, house, { person, reducedMotion: 'no-preference' });
  await ana.say('@smollm2:135m count');
  const chat = await house.ollama.nextChat();
  await chat.send('begin ');
  const text = ana.message('begin');
  await text.waitFor();
  await ana.page.evaluate(() => {
    const seen: string[] = [];
    const log = document.querySelector('[role="log"]');
    const look = () => {
      const said = log?.querySelector('article:last-of-type [aria-busy] p')?.textContent ?? '';
      if (said !== '' && said !== seen.at(-1)) seen.push(said);
    };
    if (log) new MutationObserver(look).observe(log, { childList: true, characterData: true, subtree: true });
    Object.assign(window, { seen });
  });
  const pieces = Array.from({ length: 12 }, (_, n) => `${n} ${'word '.repeat(12)}`);
  for (const piece of pieces) await chat.send(piece);
  await ana.message('11 word').waitFor();
  await chat.finish();
  await ana.message(`begin ${pieces.join('')}`.trim()).waitFor();
  const seen = await ana.page.evaluate(() => (window as unknown as { seen: string[] }).seen);
  expect(seen.length).toBeGreaterThan(0);
  for (const [at, said] of seen.entries()) expect(said.startsWith(seen[at - 1] ?? '')).toBe(true);
});

test('REPLY-1 a reload in the middle of a reply shows all of it and goes on', async () => {
  await using house = await openHouse({ webApp: true, chats: 'held' });
  await using ana = await Visitor.open(browser, house, { person: await house.founder('Ana') });
  await ana.say('@smollm2:135m write');
  const chat = await house.ollama.nextChat();
  await chat.think('I think first.');
  await ana.message('I think first.').waitFor();
  await chat.send('Before the reload, ');
  await ana.message('Before the reload,').waitFor();
  await ana.page.reload();
  await ana.message('Before the reload,').waitFor();
  await chat.send('and after it.');
  await ana.message('Before the reload, and after it.').waitFor();
  await chat.finish();
  await ana.page.getByRole('button', { name: 'Another answer' }).waitFor();
  expect(await ana.page.getByText('I think first.').isVisible()).toBe(false);
  await ana.page.getByRole('button', { name: /^Thought/ }).click();
  await ana.page.getByText('I think first.').waitFor();
});

test('several answers to one message: each person turns to another alone', async () => {
  await using house = await openHouse({ webApp: true, chats: 'held' });
  const founder = await house.founder('Ana');
  const joiner = await house.joiner(founder, 'Bo');
  await using ana = await Visitor.open(browser, house, { person: founder });
  await using bo = await Visitor.open(browser, house, { person: joiner });
  const answer = async (text: string) => {
    const chat = await house.ollama.nextChat();
    await chat.send(text);
    await chat.finish();
  };
  await ana.say('@smollm2:135m pick a colour');
  await answer('Green.');
  await ana.page.getByRole('button', { name: 'Another answer' }).click();
  await answer('Blue.');
  for (const visitor of [ana, bo]) {
    await visitor.page.getByRole('img', { name: 'Answer 2 of 2' }).waitFor();
    await visitor.message('Blue.').waitFor();
  }
  await ana.page.getByRole('button', { name: 'Previous answer' }).click();
  await ana.message('Green.').waitFor();
  expect(await ana.message('Blue.').count()).toBe(0);
  expect(await bo.message('Blue.').count()).toBe(1);
});

test('REPLY-7 a failure is shown as what it was, with a way on', async () => {
  await using house = await openHouse({ webApp: true, chats: 'held' });
  await using ana = await Visitor.open(browser, house, { person: await house.founder('Ana') });
  await ana.say('@smollm2:135m hello');
  await (await house.ollama.nextChat()).fail();
  await ana.log.getByText('Failed: the model stopped unexpectedly').waitFor();
  await ana.page.getByRole('button', { name: 'Try again' }).click();
  const chat = await house.ollama.nextChat();
  await chat.send('Here I am.');
  await chat.finish();
  await ana.message('Here I am.').waitFor();
});

test('QUEUE-1 what waits says where it stands, and whose reply is before it', async () => {
  await using house = await openHouse({ webApp: true, chats: 'held' });
  const founder = await house.founder('Ana');
  const joiner = await house.joiner(founder, 'Bo');
  await using ana = await Visitor.open(browser, house, { person: founder });
  await using bo = await Visitor.open(browser, house, { person: joiner });
  await bo.say('@smollm2:135m first');
  const first = await house.ollama.nextChat();
  await ana.message('first').first().waitFor();
  await ana.say('@smollm2:135m second');
  for (const visitor of [ana, bo]) await visitor.log.getByText('Queued · 1st in line').waitFor();
  await ana.page.getByText('1 ahead · Bo’s reply is being written').waitFor();
  await first.send('One.');
  await first.finish();
  const second = await house.ollama.nextChat();
  await second.send('Two.');
  await second.finish();
  for (const visitor of [ana, bo]) await visitor.message('Two.').waitFor();
  expect(await ana.page.getByText('1 ahead').count()).toBe(0);
});
