/** Where one writes, and the head of a conversation: what they offer, and what lies over the page while one chooses. */
import type { Visitor } from '../../support/browser.ts';
import type { House } from '../../support/house.ts';
import { ALL_SIZES } from '../camera.ts';
import { type Crew, crewOf, pathOf, room, say, type Studio } from '../studio.ts';

const LONG = Array.from({ length: 24 }, (_, line) => `Line ${line + 1} of a letter to the harbour office that does not end soon.`).join(
  '\n',
);

export async function composer(studio: Studio): Promise<void> {
  await using house = await studio.house();
  const crew = await crewOf(house);
  house.ollama.models.load('gemma3:4b');
  const talk = await room(crew.ana, 'Summer route', { answers: 'always', model: 'gemma3:4b' });
  await say(crew.bo, talk, 'Which way round the island this year?');
  const chat = await house.ollama.nextChat();
  await chat.send('Clockwise: the tide is with you until noon.');
  await chat.finish();
  await using ana = await studio.open(house, { person: crew.ana, path: pathOf(talk) });
  await ana.message('Clockwise').waitFor();
  await ana.untilWriting();
  await offered(studio, ana);
  await head(studio, ana);
  await sharing(studio, house, crew);
}

async function offered({ camera }: Studio, ana: Visitor): Promise<void> {
  const { page } = ana;
  for (const [name, text] of [
    ['mention', '@'],
    ['commands', '/'],
    ['command-choices', '/model '],
  ] as const) {
    await ana.composer.fill(text);
    await page.getByRole('option').first().waitFor();
    await camera.take(page, `composer-${name}`, name === 'mention' ? ALL_SIZES : undefined);
  }
  await ana.composer.fill(LONG);
  await camera.take(page, 'composer-long');
  await ana.composer.fill('x'.repeat(32_100));
  await page
    .getByText(/too long|over|characters/i)
    .first()
    .waitFor();
  await camera.take(page, 'composer-too-long');
  await ana.composer.fill('');
}

async function head({ camera }: Studio, ana: Visitor): Promise<void> {
  const { page } = ana;
  await page.getByRole('button', { name: /^Model:/ }).click();
  await page.getByRole('menu').waitFor();
  await camera.take(page, 'composer-models', ALL_SIZES);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menu').waitFor();
  await camera.take(page, 'composer-more');
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('alertdialog').waitFor();
  await camera.take(page, 'composer-delete-question');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Summer route', exact: true }).click();
  await page.getByLabel('Title').waitFor();
  await camera.take(page, 'composer-title');
  await page.keyboard.press('Escape');
}

async function sharing(studio: Studio, house: House, { ana, bo, others: [cleo = bo] }: Crew): Promise<void> {
  const { camera } = studio;
  const { conversation } = await ana.api.conversation.create.mutate({
    teamId: ana.team.id,
    title: 'Budget',
    visibility: 'private',
    answers: 'named',
  });
  await ana.api.conversation.share.mutate({ conversationId: conversation.id, userId: bo.user.id, relation: 'viewer' });
  await ana.api.conversation.share.mutate({ conversationId: conversation.id, userId: cleo.user.id, relation: 'editor' });
  await say(ana, conversation, 'What the mast costs: 1,840, paint not counted.');
  await using visitor = await studio.open(house, { person: ana, path: pathOf(conversation) });
  const { page } = visitor;
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  await page.getByLabel('What Bo Tanaka may do').waitFor();
  await camera.take(page, 'composer-share');
  await page.getByLabel('Add people').fill('da');
  await page.getByRole('button', { name: 'Add Dara Okafor' }).waitFor();
  await camera.take(page, 'composer-share-adding');
  await page.getByLabel('Add people').fill('');
  await page.getByRole('button', { name: 'Who can see this' }).click();
  await page.getByRole('button', { name: 'Why Bo Tanaka sees it' }).click();
  await page.getByText('May read it.').waitFor();
  await camera.take(page, 'composer-who-sees');
  await using reader = await studio.open(house, { person: bo, path: pathOf(conversation) });
  await reader.message('1,840').waitFor();
  await camera.take(reader.page, 'composer-read-only');
}
