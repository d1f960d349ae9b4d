import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { findings } from '../support/axe.ts';
import { openBrowser, Visitor } from '../support/browser.ts';
import { uploaded } from '../support/files.ts';
import { openHouse } from '../support/house.ts';
import type { Person } from '../support/person.ts';
import { png } from '../support/pictures.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const cat = { name: 'cat.png', mimeType: 'image/png', buffer: png(720, 400) };
const notes = { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('plain words') };

async function choose(visitor: Visitor, ...files: { name: string; mimeType: string; buffer: Buffer }[]): Promise<void> {
  const chooser = visitor.page.waitForEvent('filechooser');
  await visitor.page.getByRole('button', { name: 'Attach files' }).click();
  await (await chooser).setFiles(files);
}

/** Hands files to the page as a clipboard or a drag does. */
async function hand(page: Page, how: 'paste' | 'drag' | 'drop', selector: string): Promise<void> {
  await page.evaluate(
    ({ kind, where, bytes }) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(bytes)], 'shot.png', { type: 'image/png' }));
      const target = document.querySelector(where);
      const about = { bubbles: true, cancelable: true };
      if (kind === 'paste') target?.dispatchEvent(new ClipboardEvent('paste', { ...about, clipboardData: data }));
      else target?.dispatchEvent(new DragEvent(kind === 'drag' ? 'dragover' : 'drop', { ...about, dataTransfer: data }));
    },
    { kind: how, where: selector, bytes: [...png(60, 40)] },
  );
}

const chips = (visitor: Visitor) => visitor.page.getByRole('list', { name: 'Files to send' }).getByRole('listitem');
const quiet = (person: Person) => person.api.conversation.update.mutate({ conversationId: person.welcome.id, answers: 'named' });

test('files chosen with the button wait in the composer, leave with the message, and are there for others: a picture in its box, opened large, the rest to save', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const founder = await house.founder('Ana', 'Acme');
  const joiner = await house.joiner(founder, 'Bo');
  await quiet(founder);
  await using ana = await Visitor.open(browser, house, { person: founder });
  await using bo = await Visitor.open(browser, house, { person: joiner });
  await bo.composer.waitFor();
  await choose(ana, cat, notes);
  await chips(ana).filter({ hasText: 'notes.txt' }).getByText('11 bytes').waitFor();
  expect(await chips(ana).count()).toBe(2);
  expect(await findings(ana.page)).toEqual([]);
  await ana.composer.fill('Look at this');
  await ana.composer.press('Enter');
  await chips(ana).first().waitFor({ state: 'detached' });

  const message = bo.message('Look at this');
  const picture = message.getByRole('button', { name: 'Open cat.png' });
  await picture.waitFor();
  expect(await picture.boundingBox()).toMatchObject({ width: 360, height: 200 });
  await expect.poll(() => picture.locator('img').evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth)).toBe(720);
  const download = bo.page.waitForEvent('download');
  await message.getByRole('link', { name: /^Download notes\.txt 11 bytes$/ }).click();
  expect((await download).suggestedFilename()).toBe('notes.txt');
  expect(await findings(bo.page)).toEqual([]);

  await picture.focus();
  await picture.press('Enter');
  const large = bo.page.getByRole('dialog', { name: 'cat.png' });
  await large.getByText('720 × 400').waitFor();
  expect(await findings(bo.page)).toEqual([]);
  await bo.page.keyboard.press('Escape');
  await large.waitFor({ state: 'detached' });
  expect(await picture.evaluate((element) => element === document.activeElement)).toBe(true);
});

