/** What a conversation looks like: nothing said yet, people, long texts, marks, threads, and where one reads. */
import type { Conversation } from '../../../shared/schemas/conversation.ts';
import type { House } from '../../support/house.ts';
import type { Person } from '../../support/person.ts';
import { longConversation } from '../../support/long-conversation.ts';
import { ALL_SIZES } from '../camera.ts';
import { type Crew, crewOf, pathOf, room, say, type Studio } from '../studio.ts';
import { MARKDOWN } from '../texts.ts';

export async function conversation(studio: Studio): Promise<void> {
  await using house = await studio.house();
  const crew = await crewOf(house);
  await empty(studio, house, crew);
  await people(studio, house, crew);
  await markdown(studio, house, crew);
  await places(studio, house, crew);
}

async function empty(studio: Studio, house: House, { ana }: Crew): Promise<void> {
  const blank = await room(ana, 'Lantern festival', { answers: 'always' });
  await using visitor = await studio.open(house, { person: ana, path: pathOf(blank) });
  await visitor.untilWriting();
  await studio.camera.take(visitor.page, 'conversation-empty', ALL_SIZES);
}

async function people(studio: Studio, house: House, crew: Crew): Promise<void> {
  const { camera } = studio;
  const { ana, bo } = crew;
  const talk = await talkOf(studio, crew);
  const watches = [bo, ...crew.others].map((person) => person.watch(talk.id));
  await Promise.all(watches.map((watch) => watch.untilLive()));
  await onPhone(studio, house, ana, talk);
  await using visitor = await studio.open(house, { person: ana, path: pathOf(talk) });
  const { page } = visitor;
  await visitor.untilWriting();
  await visitor.message('See you at seven').waitFor();
  await page.getByText('+').first().waitFor();
  await camera.take(page, 'conversation-people', ALL_SIZES);

  await page.getByRole('button', { name: 'Details', exact: true }).click();
  await page.getByRole('region', { name: 'Details' }).getByText('has this open').first().waitFor();
  await camera.take(page, 'conversation-details', ALL_SIZES);
  await page.keyboard.press('Escape');

  await visitor.message('Who has the keys').hover();
  await page.getByRole('button', { name: 'Edit' }).waitFor();
  await camera.take(page, 'conversation-message-actions', ['wide']);
  await page.getByRole('button', { name: 'More about this message' }).click();
  await page.getByRole('menu').waitFor();
  await camera.take(page, 'conversation-message-menu', ['wide']);
  await page.keyboard.press('Escape');
  await page.mouse.move(0, 0);
  await visitor.message('Who has the keys').focus();
  await page.keyboard.press('r');
  await page.getByRole('toolbar', { name: 'Reactions' }).waitFor();
  await camera.take(page, 'conversation-emoji', ['wide']);
  await page.keyboard.press('Escape');
  await page.getByRole('toolbar', { name: 'Reactions' }).waitFor({ state: 'detached' });
  await page.keyboard.press('e');
  await page.getByLabel('Edit your message').waitFor();
  await camera.take(page, 'conversation-editing');
  await page.keyboard.press('Escape');

  for (const person of [bo, ...crew.others.slice(0, 2)]) await person.api.presence.typing.mutate({ conversationId: talk.id });
  await page.getByText('are typing').waitFor();
  await camera.take(page, 'conversation-typing');

  await page.getByRole('button', { name: /2 replies/ }).click();
  await page.getByRole('region', { name: 'Thread' }).getByText('I can be there').waitFor();
  await camera.take(page, 'conversation-thread', ALL_SIZES);
}

async function onPhone(studio: Studio, house: House, ana: Person, talk: Conversation): Promise<void> {
  await using visitor = await studio.open(house, { person: ana, path: pathOf(talk), phone: true });
  const { page } = visitor;
  await visitor.message('Who has the keys').getByText('Who has the keys').tap();
  await page.getByRole('button', { name: 'More about this message' }).waitFor();
  await studio.camera.take(page, 'conversation-message-tapped', ['phone']);
  await page.getByRole('button', { name: 'More about this message' }).tap();
  await page.getByRole('dialog').getByRole('button', { name: 'Copy link' }).waitFor();
  await studio.camera.take(page, 'conversation-message-sheet', ['phone']);
}

