/** The models of a machine: there, being pulled, and without any model server. */
import { ALL_SIZES } from '../camera.ts';
import { crewOf, type Studio } from '../studio.ts';

export async function models(studio: Studio): Promise<void> {
  await withOllama(studio);
  await withoutOllama(studio);
}

async function withOllama(studio: Studio): Promise<void> {
  const { camera } = studio;
  await using house = await studio.house();
  const { ana, bo } = await crewOf(house);
  await ana.api.model.setPolicy.mutate({ teamId: ana.team.id, defaultModel: 'gemma3:4b' });
  await using visitor = await studio.open(house, { person: ana, path: `/t/${ana.team.id}/models` });
  const { page } = visitor;
  await page.getByText('Default of the team').waitFor();
  await camera.take(page, 'models-installed', ALL_SIZES);
  await page.getByLabel('Model name').fill('mistral:7b');
  const coming = house.ollama.nextPull();
  await page.getByRole('button', { name: 'Pull' }).click();
  const pull = await coming;
  await pull.progress('0011223344556677', 4_113_301_824, 1_562_000_000);
  await page.getByText(/^37 %/).waitFor();
  await page.getByLabel('Model name').fill('no-such-model');
  const wrong = house.ollama.nextPull();
  await page.getByRole('button', { name: 'Pull' }).click();
  await (await wrong).fail('pull model manifest: file does not exist');
  await page.getByText(/^Failed/).waitFor();
  await page.getByRole('progressbar').scrollIntoViewIfNeeded();
  await camera.take(page, 'models-pulling');
  await page.getByRole('button', { name: 'More for llama3.2:3b' }).click();
  await page.getByRole('menuitem', { name: 'Remove from this machine' }).click();
  await page.getByRole('alertdialog').waitFor();
  await camera.take(page, 'models-remove-question');
  await using his = await studio.open(house, { person: bo, path: `/t/${ana.team.id}/models` });
  await his.page.getByText('Owners and admins pull').waitFor();
  await camera.take(his.page, 'models-of-a-member');
}

async function withoutOllama(studio: Studio): Promise<void> {
  await using house = await studio.house({ noOllama: true });
  const { ana } = await crewOf(house);
  await using visitor = await studio.open(house, { person: ana, path: `/t/${ana.team.id}/models` });
  await visitor.page.getByText('No Ollama at').waitFor();
  await studio.camera.take(visitor.page, 'models-without-ollama');
  await visitor.go('/');
  await visitor.untilWriting();
  await visitor.say('How do I invite somebody?');
  await visitor.page.getByRole('button', { name: 'Another answer' }).first().waitFor();
  await studio.camera.take(visitor.page, 'models-guide');
}
