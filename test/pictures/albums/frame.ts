/** Around the conversation: the sidebar, jumping, keys, dialogs of folders, and addresses where nothing is. */
import type { Visitor } from '../../support/browser.ts';
import type { House } from '../../support/house.ts';
import type { Person } from '../../support/person.ts';
import { ALL_SIZES } from '../camera.ts';
import { type Crew, crewOf, pathOf, room, say, settle, type Studio } from '../studio.ts';

export async function frame(studio: Studio): Promise<void> {
  await using house = await studio.house();
  const crew = await crewOf(house);
  await furnish(house, crew);
  await using ana = await studio.open(house, { person: crew.ana });
  await ana.page.getByRole('button', { name: 'Season', exact: true }).waitFor();
  await ana.untilWriting();
  await studio.camera.take(ana.page, 'frame-sidebar', ['wide', 'medium']);
  await drawer(studio, house, crew.ana);
  await over(studio, ana);
  await folders(studio, ana);
  await nothingThere(studio, house, crew, ana);
}

/** Folders in folders, private ones, unread ones, one with a mention and one in which a reply is being written. */
async function furnish(house: House, { ana, bo, others: [cleo = bo] }: Crew): Promise<void> {
  const teamId = ana.team.id;
  const { folder: season } = await ana.api.folder.create.mutate({ teamId, name: 'Season' });
  const { folder: races } = await ana.api.folder.create.mutate({ teamId, name: 'Races', parentId: season.id });
  const make = (title: string, about: object = {}) =>
    ana.api.conversation.create.mutate({ teamId, title, answers: 'named', ...about }).then(({ conversation }) => conversation);
  await make('Crew list', { folderId: season.id });
  const regatta = await make('Regatta in June', { folderId: races.id });
  await make('Budget', { visibility: 'private' });
  const shed = await make('Boat shed');
  const busy = await make('Weather and tides');
  const old = await make('Last summer');
  await ana.api.conversation.archive.mutate({ conversationId: old.id });
  await make('A title that is longer than any sidebar is wide');
  for (const text of ['The mast is here', 'It fits', 'Paint tomorrow?']) await say(bo, shed, text);
  await say(cleo, regatta, '@Ana Lindqvist do we sail both days?', { mentions: [ana] });
  await say(bo, busy, 'How will the wind be?', { model: 'gemma3:4b' });
  await (await house.ollama.nextChat()).send('From the west, ');
  await bo.api.conversation.list.query({ teamId });
  bo.inbox();
  cleo.inbox();
}

async function drawer(studio: Studio, house: House, person: Person): Promise<void> {
  await using ana = await studio.open(house, { person, phone: true });
  await ana.page.getByRole('button', { name: 'Conversations' }).tap();
  await ana.page.getByRole('dialog', { name: 'Conversations' }).getByText('Regatta in June').waitFor();
  await studio.camera.take(ana.page, 'frame-drawer', ['phone']);
}

async function over({ camera }: Studio, { page }: Visitor): Promise<void> {
  const closed = () => page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog', { name: 'Jump to' }).waitFor();
  await camera.take(page, 'frame-jump');
  await page.keyboard.type('zzz');
  await page.getByText('Nothing is called like that').waitFor();
  await camera.take(page, 'frame-jump-nothing');
  await page.keyboard.press('Escape');
  await closed();
  await page.getByRole('button', { name: 'New conversation' }).click();
  await page.getByRole('dialog', { name: 'New conversation' }).waitFor();
  await camera.take(page, 'frame-new-conversation');
  await page.keyboard.press('Escape');
  await closed();
  await page.getByRole('button', { name: /your account/ }).click();
  await page.getByRole('menu').waitFor();
  await camera.take(page, 'frame-me', ['wide']);
  await page.getByRole('menuitem', { name: 'Keys' }).click();
  await page.getByRole('dialog', { name: 'Keys' }).getByText('Everywhere').waitFor();
  await camera.take(page, 'frame-keys');
  await page.keyboard.press('Escape');
  await closed();
  await page.getByRole('button', { name: 'Harbour, change team' }).click();
  await page.getByRole('menu').waitFor();
  await camera.take(page, 'frame-teams', ['wide']);
  await page.getByRole('menuitem', { name: 'New team' }).click();
  await page.getByRole('dialog', { name: 'New team' }).waitFor();
  await camera.take(page, 'frame-new-team');
  await page.keyboard.press('Escape');
  await closed();
}

async function folders({ camera }: Studio, { page }: Visitor): Promise<void> {
  const choose = async (item: string) => {
    await page.getByRole('button', { name: 'Season', exact: true }).hover();
    await page.getByRole('button', { name: 'More about the folder Season' }).click();
    await page.getByRole('menu').waitFor();
    if (item === 'Rename') await camera.take(page, 'frame-folder-menu', ['wide']);
    await page.getByRole('menuitem', { name: item, exact: true }).click();
    await page.getByRole('dialog').or(page.getByRole('alertdialog')).waitFor();
    await camera.take(page, `frame-folder-${item.toLowerCase().split(' ')[0]}`);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').or(page.getByRole('alertdialog')).waitFor({ state: 'detached' });
  };
  for (const item of ['Rename', 'Move', 'Share', 'Delete']) await choose(item);
}

async function nothingThere(studio: Studio, house: House, crew: Crew, ana: Visitor): Promise<void> {
  const { camera } = studio;
  await ana.go('/nowhere');
  await ana.page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
  await camera.take(ana.page, 'frame-nothing-here', ALL_SIZES);
  const hidden = await crew.bo.api.conversation.create.mutate({ teamId: crew.bo.team.id, title: 'Secret', visibility: 'private' });
  await ana.go(pathOf(hidden.conversation));
  await ana.page.getByRole('heading', { level: 1 }).waitFor();
  await camera.take(ana.page, 'frame-not-found');
  const guest = await settle(house, 'Mia Brandt');
  const { url } = await crew.ana.api.invite.create.mutate({ teamId: crew.ana.team.id, role: 'guest' });
  await guest.accept(url);
  await using mia = await studio.open(house, { person: guest });
  await mia.page.getByRole('heading', { name: 'Nothing is shared with you yet' }).waitFor();
  await camera.take(mia.page, 'frame-guest');
  const founder = await settle(house, 'Ivo Kern');
  await founder.createTeam('Quay');
  for (const { id } of (await founder.api.conversation.list.query({ teamId: founder.team.id })).items)
    await founder.api.conversation.delete.mutate({ conversationId: id });
  await using ivo = await studio.open(house, { person: founder });
  await ivo.page.getByRole('heading', { name: 'No conversations yet' }).waitFor();
  await camera.take(ivo.page, 'frame-no-conversations');
  await room(founder, 'One');
}
