import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { openBrowser, Visitor } from '../support/browser.ts';
import { openHouse } from '../support/house.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

test('a private conversation is shared by name, to read or to write, and taken back: it comes and goes on their screen', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const founder = await house.founder('Ana', 'Acme');
  const joiner = await house.joiner(founder, 'Bo');
  const { conversation } = await founder.api.conversation.create.mutate({ teamId: founder.team.id, title: 'Plans', visibility: 'private' });
  await using ana = await Visitor.open(browser, house, { person: founder, path: `/t/${founder.team.id}/c/${conversation.id}` });
  await using bo = await Visitor.open(browser, house, { person: joiner });
  await bo.composer.waitFor();
  expect(await bo.page.getByRole('link', { name: 'Plans' }).count()).toBe(0);

  await ana.page.getByRole('button', { name: 'Share', exact: true }).click();
  await ana.page.getByLabel('They').selectOption('Can read');
  await ana.page.getByLabel('Add people').fill('bo');
  await ana.page.keyboard.press('Enter');
  await ana.page.getByLabel('What Bo may do').waitFor();
  await ana.page.getByText('Who began it and 1 more see it').waitFor();
  await bo.page.getByRole('link', { name: 'Plans' }).click();
  await bo.page.getByRole('heading', { level: 1, name: 'Plans' }).first().waitFor();
  await bo.page.getByText('It is shared with you to read. Ana can let you write.').waitFor();
  expect(await bo.composer.count()).toBe(0);
  await ana.page.getByLabel('What Bo may do').selectOption('Can write');
  await bo.composer.waitFor();
  await ana.page.getByRole('button', { name: 'Stop sharing with Bo' }).click();
  await ana.page.getByText('Only who began it sees it').waitFor();
  await bo.page.getByRole('link', { name: 'Plans' }).waitFor({ state: 'detached' });
  await expect.poll(() => bo.page.getByText('Plans').count()).toBe(0);
});

test('who can see this: everybody by name with the reason, why, and why somebody does not', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const founder = await house.founder('Ana', 'Acme');
  const joiner = await house.joiner(founder, 'Bo');
  const { url } = await founder.api.invite.create.mutate({ teamId: founder.team.id, role: 'guest' });
  const guest = await house.register('Gus');
  await guest.accept(url);
  const { conversation } = await founder.api.conversation.create.mutate({ teamId: founder.team.id, title: 'Plans' });
  await using ana = await Visitor.open(browser, house, { person: founder, path: `/t/${founder.team.id}/c/${conversation.id}` });
  const { page } = ana;
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Share “Plans”' });
  await dialog.getByRole('button', { name: 'Who can see this' }).click();
  const subjects = dialog.getByRole('list', { name: 'Who can see this' });
  await subjects.getByRole('listitem').filter({ hasText: 'Ana' }).getByText('Began it · reads and writes').waitFor();
  const bo = subjects.getByRole('listitem').filter({ hasText: 'Bo' });
  await bo.getByText('It is open to the team · reads and writes').waitFor();
  await dialog.getByRole('button', { name: 'Why Bo sees it' }).click();
  await bo.getByText('May read it.').waitFor();
  expect(await subjects.getByText('Gus').count()).toBe(0);
  await dialog.getByLabel('Why does somebody not see it?').selectOption('Gus');
  await dialog.getByText('May not read it.').waitFor();

  await founder.api.conversation.share.mutate({ conversationId: conversation.id, userId: guest.user.id, relation: 'viewer' });
  await subjects.getByRole('listitem').filter({ hasText: 'Gus' }).getByText('It is shared with them · reads').waitFor();
  await dialog.getByText('That is everybody in the team.').waitFor();

  await using his = await Visitor.open(browser, house, { person: joiner, path: `/t/${founder.team.id}/c/${conversation.id}` });
  await his.page.getByRole('button', { name: 'Share', exact: true }).click();
  await his.page.getByText('Whoever began it shares it with people, and admins of the team.').waitFor();
  expect(await his.page.getByLabel('Add people').count()).toBe(0);
  await his.page.getByRole('button', { name: 'Who can see this' }).click();
  await his.page.getByRole('list', { name: 'Who can see this' }).getByText('Began it · reads and writes').waitFor();
  expect(await his.page.getByRole('button', { name: /^Why/ }).count()).toBe(0);
});

test('LEAVE-2 made private while others read it: it leaves their screen, and stays on that of who keeps it', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const founder = await house.founder('Ana', 'Acme');
  const joiner = await house.joiner(founder, 'Bo');
  const { conversation } = await founder.api.conversation.create.mutate({ teamId: founder.team.id, title: 'Salaries' });
  const path = `/t/${founder.team.id}/c/${conversation.id}`;
  await using ana = await Visitor.open(browser, house, { person: founder, path });
  await using bo = await Visitor.open(browser, house, { person: joiner, path });
  await ana.say('a number');
  await bo.message('a number').waitFor();
  await ana.page.getByRole('button', { name: 'Share', exact: true }).click();
  await ana.page.getByRole('radio', { name: 'Only chosen people' }).click();
  await ana.page.getByText('Only whoever began it and the people below see it.').waitFor();
  await bo.page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
  expect(await bo.page.content()).not.toMatch(/a number|Salaries/);
  await ana.page.keyboard.press('Escape');
  await ana.say('and a sum');
  await ana.message('and a sum').first().waitFor();
});
