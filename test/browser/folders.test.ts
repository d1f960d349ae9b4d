import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, Visitor } from '../support/browser.ts';
import { openHouse } from '../support/house.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** The sidebar as it is read: folders and conversations with how deep they lie. */
function places(page: Page): Promise<string[]> {
  return page.getByRole('navigation', { name: 'Conversations' }).evaluate((nav) =>
    [...nav.querySelectorAll('li')].map((item) => {
      let depth = -1;
      for (let above: Element | null = item; above && above !== nav; above = above.parentElement) if (above.tagName === 'LI') depth += 1;
      const own = item.querySelector(':scope > div > button, :scope > a, :scope > div > a')?.querySelector('span')?.textContent ?? '';
      return `${'  '.repeat(depth)}${own}`;
    }),
  );
}

async function folderMenu(page: Page, folder: string, item: string): Promise<void> {
  await page.getByRole('button', { name: folder, exact: true }).hover();
  await page.getByRole('button', { name: `More about the folder ${folder}` }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

test('folders are made, nested, renamed, moved and deleted, and everybody of the team sees it live', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const founder = await house.founder('Ana', 'Acme');
  const joiner = await house.joiner(founder, 'Bo');
  await using ana = await Visitor.open(browser, house, { person: founder });
  await using bo = await Visitor.open(browser, house, { person: joiner });
  const { page } = ana;
  await bo.composer.waitFor();
  await page.getByRole('button', { name: 'New folder' }).click();
  await page.getByLabel('Folder name').fill('Design');
  await page.getByRole('button', { name: 'Create folder' }).click();
  await bo.page.getByRole('button', { name: 'Design', exact: true }).waitFor();

  await folderMenu(page, 'Design', 'New folder in it');
  await page.getByLabel('Folder name').fill('Brand');
  await page.getByRole('button', { name: 'Create folder' }).click();
  await page.getByRole('button', { name: 'Brand', exact: true }).waitFor();
  await folderMenu(page, 'Brand', 'New conversation in it');
  await page.getByLabel('Title').fill('Logo');
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Logo' }).waitFor();
  for (const visitor of [ana, bo]) await expect.poll(() => places(visitor.page)).toEqual(['Design', '  Brand', '    Logo', 'Welcome']);

  await folderMenu(page, 'Brand', 'Rename');
  await page.getByLabel('Folder name').fill('Identity');
  await page.getByRole('button', { name: 'Rename' }).click();
  await folderMenu(page, 'Identity', 'Move');
  await page.getByRole('dialog').getByRole('button', { name: 'Out of all folders' }).click();
  for (const visitor of [ana, bo]) await expect.poll(() => places(visitor.page)).toEqual(['Design', 'Identity', '  Logo', 'Welcome']);
  await page.getByText('Moved out of its folder.').first().waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => places(bo.page)).toEqual(['Design', '  Identity', '    Logo', 'Welcome']);

  await folderMenu(page, 'Identity', 'Delete');
  await page.getByRole('alertdialog').getByText('No conversation is lost: what is in it moves up to Design.').waitFor();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  for (const visitor of [ana, bo]) await expect.poll(() => places(visitor.page)).toEqual(['Design', '  Logo', 'Welcome']);
});

test('a folded folder stays folded on this device, and says what is unread and who is named in it', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const founder = await house.founder('Ana', 'Acme');
  const joiner = await house.joiner(founder, 'Bo');
  const { folder } = await founder.api.folder.create.mutate({ teamId: founder.team.id, name: 'Plans' });
  const { conversation } = await founder.api.conversation.create.mutate({ teamId: founder.team.id, title: 'Trip', folderId: folder.id });
  await using ana = await Visitor.open(browser, house, { person: founder, path: `/t/${founder.team.id}/c/${founder.welcome.id}` });
  const fold = ana.page.getByRole('button', { name: /^Plans/ });
  await ana.untilWriting();
  await fold.focus();
  await ana.page.keyboard.press('ArrowLeft');
  await ana.page.getByRole('link', { name: 'Trip' }).waitFor({ state: 'detached' });
  const say = (text: string, mentions: (typeof founder.user.id)[]) =>
    joiner.api.message.send.mutate({ conversationId: conversation.id, clientKey: text, text, model: null, mentions });
  await say('one', []);
  await say('two for @Ana', [founder.user.id]);
  await fold.getByText('mentions you once').waitFor({ state: 'attached' });
  await expect.poll(() => fold.textContent()).toMatch(/2 unread$/);
  await ana.page.reload();
  await fold.waitFor();
  expect(await fold.getAttribute('aria-expanded')).toBe('false');
  expect(await ana.page.getByRole('link', { name: 'Trip' }).count()).toBe(0);
  await fold.click();
  await ana.page.getByRole('link', { name: /^Trip/ }).click();
  await ana.message('two for').waitFor();
  await expect.poll(() => fold.textContent()).toBe('Plans');
});

