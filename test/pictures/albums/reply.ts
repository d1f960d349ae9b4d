/** Everything a reply can be, from its place in line to how it ended. */
import type { Visitor } from '../../support/browser.ts';
import type { FakeChat } from '../../support/fake-ollama/chat.ts';
import type { House } from '../../support/house.ts';
import { ALL_SIZES } from '../camera.ts';
import { type Crew, crewOf, pathOf, room, say, type Studio } from '../studio.ts';
import { ANSWER, THOUGHTS } from '../texts.ts';

const MODEL = 'qwen3:8b';

export async function reply(studio: Studio): Promise<void> {
  await using house = await studio.house();
  const crew = await crewOf(house);
  const talk = await room(crew.ana, 'Ferry times', { answers: 'always', model: MODEL });
  await using ana = await studio.open(house, { person: crew.ana, path: pathOf(talk) });
  await ana.untilWriting();
  const chat = await waiting(studio, house, crew, ana);
  await writing(studio, house, ana, chat);
  await done(studio, house, ana);
  await stopped(studio, house, crew, ana);
  await ended(studio, house, ana);
}

/** Behind Bo's and Cleo's, then while the model loads and reads. */
async function waiting(studio: Studio, house: House, { bo, others: [cleo = bo] }: Crew, ana: Visitor): Promise<FakeChat> {
  const { camera } = studio;
  const elsewhere = await room(bo, 'Sail repair');
  await say(bo, elsewhere, 'What thread for a number 4 cloth?', { model: MODEL });
  const first = await house.ollama.nextChat();
  await first.send('Waxed polyester');
  await say(cleo, elsewhere, 'And which needle?', { model: MODEL });
  await ana.say('When does the last ferry back from the island leave on Tuesday, if the concert ends at 21:15?');
  await ana.page.getByText('2 ahead · Bo Tanaka’s reply is being written').waitFor();
  await camera.take(ana.page, 'reply-queued', ALL_SIZES);
  await first.finish();
  const second = await house.ollama.nextChat();
  await second.send('Size 16.');
  await second.finish();
  const chat = await house.ollama.nextChat();
  await ana.log.getByText(`Loading ${MODEL}`).waitFor();
  await studio.pass(12);
  await ana.log.getByText('12 s').waitFor();
  await camera.take(ana.page, 'reply-loading');
  return chat;
}

async function writing({ camera, pass }: Pick<Studio, 'camera' | 'pass'>, house: House, ana: Visitor, chat: FakeChat): Promise<void> {
  await chat.think(THOUGHTS.slice(0, 96));
  await ana.log.getByText('winter timetable').waitFor();
  await pass(4);
  await ana.log.getByText('· 4 s').waitFor();
  await camera.take(ana.page, 'reply-thinking');
  await chat.think(THOUGHTS.slice(96));
  await chat.send(ANSWER.slice(0, 160));
  await ana.message('both run').or(ana.message('Both run')).waitFor();
  await camera.take(ana.page, 'reply-streaming', ALL_SIZES);
  await chat.send(ANSWER.slice(160));
  house.ollama.models.load(MODEL);
  await chat.finish({ promptTokens: 1_240, outputTokens: 212 });
  await ana.page.getByRole('button', { name: 'Another answer' }).first().waitFor();
}

async function done({ camera }: Studio, house: House, ana: Visitor): Promise<void> {
  const { page } = ana;
  await camera.take(page, 'reply-done');
  await ana.message('Both run').hover();
  await page.getByRole('button', { name: 'More about this message' }).waitFor();
  await camera.take(page, 'reply-actions', ['wide']);
  await page.mouse.move(0, 0);
  await page.getByRole('button', { name: /^Thought/ }).click();
  await page.getByText('21:40, which is tight').waitFor();
  await camera.take(page, 'reply-thought');
  await page.getByRole('button', { name: /^Thought/ }).click();
  await page.getByRole('button', { name: 'Another answer' }).last().click();
  const another = await house.ollama.nextChat();
  await another.send('The last one leaves at **21:40** from the north pier.');
  await another.finish({ outputTokens: 14 });
  await page.getByRole('img', { name: 'Answer 2 of 2' }).waitFor();
  await camera.take(page, 'reply-answers');
}

async function stopped({ camera, pass }: Studio, house: House, { bo }: Crew, ana: Visitor): Promise<void> {
  const { page } = ana;
  await pass(600);
  await ana.say('And what does the night bus cost?');
  const chat = await house.ollama.nextChat();
  await ana.log.getByText(/^Reading/).waitFor();
  await camera.take(page, 'reply-reading');
  await chat.send('Between the piers you pay by zone, and the island counts as two. A single');
  await ana.message('Between the piers').waitFor();
  await ana.log.getByRole('button', { name: /^Stop the reply/ }).waitFor();
  const open = await bo.api.conversation.open.query({ conversationId: idIn(page.url()) });
  for (const { id } of open.generations) await bo.api.generation.stop.mutate({ generationId: id });
  await ana.log.getByText('Stopped by Bo Tanaka').waitFor();
  await camera.take(page, 'reply-stopped');
}

async function ended({ camera, pass }: Studio, house: House, ana: Visitor): Promise<void> {
  const { page } = ana;
  await pass(300);
  await ana.say('Write me the whole timetable.');
  const long = await house.ollama.nextChat();
  await long.send('Every day from 05:20, each hour at twenty past, the boat leaves the north pier and');
  await long.finish({ reason: 'length', outputTokens: 4_096 });
  await ana.log.getByText('Cut off by the length limit').waitFor();
  await camera.take(page, 'reply-cut-off');
  await pass(300);
  await ana.say('Only the mornings, then.');
  await (await house.ollama.nextChat()).fail();
  await ana.log.getByText('Failed: the model stopped unexpectedly').waitFor();
  await camera.take(page, 'reply-failed');
  await pass(300);
  await ana.say('Once more, please.');
  const cut = await house.ollama.nextChat();
  await cut.send('In the morning the boat leaves at 05:20, 06:20 and');
  await ana.message('05:20, 06:20 and').waitFor();
  await house.restart();
  await ana.log.getByText('Interrupted when the server stopped').waitFor();
  await camera.take(page, 'reply-interrupted');
}

function idIn(url: string): Parameters<Crew['bo']['api']['conversation']['open']['query']>[0]['conversationId'] {
  return new URL(url).pathname.split('/').at(-1) as ReturnType<typeof idIn>;
}
