import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { openBrowser, Visitor } from '../support/browser.ts';
import { openHouse, type House } from '../support/house.ts';
import { longConversation } from '../support/long-conversation.ts';
import type { Person } from '../support/person.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const COUNT = 260;

/** The first message in sight, and how far below the upper edge it begins, in pixels. */
function topLine({ log }: Visitor): Promise<{ text: string; at: number }> {
  return log.evaluate(async (list) => {
    const frame = () => new Promise(requestAnimationFrame);
    // The page hears of a scroll in the next frame, and answers in the one after, or later when it is busy: until then nothing is in sight.
    for (let frames = 0; frames < 3; frames += 1) await frame();
    for (;;) {
      const { top, bottom } = list.getBoundingClientRect();
      const rows = [...list.querySelectorAll('article')].map((row) => ({ row, at: row.getBoundingClientRect() }));
      const [first] = rows.filter(({ at }) => at.bottom > top + 1 && at.top < bottom).toSorted((a, b) => a.at.top - b.at.top);
      if (first) return { text: /Line \d+/.exec(first.row.textContent)?.[0] ?? '', at: Math.round(first.at.top - top) };
      await frame();
    }
  });
}

/** The same line, less than two pixels from where it was. */
async function expectTopLine(visitor: Visitor, before: { text: string; at: number }): Promise<void> {
  await expect.poll(async () => (await topLine(visitor)).text).toBe(before.text);
  expect(Math.abs((await topLine(visitor)).at - before.at)).toBeLessThan(2);
}

/** A moment after one stopped, when all that came into sight is measured, this tab keeps the place. */
async function untilKept({ log }: Visitor, { text }: { text: string }): Promise<void> {
  const kept = () =>
    log.evaluate((list) => {
      const name = Object.keys(sessionStorage).find((key) => key.startsWith('parley.place.')) ?? '';
      const place = JSON.parse(sessionStorage.getItem(name) ?? '{}') as { row?: string };
      return list.querySelector(`[data-row="${place.row}"]`)?.textContent;
    });
  await expect.poll(kept).toContain(text);
}

const atEnd = ({ log }: Visitor) => log.evaluate((list) => list.scrollHeight - list.scrollTop - list.clientHeight < 4);
const rowsInPage = ({ log }: Visitor) => log.getByRole('article').count();

async function opened(house: House, people: Person[], count = COUNT) {
  const [founder] = people;
  if (founder === undefined) throw new Error('nobody');
  const id = await longConversation(house, people, count);
  await founder.api.message.markRead.mutate({ conversationId: id, seq: count });
  const visitor = await Visitor.open(browser, house, { person: founder, path: `/t/${founder.team.id}/c/${id}` });
  await visitor.message(`Line ${count}:`).waitFor();
  await expect.poll(() => atEnd(visitor)).toBe(true);
  return { id, visitor };
}

test('a long conversation holds a few rows in the page, and the line one reads stays while older ones come', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const { visitor } = await opened(house, [await house.founder('Ana')]);
  await using ana = visitor;
  expect(await rowsInPage(ana)).toBeLessThan(60);
  let most = 0;
  // A wheel stops now and then; each time the line is compared over the loading that it may have begun.
  for (let stop = 0; stop < 60 && (await ana.message('Line 1:').count()) === 0; stop += 1) {
    await ana.log.evaluate((list) => list.scrollBy(0, -700));
    const before = await topLine(ana);
    await ana.page.getByText('Loading older messages').waitFor({ state: 'detached' });
    await expectTopLine(ana, before);
    most = Math.max(most, await rowsInPage(ana));
  }
  await ana.message('Line 1:').waitFor();
  await ana.log.getByText('Begun').waitFor();
  expect(most).toBeLessThan(80);
});

