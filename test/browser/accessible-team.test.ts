import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { findings, LOOKS } from '../support/axe.ts';
import { openBrowser, Visitor } from '../support/browser.ts';
import { openHouse, type House } from '../support/house.ts';
import type { Person } from '../support/person.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** A team with everything that a team can have. */
async function fullTeam(house: House): Promise<Person> {
  const founder = await house.founder('Ana of the Very Long Family Name', 'A team with quite a long name');
  const teamId = founder.team.id;
  const joiner = await house.joiner(founder, 'Bo');
  const third = await house.joiner(founder, 'Cleo');
  const { folder } = await founder.api.folder.create.mutate({ teamId, name: 'A folder with a name that goes on and on and on' });
  const { conversation } = await founder.api.conversation.create.mutate({
    teamId,
    title: 'Plans',
    folderId: folder.id,
    visibility: 'private',
  });
  await founder.api.conversation.share.mutate({ conversationId: conversation.id, userId: joiner.user.id, relation: 'viewer' });
  await founder.api.member.suspend.mutate({ teamId, userId: third.user.id });
  await founder.api.invite.create.mutate({ teamId, role: 'guest', email: 'mia.with.a.long.address@client.example' });
  await joiner.api.conversation.delete.mutate({ conversationId: founder.welcome.id }).catch(() => undefined);
  return founder;
}

for (const { colorScheme, kind, viewport } of LOOKS) {
  test(`axe finds nothing in what a team is run with, and nothing is wider than the page, ${colorScheme} and ${kind}`, async () => {
    await using house = await openHouse({ webApp: true, noOllama: true });
    const person = await fullTeam(house);
    await using ana = await Visitor.open(browser, house, { person, colorScheme, viewport });
    const { page } = ana;
    const check = async (what: string) => {
      await expect.poll(() => page.getByText('Loading').count(), { message: what }).toBe(0);
      expect(await findings(page), what).toEqual([]);
      expect(await page.evaluate(() => Math.max(document.documentElement.scrollWidth, innerWidth)), what).toBe(viewport.width);
      const wider = () => page.locator('main > div').evaluateAll((all) => all.filter((each) => each.scrollWidth > each.clientWidth).length);
      expect(await wider(), what).toBe(0);
    };
    await ana.composer.waitFor();
    await sidebar(page, kind === 'narrow', check);
    await sharing(page, check);
    await people(ana, person, check);
    await pages(ana, person, check);
  });
}

type Check = (what: string) => Promise<void>;

async function sidebar(page: Page, narrow: boolean, check: Check): Promise<void> {
  if (narrow) await page.getByRole('button', { name: 'Conversations' }).click();
  await page.getByRole('button', { name: /^A folder/ }).hover();
  await check('sidebar');
  await page.getByRole('button', { name: /^More about the folder/ }).click();
  await page.getByRole('menu').waitFor();
  await check('menu of a folder');
  await page.getByRole('menuitem', { name: 'Move' }).click();
  await page.getByRole('dialog', { name: /^Move/ }).waitFor();
  await check('moving a folder');
  await page.keyboard.press('Escape');
  if (narrow) await page.getByRole('button', { name: 'Conversations' }).click();
  await page.getByRole('link', { name: 'Plans' }).click();
  await page.getByRole('heading', { level: 1, name: 'Plans' }).first().waitFor();
}

async function sharing(page: Page, check: Check): Promise<void> {
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  await page.getByLabel('What Bo may do').waitFor();
  await page.getByRole('button', { name: 'Who can see this' }).click();
  await page.getByRole('button', { name: 'Why Bo sees it' }).click();
  await page.getByText('May read it.').waitFor();
  await page.getByLabel('Add people').fill('a');
  await check('sharing');
  await page.keyboard.press('Escape');
}

async function people(ana: Visitor, { team }: Person, check: Check): Promise<void> {
  const { page } = ana;
  await ana.go(`/t/${team.id}/settings`);
  await page.getByText('Suspended', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Create invite link' }).click();
  await page.getByLabel('Invite link', { exact: true }).waitFor();
  await check('people');
  await page.getByRole('button', { name: /^Role of Bo/ }).click();
  await page.getByRole('menu').waitFor();
  await check('menu of a member');
  await page.getByRole('menuitem', { name: 'Remove from the team' }).click();
  await page.getByRole('alertdialog').waitFor();
  await check('question before a removal');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  await page.getByText(/^Bo removed/).waitFor();
  await check('receipt');
}

async function pages(ana: Visitor, person: Person, check: Check): Promise<void> {
  const { page } = ana;
  await ana.go(`/t/${person.team.id}/settings/team`);
  await page.getByRole('button', { name: /^Delete/ }).click();
  await page.getByRole('dialog').waitFor();
  await check('deleting the team');
  await ana.go(`/t/${person.team.id}/settings/audit`);
  await page.getByText('Bo was refused').click();
  await page.getByRole('button', { name: 'Verify the log' }).click();
  await page.getByText(/^Whole/).waitFor();
  await check('audit log');
  await ana.go(`/t/${person.team.id}/models`);
  await page.getByText('No Ollama at').waitFor();
  await check('models without Ollama');
  await ana.go('/me');
  await page.getByRole('button', { name: 'Delete account' }).click();
  await page.getByLabel('Your password').waitFor();
  await check('deleting the account');
  const { url } = await person.api.invite.create.mutate({ teamId: person.team.id, email: 'somebody@else.example' });
  await ana.go(new URL(url).pathname);
  await page.getByText('This invite is for another address').waitFor();
  await check('an invite for somebody else');
  await ana.go(`/reset/${'made-up'.repeat(5)}`);
  await page.getByLabel('New password').waitFor();
  await check('a new password');
}
