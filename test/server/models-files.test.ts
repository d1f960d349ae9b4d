import { expect, test } from 'vitest';
import type { ConversationId } from '../../shared/ids.ts';
import type { Turn, TurnFile } from '../../server/models/model.ts';
import { withFilesTold } from '../../server/models/turn-files.ts';
import { status } from '../support/fake-ollama/scripts.ts';
import { uploaded } from '../support/files.ts';
import { openHouse } from '../support/house.ts';
import type { Person } from '../support/person.ts';
import { gifHead, png } from '../support/pictures.ts';
import { house } from './models-house.ts';

const EYES = { name: 'eyes:1b', capabilities: ['completion', 'vision'] };
const BLIND = { name: 'words:1b', capabilities: ['completion'] };
const picture = png(6, 6);

function file(name: string, bytes: Uint8Array | string, type: TurnFile['type'] = 'text', mime = 'text/plain'): TurnFile {
  const all = Buffer.from(bytes);
  return { name, type, mime, size: all.length, read: async () => all };
}
const image = (name: string, bytes: Uint8Array = picture, mime = 'image/png') => file(name, bytes, 'image', mime);

let keys = 0;
async function ask(person: Person, conversationId: ConversationId, text: string, model: string, fileIds: string[]) {
  const sent = await person.api.message.send.mutate({
    conversationId,
    clientKey: `key-${(keys += 1)}`,
    text,
    model,
    attachments: fileIds as never,
  });
  const watch = person.watch(conversationId);
  await watch.until((event) => event.type === 'reply.ended' && event.generationId === sent.reply?.id);
  return sent;
}

test('a model that sees is given the pictures of a message as bytes, one that does not is told of them; both read the texts', async () => {
  await using all = await openHouse({ models: [EYES, BLIND] });
  const ana = await all.founder('Ana');
  const { conversation } = await ana.api.conversation.create.mutate({ teamId: ana.team.id });
  const upload = async (bytes: BodyInit, name: string) => (await uploaded(ana, conversation.id, bytes, name)).id;
  const files = [await upload(picture, 'cat.png'), await upload('a,b\n1,2', 'data.csv'), await upload(Buffer.from([0, 1, 2]), 'raw.bin')];
  await ask(ana, conversation.id, 'What is this?', EYES.name, files);
  const [seen] = all.ollama.chats[0]?.body.messages ?? [];
  expect(seen?.images).toEqual([picture.toString('base64')]);
  expect(seen?.content).toBe(
    'What is this?\n\nA file named “data.csv”:\n```\na,b\n1,2\n```\n\n(a file named “raw.bin”, which you cannot see)',
  );
  await ask(ana, conversation.id, '', BLIND.name, [await upload(picture, 'dog “big”.png')]);
  const messages = all.ollama.chats[1]?.body.messages ?? [];
  expect(messages.every((message) => message.images === undefined)).toBe(true);
  expect(messages[0]?.content).toMatch(/^What is this\?\n\n\(an image named “cat\.png”, which you cannot see\)/u);
  expect(messages.at(-1)?.content).toBe('(an image named “dog "big".png”, which you cannot see)');
});

test('the guide says plainly that it sees no files', async () => {
  await using all = await openHouse({ noOllama: true });
  const ana = await all.founder('Ana');
  const id = ana.welcome.id;
  await ask(ana, id, '', 'guide', [(await uploaded(ana, id, picture, 'cat.png')).id]);
  await ask(ana, id, 'How do I invite somebody?', 'guide', [(await uploaded(ana, id, 'text', 'a.txt')).id]);
  const { messages } = await ana.api.conversation.open.query({ conversationId: id });
  const said = messages.flatMap(({ author, text }) => (author.kind === 'model' ? [text] : [])).slice(1);
  expect(said[0]).toMatch(/^I cannot see files/u);
  expect(said[1]).toMatch(/^I cannot see files.*\n\n.*invite/isu);
});