test('a conversation is moved by its menu, by the header and by dragging; a folder that does not take it says so', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const founder = await house.founder('Ana', 'Acme');
  const team = founder.team.id;
  for (const name of ['Later', 'Now']) await founder.api.folder.create.mutate({ teamId: team, name });
  await founder.api.conversation.create.mutate({ teamId: team, title: 'Errand' });
  await using ana = await Visitor.open(browser, house, { person: founder, path: `/t/${team}/c/${founder.welcome.id}` });
  const { page } = ana;
  const errand = page.getByRole('link', { name: 'Errand' });
  await ana.untilWriting();
  await errand.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Move to a folder' }).click();
  await page.getByLabel('Name of a folder').fill('no');
  await page.keyboard.press('Enter');
  await expect.poll(() => places(page)).toEqual(['Later', 'Now', '  Errand', 'Welcome']);

  await errand.dragTo(page.getByRole('button', { name: 'Later', exact: true }));
  await expect.poll(() => places(page)).toEqual(['Later', '  Errand', 'Now', 'Welcome']);

  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Move to a folder' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Now' }).click();
  await expect.poll(() => places(page)).toEqual(['Later', '  Errand', 'Now', '  Welcome']);

  await page.getByRole('button', { name: 'Later', exact: true }).dragTo(page.getByRole('button', { name: 'Now', exact: true }));
  await expect.poll(() => places(page)).toEqual(['Now', '  Later', '    Errand', '  Welcome']);
  await page.getByRole('button', { name: 'Now', exact: true }).dragTo(page.getByRole('button', { name: 'Later', exact: true }));
  await page
    .getByRole('status')
    .filter({ hasText: /folder/ })
    .first()
    .waitFor();
  expect(await places(page)).toEqual(['Now', '  Later', '    Errand', '  Welcome']);
});

test('a guest sees a folder that is shared with them and what is in it, and loses it when it is taken back', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const founder = await house.founder('Ana', 'Acme');
  const team = founder.team.id;
  const { url } = await founder.api.invite.create.mutate({ teamId: team, role: 'guest' });
  const guest = await house.register('Gus');
  await guest.accept(url);
  const { folder } = await founder.api.folder.create.mutate({ teamId: team, name: 'Client' });
  await founder.api.conversation.create.mutate({ teamId: team, title: 'Brief', folderId: folder.id });
  await founder.api.conversation.create.mutate({ teamId: team, title: 'Prices', folderId: folder.id, visibility: 'private' });
  await using ana = await Visitor.open(browser, house, { person: founder });
  await using gus = await Visitor.open(browser, house, { person: guest });
  await gus.page.getByRole('heading', { name: 'Nothing is shared with you yet' }).waitFor();

  await folderMenu(ana.page, 'Client', 'Share');
  await ana.page.getByLabel('Add people').fill('gu');
  await ana.page.getByLabel('They').selectOption('Can read');
  await ana.page.getByRole('button', { name: 'Add Gus' }).click();
  await ana.page.getByLabel('What Gus may do').waitFor();
  await gus.page.getByRole('heading', { level: 1, name: 'Brief' }).waitFor();
  await expect.poll(() => places(gus.page)).toEqual(['Client', '  Brief']);
  expect(await gus.composer.count()).toBe(0);

  await ana.page.getByLabel('What Gus may do').selectOption('Can write');
  await gus.composer.waitFor();
  await ana.page.getByRole('button', { name: 'Stop sharing with Gus' }).click();
  await ana.page.getByText('Not shared with single people.').waitFor();
  await expect.poll(() => places(gus.page)).toEqual([]);
  await gus.page.getByText('Nothing is shared with you yet.').first().waitFor();
  expect(await gus.page.getByText('Brief').count()).toBe(0);
});