test('files are pasted and dropped: what is held over the conversation is said, and nothing else of the page gives way', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const founder = await house.founder('Ana', 'Acme');
  await quiet(founder);
  await using ana = await Visitor.open(browser, house, { person: founder });
  await ana.untilWriting();
  await hand(ana.page, 'paste', 'textarea');
  await chips(ana).getByText('shot.png').waitFor();
  await hand(ana.page, 'drag', '[role=log]');
  await ana.page.getByText('Drop files to attach them').waitFor();
  await hand(ana.page, 'drop', '[role=log]');
  await ana.page.getByText('Drop files to attach them').waitFor({ state: 'detached' });
  await expect.poll(() => chips(ana).count()).toBe(2);
  await ana.page.getByRole('button', { name: 'Remove shot.png' }).first().click();
  await expect.poll(() => chips(ana).count()).toBe(1);
  // Files alone are a message.
  await ana.composer.press('Enter');
  await ana.log.getByRole('button', { name: 'Open shot.png' }).waitFor();
  expect(await ana.composer.inputValue()).toBe('');
});

test('what is too large or empty is refused in words at once, and the message waits until it is gone', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const founder = await house.founder('Ana', 'Acme');
  await using ana = await Visitor.open(browser, house, { person: founder });
  const send = ana.page.getByRole('button', { name: 'Send' });
  await choose(
    ana,
    { name: 'huge.bin', mimeType: 'application/zip', buffer: Buffer.alloc(10 * 1024 * 1024 + 1) },
    { ...notes, buffer: Buffer.alloc(0) },
  );
  await chips(ana).getByText('A file has at most 10 MB.').waitFor();
  await chips(ana).getByText('This file is empty.').waitFor();
  await ana.composer.fill('hello');
  expect(await send.isDisabled()).toBe(true);
  expect(await findings(ana.page)).toEqual([]);
  for (const name of ['huge.bin', 'notes.txt']) await ana.page.getByRole('button', { name: `Remove ${name}` }).click();
  await expect.poll(() => send.isDisabled()).toBe(false);
});

test('before it is sent it is said what whoever answers cannot see, judged by the model that is asked', async () => {
  await using house = await openHouse({
    webApp: true,
    models: [
      { name: 'words:1b', capabilities: ['completion'], sizeBytes: 1 },
      { name: 'eyes:1b', capabilities: ['completion', 'vision'], sizeBytes: 2 },
    ],
  });
  const founder = await house.founder('Ana', 'Acme');
  await using ana = await Visitor.open(browser, house, { person: founder });
  await choose(ana, cat);
  await ana.page.getByText('words:1b cannot see images.').waitFor();
  await ana.composer.fill('@eyes:1b what is this?');
  await ana.page.getByText('words:1b cannot see images.').waitFor({ state: 'detached' });
  await choose(ana, ...Array.from({ length: 7 }, (_, n) => ({ ...cat, name: `${n}.png` })));
  await ana.page.getByText('eyes:1b cannot see 5.png, 6.png: it gets 6 pictures at most, 20 MB together.').waitFor();
  for (let n = 0; n < 7; n += 1) await ana.page.getByRole('button', { name: `Remove ${n}.png` }).click();
  await ana.page.getByText('eyes:1b cannot see').waitFor({ state: 'detached' });
  await ana.composer.fill('@guide what is this?');
  await ana.page.getByText('The guide cannot see files.').waitFor();
  await ana.composer.fill('@eyes:1b what is this?');
  await ana.composer.press('Enter');
  await ana.message('You said').or(ana.log.getByText('You said')).first().waitFor();
  expect(house.ollama.chats[0]?.body.messages.at(-1)?.images).toEqual([cat.buffer.toString('base64')]);
});

