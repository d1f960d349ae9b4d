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

test('LEAVE-7 an account is disabled by its password: every device gives way and says why', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const founder = await house.founder('Ana', 'Acme');
  const joiner = await house.joiner(founder, 'Bo');
  await using here = await Visitor.open(browser, house, { person: joiner, path: '/me' });
  await using there = await Visitor.open(browser, house, { person: await joiner.again() });
  await there.composer.waitFor();
  await here.page.getByRole('button', { name: 'Disable account' }).click();
  await here.page.locator('[name="password"]:focus').waitFor();
  await here.page.keyboard.type('not the right one');
  await here.page.getByRole('button', { name: 'Disable', exact: true }).click();
  await here.page.getByText('Not your current password.').waitFor();
  await here.page.getByLabel('Your password').fill(PASSWORD);
  await here.page.getByRole('button', { name: 'Disable', exact: true }).click();
  for (const visitor of [here, there]) {
    await visitor.page.getByRole('heading', { name: 'Your account is disabled' }).waitFor();
    expect(await visitor.page.content()).not.toMatch(/Acme|Welcome/);
  }
  await here.page.getByRole('button', { name: 'Go to sign in' }).click();
  await here.page.getByRole('heading', { name: 'Sign in' }).waitFor();
});

test('LEAVE-6 who is the last owner of a team is told which before their account is deleted; then it goes', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const founder = await house.founder('Ana', 'Acme');
  const joiner = await house.joiner(founder, 'Bo');
  await using ana = await Visitor.open(browser, house, { person: founder, path: '/me' });
  const erase = async () => {
    await ana.page.getByRole('button', { name: 'Delete account' }).click();
    await ana.page.getByLabel('Your password').fill(PASSWORD);
    await ana.page.getByRole('button', { name: 'Delete for good' }).click();
  };
  await erase();
  await ana.page.getByRole('alert').getByText('this is the last one of “Acme”').waitFor();
  await ana.page.keyboard.press('Escape');
  await founder.http('team.transfer', { teamId: founder.team.id, userId: joiner.user.id });
  await ana.context.clearCookies();
  const [name = '', value = ''] = founder.cookie.split('=');
  await ana.context.addCookies([{ name, value, url: house.url, httpOnly: true, sameSite: 'Lax' }]);
  await ana.go('/me');
  await erase();
  await ana.page.getByRole('heading', { name: 'Your account is deleted' }).waitFor();
  expect(await ana.page.content()).not.toMatch(/Acme|Welcome/);
});

test('a reset link sets a new password once and signs in; used up it says whom to ask', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const founder = await house.founder('Ana', 'Acme');
  const joiner = await house.joiner(founder, 'Bo');
  const { url } = await founder.api.admin.resetPassword.mutate({ userId: joiner.user.id });
  await using bo = await Visitor.open(browser, house, { path: new URL(url).pathname });
  await bo.page.getByLabel('New password').fill('another long walk 8');
  await bo.page.getByRole('button', { name: 'Save and sign in' }).click();
  await bo.page.getByRole('heading', { level: 1, name: 'Welcome' }).waitFor();
  await using late = await Visitor.open(browser, house, { path: new URL(url).pathname });
  await late.page.getByLabel('New password').fill('yet another walk 9');
  await late.page.getByRole('button', { name: 'Save and sign in' }).click();
  await late.page.getByRole('heading', { name: 'This link does not work any more' }).waitFor();
  await late.page.getByRole('button', { name: 'Go to Parley' }).click();
  await late.page.getByRole('heading', { name: 'Sign in' }).waitFor();
});