test('SEQ-3 reading up never moves: messages and replies that come below are counted, and one press leads to them', async () => {
  await using house = await openHouse({ webApp: true, chats: 'held' });
  const founder = await house.founder('Ana', 'Acme');
  const joiner = await house.joiner(founder, 'Bo');
  const { id, visitor } = await opened(house, [founder, joiner]);
  await using ana = visitor;
  await joiner.api.message.send.mutate({ conversationId: id, clientKey: 'q', text: 'ask', model: 'smollm2:135m' });
  const chat = await house.ollama.nextChat();
  await chat.send('It begins\n\n');
  await ana.message('It begins').waitFor();
  await expect.poll(() => atEnd(ana)).toBe(true);

  await ana.log.evaluate((list) => list.scrollBy(0, -500));
  await ana.page.getByRole('button', { name: 'Go to the newest message' }).waitFor();
  const before = await topLine(ana);
  for (let piece = 0; piece < 30; piece += 1) await chat.send(`A paragraph, number ${piece}.\n\n`);
  for (const key of ['a', 'b', 'c'])
    await joiner.api.message.send.mutate({ conversationId: id, clientKey: key, text: `late ${key}`, model: null });
  const pill = ana.page.getByRole('button', { name: '3 new' });
  await pill.waitFor();
  await expectTopLine(ana, before);

  await pill.click();
  await ana.message('late c').waitFor();
  await expect.poll(() => atEnd(ana)).toBe(true);
  // Now the reply grows above what is in sight, and the end stays where it is.
  for (let piece = 30; piece < 60; piece += 1) await chat.send(`A paragraph, number ${piece}.\n\n`);
  await chat.finish();
  await ana.log.getByText('A paragraph, number 59.').waitFor({ state: 'attached' });
  await expect.poll(() => atEnd(ana)).toBe(true);
});

test('the end stays in sight when the composer grows and the window narrows; away from it the line does', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const { visitor } = await opened(house, [await house.founder('Ana')]);
  await using ana = visitor;
  await ana.composer.fill('one\ntwo\nthree\nfour\nfive');
  await expect.poll(() => atEnd(ana)).toBe(true);
  await ana.page.setViewportSize({ width: 760, height: 800 });
  await expect.poll(() => atEnd(ana)).toBe(true);
  await ana.log.evaluate((list) => list.scrollBy(0, -3_000));
  await ana.page.getByRole('button', { name: 'Go to the newest message' }).waitFor();
  // To its upper edge: of a line that is nearly out of sight nothing is left when it has room on fewer rows.
  await ana.log.evaluate((list, by) => list.scrollBy(0, by), (await topLine(ana)).at);
  const before = await topLine(ana);
  await untilKept(ana, before);
  await ana.page.setViewportSize({ width: 1280, height: 800 });
  await expectTopLine(ana, before);
});

test('the place and the draft survive a reload: back, reload and an address of a message lead to the line', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const founder = await house.founder('Ana', 'Acme');
  const { id, visitor } = await opened(house, [founder]);
  await using ana = visitor;
  await ana.composer.fill('not yet sent');
  await ana.log.evaluate((list) => list.scrollBy(0, -2_345));
  const before = await topLine(ana);
  // Kept in this tab a moment after one stopped, and when the page goes.
  await ana.page.reload();
  await expectTopLine(ana, before);
  expect(await ana.composer.inputValue()).toBe('not yet sent');
  await ana.page.getByRole('link', { name: 'Welcome' }).click();
  await ana.page.getByRole('heading', { level: 1, name: 'Welcome' }).waitFor();
  await ana.page.goBack();
  await expectTopLine(ana, before);

  const { items } = await founder.api.message.history.query({ conversationId: id, beforeSeq: 21, limit: 20 });
  const wanted = items.find(({ text }) => text.startsWith('Line 7:'));
  await ana.go(`/t/${founder.team.id}/c/${id}#${wanted?.id}`);
  await ana.message('Line 7:').waitFor();
  const inSight = () =>
    ana.message('Line 7:').evaluate((row) => {
      const { top, bottom } = row.closest('[role="log"]')?.getBoundingClientRect() ?? { top: 0, bottom: 0 };
      const at = row.getBoundingClientRect();
      return at.top >= top && at.bottom <= bottom;
    });
  await expect.poll(inSight).toBe(true);
  expect(await rowsInPage(ana)).toBeLessThan(80);
});