/** A morning among people, with everything that people do to messages. */
async function talkOf({ pass }: Pick<Studio, 'pass'>, { ana, bo, others }: Crew): Promise<Conversation> {
  const [cleo = bo, dara = bo, emil = bo] = others;
  const talk = await room(ana, 'Boat shed');
  const morning = await say(
    bo,
    talk,
    'Good morning! The **new mast** arrived, it is leaning against the east wall. Please do not walk under it.',
  );
  await pass(60);
  await say(bo, talk, 'I measured twice: 7.40 m, so it fits.');
  await pass(400);
  const asked = await say(ana, talk, 'Who has the keys to the paint locker? @Cleo Moreau, was it you?', { mentions: [cleo] });
  await pass(70);
  await say(cleo, talk, 'Not me, since Friday. @Ana Lindqvist they hang behind the clock, I think.', { mentions: [ana] });
  await pass(30);
  const wrong = await say(dara, talk, 'They are in the van');
  await pass(45);
  await say(dara, talk, 'Found them:\n\n> behind the clock\n\nTwo sets, in fact. I took one, the other stays.');
  await pass(500);
  const last = await say(emil, talk, 'See you at seven, then. I bring coffee.');
  await dara.api.message.delete.mutate({ messageId: wrong.id });
  await ana.api.message.edit.mutate({
    messageId: asked.id,
    text: 'Who has the keys to the paint locker? @Cleo Moreau, was it you who had them last?',
  });
  for (const person of [ana, cleo, dara]) await person.api.message.react.mutate({ messageId: morning.id, emoji: '🎉' });
  await emil.api.message.react.mutate({ messageId: morning.id, emoji: '👀' });
  await bo.api.message.react.mutate({ messageId: last.id, emoji: '👍' });
  const thread = await bo.api.message.thread.mutate({ messageId: asked.id });
  await say(cleo, thread.conversation, 'I had them on Friday, for the second coat.');
  await pass(60);
  await say(emil, thread.conversation, 'I can be there at half past six and open up.');
  return talk;
}

async function markdown(studio: Studio, house: House, { ana, bo }: Crew): Promise<void> {
  const { camera } = studio;
  for (const [name, text] of Object.entries(MARKDOWN)) {
    const shown = await room(ana, `How ${name} looks`);
    await say(bo, shown, text);
    await using visitor = await studio.open(house, { person: ana, path: pathOf(shown) });
    await visitor.untilWriting();
    await visitor.log.getByRole('article').first().waitFor();
    await visitor.log.locator('math').first().or(visitor.composer).first().waitFor();
    await camera.take(visitor.page, `conversation-text-${name}`);
  }
}

async function places(studio: Studio, house: House, { ana, bo }: Crew): Promise<void> {
  const { camera } = studio;
  const id = await longConversation(house, [ana, bo], 60);
  const { conversation: long } = await ana.api.conversation.open.query({ conversationId: id });
  await ana.api.message.markRead.mutate({ conversationId: id, seq: 56 });
  await using visitor = await studio.open(house, { person: ana, path: pathOf(long) });
  const { page } = visitor;
  await visitor.log.getByText('New', { exact: true }).waitFor();
  await camera.take(page, 'conversation-new-line');
  await visitor.log.evaluate((list) => list.scrollBy(0, -900));
  await page.getByRole('button', { name: 'Go to the newest message' }).waitFor();
  for (const text of ['One more thing', 'And another', 'That was all']) await say(bo, long, text);
  await page.getByRole('button', { name: '3 new' }).waitFor();
  await camera.take(page, 'conversation-pill');
  await page
    .getByRole('button', { name: /new|newest/ })
    .last()
    .click();
  await ana.api.conversation.archive.mutate({ conversationId: id });
  await visitor.composer.waitFor({ state: 'detached' });
  await camera.take(page, 'conversation-archived');
}