test('INPUT-4 a text that is the name of a file of this computer is sent as text, and a picture never by its name', async () => {
  const { fake, reply } = await house({ fake: { models: [EYES] } });
  await reply([{ role: 'user', text: '/etc/hostname', files: [image('/etc/passwd')] }], undefined, EYES.name);
  expect(fake.chats[0]?.body.messages).toEqual([{ role: 'user', content: '/etc/hostname', images: [picture.toString('base64')] }]);
});

test('a picture that the model server refuses does not spoil the conversation: the model is told that it cannot see it', async () => {
  const { fake, reply } = await house({ fake: { models: [EYES] } });
  fake.onChat(status(400, 'image: unknown format'));
  const parts = await reply([{ role: 'user', text: 'Look', files: [image('odd.png')] }], undefined, EYES.name);
  expect(parts.at(-1)).toMatchObject({ end: { outcome: 'done' } });
  expect(fake.chats[1]?.body.messages).toEqual([{ role: 'user', content: 'Look\n\n(an image named “odd.png”, which you cannot see)' }]);
  fake.onChat(status(400, 'no'), status(400, 'no'));
  expect((await reply('plain', undefined, EYES.name)).at(-1)).toMatchObject({ end: { outcome: 'failed', code: 'refused' } });
});

test('of texts so much is read as a model can take, the newest first, and it says what is cut; older pictures are left out', async () => {
  const turns: Turn[] = [
    { role: 'user', text: 'old', files: [file('old.txt', 'o'.repeat(50))] },
    { role: 'user', text: 'new', files: [file('new.txt', '```\n'.repeat(20))] },
  ];
  const [older, newer] = await withFilesTold(turns, { sees: false, maxTextChars: 100 });
  expect(newer?.text).toBe(`new\n\nA file named “new.txt”:\n\`\`\`\`\n${'```\n'.repeat(20)}\n\`\`\`\``);
  expect(older?.text).toBe(`old\n\nA file named “old.txt” (its first 20 of 50 characters):\n\`\`\`\n${'o'.repeat(20)}\n\`\`\``);
  const many: Turn[] = Array.from({ length: 9 }, (_, n) => ({ role: 'user', text: `${n}`, files: [image(`${n}.png`)] }));
  const told = await withFilesTold(many, { sees: true, maxTextChars: 0 });
  expect(told.map(({ files }) => files?.length ?? 0)).toEqual([0, 0, 0, 1, 1, 1, 1, 1, 1]);
  expect(told[0]?.text).toBe('0\n\n(an image named “0.png”, which you cannot see)');
  const [moving] = await withFilesTold([{ role: 'user', text: '', files: [image('a.gif', gifHead(2, 2), 'image/gif')] }], {
    sees: true,
    maxTextChars: 0,
  });
  expect(moving).toEqual({ role: 'user', text: '(an image named “a.gif”, which you cannot see)' });
});

test('what files take counts when older turns are left out', async () => {
  const chatter: Turn[] = Array.from({ length: 6 }, (_, n) => ({
    role: n % 2 ? 'assistant' : 'user',
    text: `Turn ${n} ${'word '.repeat(300)}`,
  }));
  // Each asks a server of its own: what one answer costs teaches how much fits the next time.
  const lengthWith = async (files: TurnFile[]) => {
    const { fake, reply } = await house({ fake: { models: [{ ...EYES, contextLength: 4_096 }] } });
    await reply([...chatter, { role: 'user', text: 'Now?', ...(files.length > 0 && { files }) }], undefined, EYES.name);
    return fake.chats[0]?.body.messages.length ?? 0;
  };
  const plain = await lengthWith([]);
  expect(await lengthWith([image('a.png'), image('b.png')])).toBeLessThan(plain);
  expect(await lengthWith([file('long.txt', 'word '.repeat(2_000))])).toBeLessThan(plain);
});