test('INPUT-4 pages and drawings of others do not run: they are offered for saving, whatever they are called', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const founder = await house.founder('Ana', 'Acme');
  const attacker = await house.joiner(founder, 'Mallory');
  await quiet(founder);
  const { id } = founder.welcome;
  const script = `document.title = 'taken over'; fetch('/trpc/auth.me')`;
  const hostile = [
    await uploaded(
      attacker,
      id,
      `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>${script}</script></svg>`,
      'drawing.png',
    ),
    await uploaded(attacker, id, `<!doctype html><script>${script}</script>`, 'page.html'),
    await uploaded(attacker, id, Buffer.concat([png(9, 9), Buffer.from(`<script>${script}</script>`)]), 'both.html'),
  ];
  const attachments = hostile.map((file) => file.id);
  await attacker.api.message.send.mutate({ conversationId: id, clientKey: 'k', text: 'Open these', model: null, attachments });
  await using ana = await Visitor.open(browser, house, { person: founder });
  const message = ana.message('Open these');
  await message.getByRole('button', { name: 'Open both.html' }).waitFor();
  for (const name of ['drawing.png', 'page.html']) await message.getByRole('link', { name: new RegExp(`^Download ${name}`) }).waitFor();
  const page = await ana.context.newPage();
  for (const file of hostile.slice(0, 2)) {
    const download = page.waitForEvent('download');
    await page.goto(`${house.url}/files/${file.id}`).catch(() => undefined);
    await download;
  }
  await page.goto(`${house.url}/files/${hostile[2]?.id}`);
  expect(await page.title()).not.toBe('taken over');
  expect(await page.evaluate(() => document.contentType)).toBe('image/png');
});

test('SEND-3 files attached without a connection are kept with their message, and leave when it is back', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const founder = await house.founder('Ana', 'Acme');
  const joiner = await house.joiner(founder, 'Bo');
  await quiet(founder);
  await using ana = await Visitor.open(browser, house, { person: founder });
  await using bo = await Visitor.open(browser, house, { person: joiner });
  await bo.composer.waitFor();
  // What handles files is there once one was attached.
  await choose(ana, notes);
  await chips(ana).getByText('11 bytes').waitFor();
  await ana.page.getByRole('button', { name: 'Remove notes.txt' }).click();

  await ana.context.setOffline(true);
  await ana.page.getByText('Reconnecting…').waitFor();
  await choose(ana, cat);
  await chips(ana).getByText('Waits for the connection').waitFor();
  await ana.say('taken on the train');
  await ana.page.getByLabel('Ana, on its way').getByText('cat.png').waitFor();
  await ana.say('and then some words');
  await ana.context.setOffline(false);
  await bo.message('taken on the train').getByRole('button', { name: 'Open cat.png' }).waitFor();
  await bo.message('and then some words').waitFor();
  const order = await bo.log.getByRole('article').allTextContents();
  expect(order.findIndex((text) => text.includes('train'))).toBeLessThan(order.findIndex((text) => text.includes('some words')));
  await expect.poll(() => ana.page.getByLabel('Ana, on its way').count()).toBe(0);
});

test('on a phone: files are chosen, seen at the width there is, opened and deleted', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const founder = await house.founder('Ana', 'Acme');
  await quiet(founder);
  await using ana = await Visitor.open(browser, house, {
    person: founder,
    viewport: { width: 390, height: 780 },
    hasTouch: true,
    isMobile: true,
  });
  await choose(ana, cat);
  await chips(ana).getByText('cat.png').waitFor();
  await expect.poll(() => ana.page.getByRole('progressbar').count()).toBe(0);
  await ana.page.getByRole('button', { name: 'Send' }).tap();
  const picture = ana.log.getByRole('button', { name: 'Open cat.png' });
  await picture.waitFor();
  const box = await picture.boundingBox();
  expect((box?.x ?? 0) + (box?.width ?? 999)).toBeLessThanOrEqual(390);
  expect(await ana.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await picture.tap();
  await ana.page.getByRole('dialog', { name: 'cat.png' }).getByRole('button', { name: 'Close' }).tap();
  const { messages } = await founder.api.conversation.open.query({ conversationId: founder.welcome.id });
  await founder.api.message.delete.mutate({ messageId: messages.at(-1)?.id as never });
  await ana.log.getByText('This message was deleted.').waitFor();
  expect(await picture.count()).toBe(0);
});
