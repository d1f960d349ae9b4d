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

test('LEAVE-2 LEAVE-4 LEAVE-5 removed while their reply streams: the app gives way, the reply stops, a third person’s goes on, the owner gets the receipt', async () => {
  await using house = await openHouse({ webApp: true, chats: 'held', settings: { PARLEY_PARALLEL: '2' } });
  const founder = await house.founder('Ana', 'Acme');
  const joiner = await house.joiner(founder, 'Bo');
  const third = await house.joiner(founder, 'Cleo');
  joiner.hangUp();
  await using ana = await Visitor.open(browser, house, { person: founder });
  await using bo = await Visitor.open(browser, house, { person: joiner });
  await using cleo = await Visitor.open(browser, house, { person: third });
  await bo.say('@smollm2:135m his question');
  const his = await house.ollama.nextChat();
  await cleo.say('@smollm2:135m her question');
  const hers = await house.ollama.nextChat();
  await his.send('For Bo. ');
  await hers.send('For Cleo. ');
  for (const visitor of [ana, bo, cleo]) {
    await visitor.message('For Bo.').waitFor();
    await visitor.message('For Cleo.').waitFor();
  }

  await ana.page.getByRole('link', { name: 'People' }).click();
  await ana.page.getByRole('button', { name: 'Role of Bo, and removing' }).click();
  await ana.page.getByRole('menuitem', { name: 'Remove from the team' }).click();
  const question = ana.page.getByRole('alertdialog', { name: 'Remove Bo?' });
  await question.getByText('Bo will be signed out of 1 device at once. 1 reply they asked for will stop.').waitFor();
  await question.getByRole('button', { name: 'Remove' }).click();

  await ana.page.getByText(/^Bo removed · [\d.]+ ms · 1 session · 1 connection · 1 reply$/).waitFor();
  await bo.page.getByRole('heading', { name: 'You are no longer a member of Acme' }).waitFor();
  await his.aborted;
  await hers.send('After the removal.');
  await cleo.message('For Cleo. After the removal.').waitFor();
  await cleo.message('For Bo.').getByText('Stopped by Ana').waitFor();
  await cleo.log.getByText('Bo left').waitFor();
  await hers.finish();

  expect(await bo.page.content()).not.toMatch(/For Bo|For Cleo|After the removal|Welcome|her question/);
  expect(await bo.page.evaluate(() => JSON.stringify([sessionStorage, localStorage]))).not.toMatch(/question|For Bo|Welcome/);
  await bo.page.getByRole('button', { name: 'Sign in again' }).click();
  await bo.page.getByLabel('E-mail address').waitFor();

  await ana.page.getByRole('link', { name: 'Welcome' }).click();
  await ana.composer.waitFor();
  await ana.page.getByText(/^Bo removed/).waitFor();
  await ana.page.getByRole('button', { name: 'Close the receipt' }).click();
  await ana.page.getByText('Bo removed').waitFor({ state: 'detached' });
});

test('LEAVE-7 a changed role is said on their screen, and where one stands after it', async () => {
  await using house = await openHouse({ webApp: true });
  const founder = await house.founder('Ana', 'Acme');
  const joiner = await house.joiner(founder, 'Bo');
  joiner.hangUp();
  await using ana = await Visitor.open(browser, house, { person: founder, path: `/t/${founder.team.id}/settings` });
  await using bo = await Visitor.open(browser, house, { person: joiner });
  await bo.composer.waitFor();
  await ana.page.getByRole('button', { name: 'Role of Bo, and removing' }).click();
  await ana.page.getByRole('menuitemcheckbox', { name: 'Admin' }).click();
  await ana.page.getByText(/^Bo is now an admin · [\d.]+ ms · 1 session · 1 connection$/).waitFor();
  await bo.page.getByRole('heading', { name: 'Your role in Acme changed' }).waitFor();
  await ana.page.getByRole('listitem').filter({ hasText: 'Bo' }).getByText('admin', { exact: true }).waitFor();
});

test('LEAVE-7 suspended: shut out at once, restored they are back in their place', async () => {
  await using house = await openHouse({ webApp: true });
  const founder = await house.founder('Ana', 'Acme');
  const joiner = await house.joiner(founder, 'Bo');
  joiner.hangUp();
  await using ana = await Visitor.open(browser, house, { person: founder, path: `/t/${founder.team.id}/settings` });
  await using bo = await Visitor.open(browser, house, { person: joiner });
  await bo.composer.waitFor();
  await ana.page.getByRole('button', { name: 'Role of Bo, and removing' }).click();
  await ana.page.getByRole('menuitem', { name: 'Suspend until restored' }).click();
  await ana.page.getByRole('alertdialog').getByRole('button', { name: 'Suspend' }).click();
  await ana.page.getByText(/^Bo suspended · [\d.]+ ms · 1 session · 1 connection$/).waitFor();
  await bo.page.getByRole('heading', { name: 'You are suspended from Acme' }).waitFor();
  expect(await bo.page.content()).not.toContain('Welcome');

  await bo.page.getByRole('button', { name: 'Sign in again' }).click();
  await bo.page.getByLabel('E-mail address').fill(joiner.user.email);
  await bo.page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await bo.page.getByRole('button', { name: 'Sign in' }).click();
  await bo.page.getByRole('heading', { name: 'Create your team' }).waitFor();

  const row = ana.page.getByRole('listitem').filter({ hasText: 'Bo' });
  await row.getByText('Suspended', { exact: true }).waitFor();
  await ana.page.getByRole('button', { name: 'Role of Bo, and removing' }).click();
  await ana.page.getByRole('menuitem', { name: 'Restore' }).click();
  await row.getByText('Suspended', { exact: true }).waitFor({ state: 'detached' });
  await bo.page.reload();
  await bo.message('Hello Bo').or(bo.composer).first().waitFor();
});

test('LEAVE-7 a deleted team goes from every screen, and whoever deletes it goes on with the receipt', async () => {
  await using house = await openHouse({ webApp: true });
  const founder = await house.founder('Ana', 'Acme');
  const joiner = await house.joiner(founder, 'Bo');
  joiner.hangUp();
  await using ana = await Visitor.open(browser, house, { person: founder, path: `/t/${founder.team.id}/settings/team` });
  await using bo = await Visitor.open(browser, house, { person: joiner });
  await bo.composer.waitFor();
  await ana.page.getByRole('button', { name: 'Delete Acme' }).click();
  const dialog = ana.page.getByRole('dialog', { name: 'Delete Acme?' });
  await dialog.getByText('1 other person loses access at once.').waitFor();
  const forGood = dialog.getByRole('button', { name: 'Delete for good' });
  await dialog.getByLabel('Type “Acme” to confirm').fill('acme');
  expect(await forGood.isDisabled()).toBe(true);
  await dialog.getByLabel('Type “Acme” to confirm').fill('Acme');
  await forGood.click();

  await ana.page.getByRole('heading', { name: 'Acme is deleted' }).waitFor();
  await ana.page.getByText(/^Acme is deleted · [\d.]+ ms · 1 session · /).waitFor();
  await bo.page.getByRole('heading', { name: 'Acme was deleted' }).waitFor();
  expect(await bo.page.content()).not.toContain('Welcome');
  await ana.page.getByRole('button', { name: 'Go on' }).click();
  await ana.page.getByRole('heading', { name: 'Create your team' }).waitFor();
});
