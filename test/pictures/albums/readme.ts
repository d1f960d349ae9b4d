/** The picture that the README of the project shows: people and a model in one conversation, while the model writes. */
import { crewOf, pathOf, room, say, type Studio } from '../studio.ts';
import { ANSWER } from '../texts.ts';

export async function readme(studio: Studio): Promise<void> {
  await using house = await studio.house();
  const { ana, bo, others } = await crewOf(house);
  const [cleo = bo, dara = bo, emil = bo] = others;
  const teamId = ana.team.id;
  const { folder: season } = await ana.api.folder.create.mutate({ teamId, name: 'Season' });
  for (const title of ['Crew list', 'Regatta in June'])
    await ana.api.conversation.create.mutate({ teamId, title, folderId: season.id, answers: 'named' });
  await say(bo, await room(ana, 'Boat shed'), 'The new mast is here.');
  const trip = await room(ana, 'Concert on the island', { model: 'gemma3:4b' });
  await say(bo, trip, 'Tuesday it is. Does the ferry wait for the encore?');
  await studio.pass(70);
  const asked = await say(cleo, trip, 'It never does. @Ana Lindqvist, do you have the timetable?', { mentions: [ana] });
  for (const person of [ana, dara]) await person.api.message.react.mutate({ messageId: asked.id, emoji: '❤️' });
  await studio.pass(130);
  for (const person of [bo, cleo, dara, emil]) {
    person.inbox();
    await person.watch(trip.id).untilLive();
  }
  await using visitor = await studio.open(house, { person: ana, path: pathOf(trip) });
  await visitor.untilWriting();
  await visitor.say('@gemma3:4b which boats do we take if it ends at **21:15**?');
  const chat = await house.ollama.nextChat();
  await chat.send(ANSWER.slice(0, ANSWER.indexOf('runs late')));
  await visitor.message('If the concert').waitFor();
  await studio.camera.take(visitor.page, 'readme', ['wide']);
}
