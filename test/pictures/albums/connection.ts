/** Without a connection, and coming back. */
import { crewOf, pathOf, room, say, type Studio } from '../studio.ts';

export async function connection(studio: Studio): Promise<void> {
  const { camera } = studio;
  await using house = await studio.house();
  const { ana, bo } = await crewOf(house);
  const talk = await room(ana, 'Night watch');
  await say(bo, talk, 'The light on the north pier is out again.');
  await using visitor = await studio.open(house, { person: ana, path: pathOf(talk) });
  const { page } = visitor;
  await visitor.message('north pier').waitFor();
  await visitor.untilWriting();
  await visitor.context.setOffline(true);
  await visitor.say('I have a spare lamp in the shed.');
  await visitor.say('On my way, ten minutes.');
  await page.getByText('Reconnecting…').waitFor();
  await camera.take(page, 'connection-reconnecting');
  await page.getByRole('button', { name: 'Try now' }).waitFor();
  await camera.take(page, 'connection-try-now');
  await ana.api.conversation.archive.mutate({ conversationId: talk.id });
  await visitor.context.setOffline(false);
  await visitor.message('On my way').getByText('Not sent: This conversation is archived.').waitFor();
  await ana.api.conversation.archive.mutate({ conversationId: talk.id, archived: false });
  await visitor.composer.waitFor();
  await camera.take(page, 'connection-not-sent');
}
