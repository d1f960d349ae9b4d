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

test('an invite for one address: made as a guest, refused to another account, taken by the one it is for', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const founder = await house.founder('Ana', 'Acme');
  const stranger = await house.register('Sten');
  await using ana = await Visitor.open(browser, house, { person: founder, path: `/t/${founder.team.id}/settings` });
  await ana.page.getByLabel('Joins as').selectOption('Guest');
  await ana.page.getByText('Sees only what is shared with them.').waitFor();
  await ana.page.getByLabel('Only for this e-mail address').fill('mia@client.example');
  expect(await ana.page.getByLabel('Works', { exact: true }).inputValue()).toBe('1');
  await ana.page.getByRole('button', { name: 'Create invite link' }).click();
  const link = await ana.page.getByLabel('Invite link', { exact: true }).inputValue();
  const row = ana.page.getByRole('list', { name: 'Open invites' }).getByRole('listitem');
  await row.getByText('For mia@client.example').waitFor();
  await row.getByText('expires in 7 days · not used yet').waitFor();

  await using sten = await Visitor.open(browser, house, { person: stranger, path: new URL(link).pathname });
  await sten.page.getByText('Ana invites you as a guest.').waitFor();
  await sten.page.getByText(`You are signed in as Sten (${stranger.user.email}). This invite is for another address`).waitFor();
  await sten.page.getByRole('button', { name: 'Use another account' }).click();
  await sten.page.getByText('This invite is for m…@client.example alone.').waitFor();
  await sten.page.getByLabel('Your name').fill('Mia');
  await sten.page.getByLabel('E-mail address').fill('mia@client.example');
  await sten.page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await sten.page.getByRole('button', { name: 'Create account and join' }).click();
  await sten.page.getByRole('heading', { name: 'Nothing is shared with you yet' }).waitFor();
  expect(await sten.page.getByRole('button', { name: 'New conversation' }).count()).toBe(0);
  const members = ana.page.getByRole('list', { name: 'Members' }).getByRole('listitem');
  await members.filter({ hasText: 'Mia' }).getByText('guest', { exact: true }).waitFor();

  const { conversation } = await founder.api.conversation.create.mutate({ teamId: founder.team.id, title: 'For Mia' });
  const mia = (await founder.api.member.list.query({ teamId: founder.team.id })).items.find(({ name }) => name === 'Mia');
  if (!mia) throw new Error('Mia is not there');
  await founder.api.conversation.share.mutate({ conversationId: conversation.id, userId: mia.userId, relation: 'viewer' });
  await sten.page.getByRole('heading', { level: 1, name: 'For Mia' }).waitFor();
  expect(await sten.page.getByText('Welcome').count()).toBe(0);
});

test('who has an account already is told so, keeps the address that was typed, signs in and joins', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const founder = await house.founder('Ana', 'Acme');
  const known = await house.register('Bo');
  const { url } = await founder.api.invite.create.mutate({ teamId: founder.team.id, maxUses: 2 });
  await using bo = await Visitor.open(browser, house, { path: new URL(url).pathname });
  await bo.page.getByLabel('Your name').fill('Bo');
  await bo.page.getByLabel('E-mail address').fill(known.user.email);
  await bo.page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await bo.page.getByRole('button', { name: 'Create account and join' }).click();
  await bo.page.getByText('There is already an account with this e-mail address: sign in to join.').waitFor();
  expect(await bo.page.getByLabel('E-mail address').inputValue()).toBe(known.user.email);
  await bo.page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await bo.page.getByRole('button', { name: 'Sign in' }).click();
  await bo.page.getByRole('heading', { level: 1, name: 'Welcome' }).waitFor();
  await using ana = await Visitor.open(browser, house, { person: founder, path: `/t/${founder.team.id}/settings` });
  await ana.page.getByText('used 1 of 2 times').waitFor();
});

test('an invite that was revoked, used up or made up says so and whom to ask, also in the middle of joining', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const founder = await house.founder('Ana', 'Acme');
  const { url } = await founder.api.invite.create.mutate({ teamId: founder.team.id });
  await using late = await Visitor.open(browser, house, { path: new URL(url).pathname });
  await late.page.getByRole('heading', { name: 'Join Acme' }).waitFor();
  await using ana = await Visitor.open(browser, house, { person: founder, path: `/t/${founder.team.id}/settings` });
  await ana.page.getByRole('button', { name: 'Revoke: Link of Ana' }).click();
  await ana.page.getByRole('list', { name: 'Open invites' }).waitFor({ state: 'detached' });
  await late.page.getByLabel('Your name').fill('Late');
  await late.page.getByLabel('E-mail address').fill('late@example.org');
  await late.page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await late.page.getByRole('button', { name: 'Create account and join' }).click();
  const dead = late.page.getByRole('heading', { name: 'This invite does not work any more' });
  await dead.waitFor();
  await late.page.getByText('Ask the person who sent it for a new one').waitFor();
  await late.go(`/invite/${'made-up'.repeat(5)}`);
  await dead.waitFor();
  expect(await late.page.getByText('Acme').count()).toBe(0);
});