test('what has the focus, is edited or is selected stays in the page, however far one scrolls', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const { visitor } = await opened(house, [await house.founder('Ana')]);
  await using ana = visitor;
  await ana.message(`Line ${COUNT - 1}:`).focus();
  await ana.page.keyboard.press('e');
  await ana.page.getByLabel('Edit your message').fill('half written');
  await ana.message(`Line ${COUNT - 2}:`).evaluate((row) => {
    const words = row.querySelector('p');
    if (words !== null) getSelection()?.selectAllChildren(words);
  });
  const selected = await ana.page.evaluate(() => String(getSelection()));
  expect(selected).toContain(`Line ${COUNT - 2}:`);
  await ana.log.evaluate((list) => list.scrollBy(0, -6_000));
  await expect.poll(() => ana.message(`Line ${COUNT}:`).count()).toBe(0);
  expect(await ana.page.getByLabel('Edit your message').inputValue()).toBe('half written');
  expect(await ana.page.evaluate(() => String(getSelection()))).toBe(selected);
});

test('REPLY-1 code is coloured when it is whole, without touching its text, a selection in it or the scroll', async () => {
  await using house = await openHouse({ webApp: true, chats: 'held' });
  await using ana = await Visitor.open(browser, house, { person: await house.founder('Ana') });
  const keywords = () => ana.page.evaluate(() => CSS.highlights.get('code-keyword')?.size ?? 0);
  await ana.say('@smollm2:135m write code');
  const chat = await house.ollama.nextChat();
  await chat.send('```ts\nexport const answer = 42;\n');
  const code = ana.log.locator('pre code');
  await code.getByText('answer').waitFor();
  await code.evaluate((element) => getSelection()?.selectAllChildren(element.firstElementChild ?? element));
  await chat.send('const other = answer;\n');
  await code.getByText('other').waitFor();
  expect(await keywords()).toBe(0);
  await chat.send('```\n\nThat is it. $x^2$');
  await expect.poll(keywords).toBe(3);
  expect(await code.innerHTML()).toBe('<span>export const answer = 42;\nconst other = answer;</span>');
  expect(await ana.page.evaluate(() => String(getSelection()))).toContain('export const answer = 42;');
  await ana.log.locator('math msup').waitFor();
  await chat.finish();
});

test('a reply as long as a book is in the page only where one reads it, and reading up never moves', async () => {
  await using house = await openHouse({ webApp: true, chats: 'held' });
  const founder = await house.founder('Ana');
  await using ana = await Visitor.open(browser, house, { person: founder });
  const chapter = (n: number) =>
    `## Chapter ${n}\n\n${'Some words of it. '.repeat(20)}\n\n- one\n- two\n\n\`\`\`ts\nconst at = ${n};\n\`\`\`\n\n`;
  await ana.say('@smollm2:135m write a book');
  const chat = await house.ollama.nextChat();
  for (let n = 0; n < 200; n += 1) await chat.send(chapter(n));
  await chat.send('The end.');
  await ana.log.getByText('The end.').waitFor();
  await expect.poll(() => atEnd(ana)).toBe(true);
  await chat.finish();
  await ana.page.getByRole('button', { name: 'Another answer' }).waitFor();

  const elements = () => ana.log.evaluate((list) => list.querySelectorAll('*').length);
  /** Scrolls, and says how far the first heading in sight went from where that scroll put it: what comes near is drawn frames later, in place of room that was guessed. */
  const scrollAndLook = (by: number) =>
    ana.log.evaluate(async (list, pixels) => {
      const placeOf = (heading: Element | undefined) => (heading?.getBoundingClientRect().top ?? 0) - list.getBoundingClientRect().top;
      list.scrollBy(0, pixels);
      const heading = [...list.querySelectorAll('h2')].find((each) => placeOf(each) > 0);
      const before = placeOf(heading);
      for (let frame = 0; frame < 8; frame += 1) await new Promise(requestAnimationFrame);
      return {
        seen: before > 0 && before < list.clientHeight,
        stays: heading?.isConnected === true,
        moved: Math.abs(placeOf(heading) - before),
      };
    }, by);
  for (const fresh of [false, true]) {
    if (fresh) {
      await ana.page.reload();
      await ana.log.getByText('The end.').waitFor();
    }
    await expect.poll(elements).toBeLessThan(1_500);
    for (let stop = 0; stop < 12; stop += 1) {
      const { seen, stays, moved } = await scrollAndLook(-900);
      expect({ seen, stays }).toEqual({ seen: true, stays: true });
      expect(moved).toBeLessThan(3);
    }
    expect(await elements()).toBeLessThan(1_500);
  }
});
