/** Somebody goes: what is asked, what is said after it, and what they see. */
import { ALL_SIZES } from '../camera.ts';
import { crewOf, pathOf, room, type Studio } from '../studio.ts';

export async function removal(studio: Studio): Promise<void> {
  const { camera } = studio;
  await using house = await studio.house();
  const { ana, bo, others } = await crewOf(house);
  const teamId = ana.team.id;
  const talk = await room(ana, 'Sail repair', { answers: 'always', model: 'gemma3:4b' });
  await house.device(bo);
  await using owner = await studio.open(house, { person: ana, path: `/t/${teamId}/settings` });
  await using his = await studio.open(house, { person: bo, path: pathOf(talk) });
  await his.untilWriting();
  await his.say('What thread for a number 4 cloth?');
  const chat = await house.ollama.nextChat();
  await chat.send('Waxed polyester, ');
  await his.message('Waxed').waitFor();
  const { page } = owner;
  await page.getByRole('button', { name: /^Role of Bo/ }).click();
  await page.getByRole('menuitem', { name: 'Remove from the team' }).click();
  await page.getByRole('alertdialog').getByText('1 reply').waitFor();
  await camera.take(page, 'removal-question');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  await page.getByText(/^Bo Tanaka removed/).waitFor();
  await page.getByText('Bo Tanaka').nth(1).waitFor({ state: 'detached' });
  await camera.take(page, 'removal-receipt', ALL_SIZES);
  await his.page.getByRole('heading', { name: 'You are no longer a member of Harbour' }).waitFor();
  await camera.take(his.page, 'removal-removed');

  for (const [person, act, title] of [
    [
      others[0],
      (userId: typeof bo.user.id) => ana.api.member.setRole.mutate({ teamId, userId, role: 'admin' }),
      'Your role in Harbour changed',
    ],
    [others[1], (userId: typeof bo.user.id) => ana.api.member.suspend.mutate({ teamId, userId }), 'You are suspended from Harbour'],
  ] as const) {
    if (person === undefined) continue;
    await using visitor = await studio.open(house, { person });
    await visitor.composer.waitFor();
    await act(person.user.id);
    await visitor.page.getByRole('heading', { name: title }).waitFor();
    await camera.take(visitor.page, title.includes('role') ? 'removal-role-changed' : 'removal-suspended');
  }
  await page.getByRole('link', { name: 'Welcome' }).click();
  await owner.untilWriting();
  await owner.log.getByText('Bo Tanaka left').waitFor();
  await camera.take(page, 'removal-line');
}
