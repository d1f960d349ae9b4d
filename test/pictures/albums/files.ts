/** Files: on their way into a message, held over the conversation, in messages, and one opened large. */
import type { Visitor } from '../../support/browser.ts';
import { uploaded } from '../../support/files.ts';
import type { Person } from '../../support/person.ts';
import { png } from '../../support/pictures.ts';
import type { Conversation } from '../../../shared/schemas/conversation.ts';
import { crewOf, pathOf, room, type Studio } from '../studio.ts';

const CHART = { name: 'chart of the sound.png', mimeType: 'image/png', buffer: png(900, 620, [38, 92, 140]) };
const STAMP = { name: 'stamp.png', mimeType: 'image/png', buffer: png(96, 96, [190, 70, 60]) };
const LOG = {
  name: 'log of the second day, from Ærøskøbing to Svendborg.txt',
  mimeType: 'text/plain',
  buffer: Buffer.from('06:10 cast off\n'.repeat(90)),
};
const HUGE = { name: 'film.mp4', mimeType: 'video/mp4', buffer: Buffer.alloc(10 * 1024 * 1024 + 1) };

export async function files(studio: Studio): Promise<void> {
  await using house = await studio.house();
  const { ana, bo } = await crewOf(house);
  const talk = await room(ana, 'Summer route', { answers: 'always', model: 'gemma3:4b' });
  await tell(bo, talk, 'The chart, and what we wrote on the second day.', [CHART, LOG]);
  await tell(bo, talk, '', [STAMP]);
  await using visitor = await studio.open(house, { person: ana, path: pathOf(talk) });
  await visitor
    .message('The chart')
    .getByRole('button', { name: /^Open chart/ })
    .waitFor();
  await visitor.untilWriting();
  await studio.camera.take(visitor.page, 'files-messages');
  await writing(studio, visitor);
  await opened(studio, visitor);
}

async function writing({ camera }: Studio, ana: Visitor): Promise<void> {
  const { page } = ana;
  await choose(ana, [CHART, LOG]);
  await page.getByText('cannot see images').waitFor();
  await ana.composer.fill('Which harbour is nearest to the second mark?');
  await camera.take(page, 'files-chosen');
  await choose(ana, [HUGE]);
  await page.getByText('A file has at most 10 MB.').waitFor();
  await camera.take(page, 'files-refused');
  await page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['x'], 'x.txt'));
    document.querySelector('[role=log]')?.dispatchEvent(new DragEvent('dragover', { bubbles: true, cancelable: true, dataTransfer }));
  });
  await page.getByText('Drop files to attach them').waitFor();
  await camera.take(page, 'files-dropping');
  // Neither the files nor what is held over the page outlive it.
  await page.reload();
}

async function opened({ camera }: Studio, ana: Visitor): Promise<void> {
  const { page } = ana;
  await ana
    .message('The chart')
    .getByRole('button', { name: /^Open chart/ })
    .click();
  await page.getByRole('dialog').getByText('900 × 620').waitFor();
  await camera.take(page, 'files-opened');
}

async function choose(ana: Visitor, chosen: { name: string; mimeType: string; buffer: Buffer }[]): Promise<void> {
  const chooser = ana.page.waitForEvent('filechooser');
  await ana.page.getByRole('button', { name: 'Attach files' }).click();
  await (await chooser).setFiles(chosen);
  await ana.page
    .getByRole('listitem')
    .filter({ hasText: chosen.at(-1)?.name ?? '' })
    .waitFor();
}

async function tell(by: Person, { id }: Conversation, text: string, all: { name: string; buffer: Buffer<ArrayBuffer> }[]): Promise<void> {
  const attachments = [];
  for (const { name, buffer } of all) attachments.push((await uploaded(by, id, buffer, name)).id);
  await by.api.message.send.mutate({ conversationId: id, clientKey: `files ${text}`, text, model: null, attachments });
}
