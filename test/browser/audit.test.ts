import Sqlite from 'better-sqlite3';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { openBrowser, Visitor } from '../support/browser.ts';
import { openHouse } from '../support/house.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

test('AUDIT-1 owners read as sentences what was done and what was refused, by whom and why', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const founder = await house.founder('Ana', 'Acme');
  const team = founder.team.id;
  const joiner = await house.joiner(founder, 'Bo');
  const outsider = await house.founder('Sten', 'Elsewhere');
  await joiner.api.conversation.delete.mutate({ conversationId: founder.welcome.id }).catch(() => undefined);
  await outsider.api.conversation.open.query({ conversationId: founder.welcome.id }).catch(() => undefined);
  await founder.api.member.setRole.mutate({ teamId: team, userId: joiner.user.id, role: 'moderator' });
  await founder.api.member.remove.mutate({ teamId: team, userId: joiner.user.id });

  await using ana = await Visitor.open(browser, house, { person: founder, path: `/t/${team}/settings` });
  const { page } = ana;
  await page.getByRole('link', { name: 'Audit log' }).click();
  const lines = page.getByRole('list', { name: 'Lines' }).getByRole('listitem');
  await lines.filter({ hasText: 'Ana removed Bo' }).waitFor();
  await lines.filter({ hasText: 'Ana made Bo a moderator' }).waitFor();
  await lines.filter({ hasText: 'Somebody outside the team was refused: read “Welcome”' }).waitFor();
  await lines.filter({ hasText: 'Bo joined by an invite' }).waitFor();
  await lines.filter({ hasText: 'Ana created the team' }).waitFor();
  const refused = lines.filter({ hasText: 'Bo was refused: delete “Welcome”' });
  await refused.getByText('Bo was refused').click();
  await refused.getByText('FORBIDDEN').waitFor();
  expect(await page.content()).not.toMatch(/Sten|Elsewhere/);

  await page.getByRole('radio', { name: 'Refused only' }).click();
  await lines.filter({ hasText: 'Ana removed Bo' }).waitFor({ state: 'detached' });
  await refused.waitFor();
  await page.getByLabel('By whom').selectOption('By Ana');
  await page.getByText('Nothing was refused.').waitFor();
});

test('the log pages on to its beginning', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const founder = await house.founder('Ana', 'Acme');
  const team = founder.team.id;
  for (let number = 0; number < 55; number += 1) await founder.api.team.update.mutate({ teamId: team, name: `Acme ${number}` });
  await using ana = await Visitor.open(browser, house, { person: founder, path: `/t/${team}/settings/audit` });
  const first = ana.page.getByText('Ana created the team');
  await ana.page.getByText('Ana renamed the team').first().waitFor();
  expect(await first.count()).toBe(0);
  await ana.page.getByRole('button', { name: 'Show earlier lines' }).click();
  await first.waitFor();
  await ana.page.getByRole('button', { name: 'Show earlier lines' }).waitFor({ state: 'detached' });
});

test('AUDIT-2 verifying says that the log is whole, and where it is not', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const founder = await house.founder('Ana', 'Acme');
  await using ana = await Visitor.open(browser, house, { person: founder, path: `/t/${founder.team.id}/settings/audit` });
  const verify = ana.page.getByRole('button', { name: 'Verify the log' });
  await verify.click();
  await ana.page.getByText(/^Whole: \d+ lines of this server, none changed and none missing\.$/).waitFor();

  const file = new Sqlite(path.join(house.folder, 'parley.db'));
  file.exec("drop trigger audit_not_changed; update audit set agent = 'forged' where seq = 1");
  file.close();
  await verify.click();
  await ana.page.getByRole('alert').getByText('Broken at line 1: it is not what was written.').waitFor();
});
