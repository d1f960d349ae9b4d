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

test('SESSION-5 ending another device makes its whole page give way at once, and only that one', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const founder = await house.founder('Ana', 'Acme');
  await using here = await Visitor.open(browser, house, { person: founder });
  await using there = await Visitor.open(browser, house, { person: await founder.again() });
  await there.message('Hello Ana').waitFor();
  await there.composer.fill('a secret draft');
  await here.composer.waitFor();
  await here.go('/me');
  await here.page
    .getByRole('button', { name: /^End the session on/ })
    .first()
    .click();

  await there.page.getByRole('heading', { name: 'You are signed out' }).waitFor();
  expect(await there.page.getByText('Acme').count()).toBe(0);
  expect(await there.page.title()).toBe('Parley');
  expect(await there.page.evaluate(() => Object.values(sessionStorage).join())).not.toContain('secret');
  await here.page.getByText('This one').waitFor();
  await expect.poll(() => here.page.getByRole('button', { name: /^End the session on/ }).count()).toBe(0);

  await there.page.getByRole('button', { name: 'Sign in again' }).click();
  await there.page.getByLabel('E-mail address').fill(founder.user.email);
  await there.page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await there.page.getByRole('button', { name: 'Sign in' }).click();
  await there.message('Hello Ana').waitFor();
});

test('SESSION-5 signing out leaves nothing in the page', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  await using ana = await Visitor.open(browser, house, { person: await house.founder('Ana', 'Acme') });
  await ana.composer.fill('a secret draft');
  await ana.page.getByRole('button', { name: /your account/ }).click();
  await ana.page.getByRole('menuitem', { name: 'Sign out' }).click();
  await ana.page.getByRole('heading', { name: 'Sign in' }).waitFor();
  expect(await ana.page.getByText('Acme').count()).toBe(0);
  expect(await ana.page.evaluate(() => sessionStorage.length)).toBe(0);
});

test('an invite that was revoked says so, and whom to ask', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const founder = await house.founder('Ana', 'Acme');
  const { invite, url } = await founder.api.invite.create.mutate({ teamId: founder.team.id });
  await founder.api.invite.revoke.mutate({ inviteId: invite.id });
  await using visitor = await Visitor.open(browser, house, { path: new URL(url).pathname });
  await visitor.page.getByRole('heading', { name: 'This invite does not work any more' }).waitFor();
  expect(await visitor.page.getByText('Acme').count()).toBe(0);
});
