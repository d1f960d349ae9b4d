import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, Visitor } from '../support/browser.ts';
import { openHouse } from '../support/house.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

test('LEAVE-6 the last owner is told what to do before leaving, hands over, and leaves with a receipt', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const founder = await house.founder('Ana', 'Acme');
  const joiner = await house.joiner(founder, 'Bo');
  joiner.hangUp();
  await using ana = await Visitor.open(browser, house, { person: founder, path: `/t/${founder.team.id}/settings/team` });
  await using bo = await Visitor.open(browser, house, { person: joiner });
  await bo.composer.waitFor();
  await ana.page.getByText('You are the only owner, and a team always has one. Hand the team over first').waitFor();
  expect(await ana.page.getByRole('button', { name: 'Leave Acme' }).count()).toBe(0);

  await ana.page.getByLabel('New owner').selectOption({ label: 'Bo (member)' });
  await ana.page.getByRole('button', { name: 'Hand over' }).click();
  await ana.page.getByRole('alertdialog', { name: 'Hand Acme over to Bo?' }).getByRole('button', { name: 'Hand over' }).click();
  await ana.page.getByText(/^Bo owns Acme · [\d.]+ ms · 1 session · /).waitFor();
  await bo.page.getByRole('heading', { name: 'Your role in Acme changed' }).waitFor();
  await ana.page.getByText('Acme · you are an admin').waitFor();
  expect(await ana.page.getByRole('link', { name: 'Audit log' }).count()).toBe(0);

  await ana.page.getByRole('button', { name: 'Leave Acme' }).click();
  await ana.page.getByRole('alertdialog').getByRole('button', { name: 'Leave' }).click();
  await ana.page.getByRole('heading', { name: 'You left Acme' }).waitFor();
  await ana.page.getByText(/^You left Acme · [\d.]+ ms · /).waitFor();
  expect(await ana.page.content()).not.toContain('Welcome');
  await ana.page.getByRole('button', { name: 'Go on' }).click();
  await ana.page.getByRole('heading', { name: 'Create your team' }).waitFor();
});

test('a renamed team is renamed on every screen; who may not is told who can', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const founder = await house.founder('Ana', 'Acme');
  const joiner = await house.joiner(founder, 'Bo');
  await using ana = await Visitor.open(browser, house, { person: founder, path: `/t/${founder.team.id}/settings/team` });
  await using bo = await Visitor.open(browser, house, { person: joiner, path: `/t/${founder.team.id}/settings` });
  await bo.page.getByText('Owners and admins can invite. Ask Ana.').waitFor();
  await ana.page.getByLabel('Team name').fill('Acme & Co');
  await ana.page.getByRole('button', { name: 'Save' }).click();
  for (const visitor of [ana, bo]) await visitor.page.getByRole('button', { name: 'Acme & Co, change team' }).waitFor();
  await bo.page.getByRole('link', { name: 'Team', exact: true }).click();
  await bo.page.getByText('Acme & Co · you are a member').waitFor();
  expect(await bo.page.getByRole('button', { name: /^Delete/ }).count()).toBe(0);
  expect(await bo.page.getByLabel('Team name').count()).toBe(0);
});

/** By its key, once the menu that opens has taken the focus. */
async function lastOfMenu(page: Page, name: string): Promise<void> {
  await page.locator('[role="menu"]:focus, [role="menu"] :focus').first().waitFor();
  await page.keyboard.press('End');
  await page.getByRole('menuitem', { name }).and(page.locator(':focus')).waitFor();
}

test('a member is found by name, changed and removed by keys alone; the focus is never lost', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const founder = await house.founder('Ana', 'Acme');
  await house.joiner(founder, 'Bo');
  await using ana = await Visitor.open(browser, house, { person: founder, path: `/t/${founder.team.id}/settings` });
  const { page } = ana;
  await page.getByRole('button', { name: 'Role of Bo, and removing' }).focus();
  await page.keyboard.press('Enter');
  await lastOfMenu(page, 'Remove from the team');
  await page.keyboard.press('Enter');
  await page.getByRole('alertdialog', { name: 'Remove Bo?' }).waitFor();
  await page.keyboard.press('Escape');
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Role of Bo, and removing');
  await page.keyboard.press('Enter');
  await lastOfMenu(page, 'Remove from the team');
  await page.keyboard.press('Enter');
  await page.getByRole('alertdialog', { name: 'Remove Bo?' }).waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByText(/^Bo removed/).waitFor();
  await page.getByRole('button', { name: 'Role of Bo, and removing' }).waitFor({ state: 'detached' });
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Members');
});

test('the list says who is here; when somebody was last, in words with the exact time behind them, to owners and admins alone', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const founder = await house.founder('Ana', 'Acme');
  const joiner = await house.joiner(founder, 'Bo');
  const cleo = await house.joiner(founder, 'Cleo');
  for (const person of [founder, joiner, cleo]) person.leave();
  const path = `/t/${founder.team.id}/settings`;
  await using ana = await Visitor.open(browser, house, { person: founder, path });
  const rowOf = (visitor: Visitor, name: string) =>
    visitor.page.getByRole('list', { name: 'Members' }).getByRole('listitem').filter({ hasText: name });
  await rowOf(ana, 'Cleo').getByText('Last seen just now').waitFor();
  expect(await rowOf(ana, 'Cleo').locator('time').getAttribute('title')).toMatch(/20\d\d.*\d:\d\d/);
  {
    await using bo = await Visitor.open(browser, house, { person: joiner, path });
    await rowOf(bo, 'Ana').getByText('Here now').waitFor();
    await rowOf(bo, 'Cleo').getByText('Not here').waitFor();
    expect(await rowOf(bo, 'Cleo').locator('time').count()).toBe(0);
    await rowOf(ana, 'Bo').getByText('Here now').waitFor();
  }
  // He went while she looked.
  await rowOf(ana, 'Bo').getByText('Last seen just now').waitFor();
});
