/** How one comes in: the first run, signing in, invites, a new password, and what is said when it does not work. */
import { PASSWORD } from '../../support/person.ts';
import type { House } from '../../support/house.ts';
import { ALL_SIZES } from '../camera.ts';
import { settle, type Studio } from '../studio.ts';

export async function entry(studio: Studio): Promise<void> {
  await using house = await studio.house();
  await firstRun(studio, house);
  await signingIn(studio, house);
  await invites(studio, house);
}

async function firstRun(studio: Studio, house: House): Promise<void> {
  const { camera } = studio;
  await using ana = await studio.open(house);
  const { page } = ana;
  await page.getByRole('heading', { name: 'Welcome to Parley' }).waitFor();
  await camera.take(page, 'entry-first-run');
  await page.getByLabel('Your name').fill('Ana Lindqvist');
  await page.getByLabel('E-mail address').fill('ana@harbour.example');
  await page.getByLabel('Password', { exact: true }).fill('passwordpassword');
  await page.getByRole('button', { name: 'Start' }).click();
  await page.locator('[aria-invalid="true"]').waitFor();
  await camera.take(page, 'entry-first-run-refused');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Start' }).click();
  await page.getByRole('heading', { level: 1, name: 'Welcome' }).waitFor();
  await ana.untilWriting();
  await ana
    .message('were found')
    .or(ana.message(/models?/i))
    .last()
    .waitFor();
  await camera.take(page, 'entry-welcome', ALL_SIZES);
}

async function signingIn(studio: Studio, house: House): Promise<void> {
  const { camera } = studio;
  await using stranger = await studio.open(house);
  const { page } = stranger;
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await camera.take(page, 'entry-sign-in');
  await page.getByLabel('E-mail address').fill('ana@harbour.example');
  await page.getByLabel('Password', { exact: true }).fill('not the right one');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('alert').waitFor();
  await camera.take(page, 'entry-sign-in-refused');
  await stranger.go(`/reset/${'made-up'.repeat(5)}`);
  await page.getByLabel('New password').waitFor();
  await camera.take(page, 'entry-new-password');
  await page.getByLabel('New password').fill('another long walk 8');
  await page.getByRole('button', { name: 'Save and sign in' }).click();
  await page.getByRole('heading', { name: 'This link does not work any more' }).waitFor();
  await camera.take(page, 'entry-new-password-dead');
}

async function invites(studio: Studio, house: House): Promise<void> {
  const { camera } = studio;
  const owner = await settle(house, 'Cleo Moreau');
  await owner.createTeam('Harbour');
  const { url } = await owner.api.invite.create.mutate({ teamId: owner.team.id });
  const { url: forGuest } = await owner.api.invite.create.mutate({
    teamId: owner.team.id,
    role: 'guest',
    email: 'mia@client.example',
  });
  await using stranger = await studio.open(house, { path: new URL(url).pathname });
  const { page } = stranger;
  await page.getByRole('heading', { name: 'Join Harbour' }).waitFor();
  await camera.take(page, 'entry-invite');
  await stranger.go(new URL(forGuest).pathname);
  await page.getByText('invites you as a guest').waitFor();
  await camera.take(page, 'entry-invite-guest');
  await stranger.go(`/invite/${'made-up'.repeat(5)}`);
  await page.getByRole('heading', { name: 'This invite does not work any more' }).waitFor();
  await camera.take(page, 'entry-invite-dead');

  const bo = await settle(house, 'Bo Tanaka');
  await using known = await studio.open(house, { person: bo, path: new URL(url).pathname });
  await known.page.getByRole('button', { name: 'Join Harbour' }).waitFor();
  await camera.take(known.page, 'entry-invite-signed-in');
  await known.go(new URL(forGuest).pathname);
  await known.page.getByText('This invite is for another address').waitFor();
  await camera.take(known.page, 'entry-invite-other-address');
  await known.go('/');
  await known.page.getByRole('heading', { name: 'Create your team' }).waitFor();
  await camera.take(known.page, 'entry-create-team');
}
