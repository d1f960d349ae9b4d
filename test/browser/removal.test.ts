import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { openBrowser, Visitor } from '../support/browser.ts';
import { openHouse } from '../support/house.ts';

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
  await ana.page.getByText('Bo will be signed out on 1 device').waitFor();
  await ana.page.getByRole('button', { name: 'Remove', exact: true }).click();

  await ana.page.getByText(/^Bo removed · \d+ ms · 1 session · 1 connection · 1 reply$/).waitFor();
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
  await ana.page.getByRole('button', { name: 'Close the receipt' }).click();
  await ana.page.getByText('Bo removed').waitFor({ state: 'detached' });
});

test('LEAVE-7 a changed role is said, and the last owner is told what to do before leaving', async () => {
  await using house = await openHouse({ webApp: true });
  const founder = await house.founder('Ana', 'Acme');
  const joiner = await house.joiner(founder, 'Bo');
  joiner.hangUp();
  await using ana = await Visitor.open(browser, house, { person: founder, path: `/t/${founder.team.id}/settings` });
  await using bo = await Visitor.open(browser, house, { person: joiner });
  await bo.composer.waitFor();
  await ana.page.getByRole('button', { name: 'Leave Acme' }).click();
  await ana.page.getByRole('button', { name: 'Leave', exact: true }).click();
  await ana.page.getByText('this is the last one. Make somebody else an owner first.').waitFor();
  await ana.page.getByRole('button', { name: 'Role of Bo, and removing' }).click();
  await ana.page.getByRole('menuitemcheckbox', { name: 'admin' }).click();
  await ana.page.getByText(/^Bo is now admin · \d+ ms · 1 session · 1 connection$/).waitFor();
  await bo.page.getByRole('heading', { name: 'Your role in Acme changed' }).waitFor();
  await ana.page.getByRole('listitem').filter({ hasText: 'Bo' }).getByText('admin', { exact: true }).waitFor();
  expect(await ana.page.getByRole('alert').count()).toBe(1);
});
