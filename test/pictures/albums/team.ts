/** What a team is run with, and what belongs to one's own account. */
import type { Visitor } from '../../support/browser.ts';
import type { House } from '../../support/house.ts';
import { ALL_SIZES } from '../camera.ts';
import { type Crew, crewOf, type Studio } from '../studio.ts';

export async function team(studio: Studio): Promise<void> {
  await using house = await studio.house();
  const crew = await crewOf(house);
  await events(house, crew);
  await using ana = await studio.open(house, { person: crew.ana, path: `/t/${crew.ana.team.id}/settings` });
  await people(studio, ana);
  await settings(studio, crew, ana);
  await account(studio, ana);
  await using bo = await studio.open(house, { person: crew.bo, path: `/t/${crew.ana.team.id}/settings` });
  await bo.page.getByText('Owners and admins can invite').waitFor();
  await studio.camera.take(bo.page, 'team-people-of-a-member');
  await bo.go(`/t/${crew.ana.team.id}/settings/team`);
  await bo.page.getByRole('button', { name: /^Leave/ }).click();
  await bo.page.getByRole('alertdialog').waitFor();
  await studio.camera.take(bo.page, 'team-leave');
}

/** Roles, a suspension, invites of both kinds, and something refused. */
async function events(house: House, { ana, bo, others: [cleo = bo, dara = bo, , , gus = bo] }: Crew): Promise<void> {
  const teamId = ana.team.id;
  await ana.api.member.setRole.mutate({ teamId, userId: cleo.user.id, role: 'admin' });
  await ana.api.member.setRole.mutate({ teamId, userId: dara.user.id, role: 'moderator' });
  await ana.api.member.suspend.mutate({ teamId, userId: gus.user.id });
  await ana.api.invite.create.mutate({ teamId, role: 'guest', email: 'mia@client.example' });
  await ana.api.invite.create.mutate({ teamId, maxUses: 5 });
  await bo.api.conversation.delete.mutate({ conversationId: ana.welcome.id }).catch(() => undefined);
  await house.device(ana);
  bo.inbox();
}

async function people({ camera }: Studio, { page }: Visitor): Promise<void> {
  await page.getByText('Suspended', { exact: true }).waitFor();
  await camera.take(page, 'team-people', ALL_SIZES);
  await page.getByRole('button', { name: 'Create invite link' }).click();
  await page.getByLabel('Invite link', { exact: true }).waitFor();
  await camera.take(page, 'team-invite-made');
  await page.getByRole('button', { name: /^Role of Bo/ }).click();
  await page.getByRole('menu').waitFor();
  await camera.take(page, 'team-role-menu');
  await page.keyboard.press('Escape');
}

async function settings({ camera }: Studio, { ana: { team: its } }: Crew, ana: Visitor): Promise<void> {
  const { page } = ana;
  await ana.go(`/t/${its.id}/settings/team`);
  await page.getByRole('button', { name: /^Delete/ }).waitFor();
  await camera.take(page, 'team-settings');
  await page.getByRole('button', { name: /^Delete/ }).click();
  await page.getByRole('dialog').waitFor();
  await camera.take(page, 'team-delete');
  await ana.go(`/t/${its.id}/settings/audit`);
  await page.getByText('was refused').first().click();
  await page.getByRole('button', { name: 'Verify the log' }).click();
  await page.getByText(/^Whole/).waitFor();
  await camera.take(page, 'team-audit');
}

async function account({ camera }: Studio, ana: Visitor): Promise<void> {
  const { page } = ana;
  await ana.go('/me');
  await page.getByText('This one').waitFor();
  await camera.take(page, 'team-account', ALL_SIZES);
  await page.getByRole('button', { name: 'Delete account' }).click();
  await page.getByLabel('Your password').waitFor();
  await camera.take(page, 'team-account-delete');
}
