import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, Locator, Page } from 'playwright-core';
import type { UserId } from '../../shared/ids.ts';
import { findings } from '../support/axe.ts';
import { openBrowser, Visitor } from '../support/browser.ts';
import { openHouse, type House } from '../support/house.ts';
import type { Person } from '../support/person.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const sidebar = (page: Page): Locator => page.getByRole('navigation', { name: 'Conversations' });
const link = (page: Page, name: RegExp): Locator => sidebar(page).getByRole('link', { name });
const isBold = (item: Locator): Promise<boolean> => item.evaluate((element) => Number(getComputedStyle(element).fontWeight) > 600);

/** Bo's message in Plans, with a thread in which Ana answers. */
async function threaded(house: House) {
  const founder = await house.founder('Ana', 'Acme');
  const joiner = await house.joiner(founder, 'Bo');
  const { conversation } = await founder.api.conversation.create.mutate({ teamId: founder.team.id, title: 'Plans', answers: 'named' });
  const draft = { conversationId: conversation.id, clientKey: 'root', text: 'Who has the keys?' };
  const { message } = await joiner.api.message.send.mutate(draft);
  const { conversation: thread } = await founder.api.message.thread.mutate({ messageId: message.id });
  await joiner.api.message.markRead.mutate({ conversationId: conversation.id, seq: 1_000 });
  const say = (who: Person, text: string, mentions: UserId[] = []) =>
    who.api.message.send.mutate({ conversationId: thread.id, clientKey: text, text, mentions });
  return { founder, joiner, id: conversation.id, thread: thread.id, say };
}

test('SEQ-3 what is new in a thread one takes part in shows in every tab, under its message and in the sidebar, until it is read in one of them', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const { founder, joiner, say } = await threaded(house);
  await using bo = await Visitor.open(browser, house, { person: joiner, path: `/t/${joiner.team.id}/c/${joiner.welcome.id}` });
  const other = await bo.context.newPage();
  await other.goto(bo.page.url());
  await link(bo.page, /Plans/).waitFor();
  expect(await link(bo.page, /Threads/).count()).toBe(0);

  await say(founder, 'I do');
  for (const page of [bo.page, other]) {
    await link(page, /Plans.*1.*unread/).waitFor();
    expect(await isBold(link(page, /Plans/))).toBe(true);
    await link(page, /Threads.*1.*unread/).waitFor();
  }
  await say(founder, '@Bo come and get them', [joiner.user.id]);
  await link(bo.page, /Plans.*mentions you once.*2.*unread/).waitFor();
  await expect.poll(() => bo.page.title()).toContain('(2)');

  await link(bo.page, /Plans/).click();
  const line = bo.message('Who has the keys?').getByRole('button', { name: /2 replies.*2 new/ });
  await line.waitFor();
  // Looking at the conversation is not reading its thread.
  await link(bo.page, /Plans.*mentions you once/).waitFor();
  await line.click();
  await bo.page.getByRole('region', { name: 'Thread' }).getByText('come and get them').waitFor();
  for (const page of [bo.page, other]) {
    await link(page, /Threads/).waitFor({ state: 'detached' });
    await expect.poll(() => isBold(link(page, /Plans/))).toBe(false);
    expect(await link(page, /Plans/).textContent()).toBe('Plans');
  }
  expect(await bo.message('Who has the keys?').getByText('new', { exact: false }).count()).toBe(0);
});

test('all that is new in threads stands in one place, a click away, and in what one jumps to', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const { founder, joiner, thread, say } = await threaded(house);
  await say(founder, '@Bo I do', [joiner.user.id]);
  await using bo = await Visitor.open(browser, house, { person: joiner, path: `/t/${joiner.team.id}/c/${joiner.welcome.id}` });
  await bo.untilWriting();
  await bo.page.keyboard.press('Control+k');
  const option = bo.page.getByRole('option', { name: /Who has the keys\?.*Thread.*Mentions you/ });
  await option.waitFor();
  await bo.page.keyboard.press('Escape');

  await link(bo.page, /Threads/).click();
  const list = bo.page.getByRole('list', { name: 'Threads' });
  const row = list.getByRole('link', { name: /Who has the keys\?.*Plans.*mentions you once.*1.*unread/ });
  await row.waitFor();
  expect(await findings(bo.page)).toEqual([]);
  await row.click();
  await bo.page.getByRole('region', { name: 'Thread' }).getByText('I do').waitFor();
  expect(new URL(bo.page.url()).searchParams.get('thread')).toBe(thread);
  await link(bo.page, /Threads/).waitFor({ state: 'detached' });
  await bo.page.goBack();
  await bo.page.getByText('Nothing is new.').waitFor();
});

test('a folder that is folded up tells of the threads in it, and the keys lead to the next conversation with something new', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const { founder, joiner, id, say } = await threaded(house);
  const { folder } = await founder.api.folder.create.mutate({ teamId: founder.team.id, name: 'Work' });
  await founder.api.conversation.move.mutate({ conversationId: id, folderId: folder.id });
  await using bo = await Visitor.open(browser, house, { person: joiner, path: `/t/${joiner.team.id}/c/${joiner.welcome.id}` });
  await bo.untilWriting();
  const branch = sidebar(bo.page).getByRole('button', { name: /^Work/ });
  await branch.click();
  await say(founder, 'I do');
  await sidebar(bo.page)
    .getByRole('button', { name: /^Work.*1.*unread/ })
    .waitFor();
  await bo.page.keyboard.press('Alt+Shift+ArrowUp');
  await bo.page.getByRole('heading', { level: 1, name: 'Plans' }).waitFor();
});
