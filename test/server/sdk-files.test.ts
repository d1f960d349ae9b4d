import { expect, test } from 'vitest';
import { createParley, type OutboxItem } from '../../client/sdk/index.ts';
import { FILES } from '../../shared/limits.ts';
import { get } from '../support/files.ts';
import { openHouse } from '../support/house.ts';
import { png } from '../support/pictures.ts';
import { until } from '../unit/sdk-waiting.ts';

const picture = new File([png(20, 10)], 'cat.png', { type: 'image/png' });

test('SEND-1 files go before their message on Node, too: as File, as bytes with a name, or uploaded while it was still being written', async () => {
  await using house = await openHouse({ noOllama: true });
  const ana = await house.founder('Ana');
  const parley = createParley({ url: house.url, cookie: ana.cookie });
  try {
    const room = parley.conversation(ana.welcome.id);
    const early = await room.upload({ name: 'early.txt', data: new Blob(['early']) });
    await until(early, () => early.current.state === 'done');
    const { message } = await room.send('all three', {
      files: [picture, { name: 'a.txt', data: new TextEncoder().encode('text') }, early],
      model: null,
    });
    expect(message.attachments?.map(({ name, type, size }) => [name, type, size])).toEqual([
      ['cat.png', 'image', picture.size],
      ['a.txt', 'text', 4],
      ['early.txt', 'text', 5],
    ]);
    expect(Buffer.from(await (await get(ana, message.attachments?.[0]?.id ?? '')).arrayBuffer())).toEqual(png(20, 10));
    expect(parley.outbox.items).toEqual([]);
  } finally {
    await parley.close();
  }
});

test('SEND-3 a message whose file is refused waits with the reason, and goes when it can; one taken back takes its file with it', async () => {
  await using house = await openHouse({ noOllama: true });
  const ana = await house.founder('Ana');
  const parley = createParley({ url: house.url, cookie: ana.cookie });
  try {
    const room = parley.conversation(ana.welcome.id);
    const large = { name: 'large.bin', data: new Uint8Array(FILES.maxBytes + 1) };
    await expect(room.send('too much', { files: [large], clientKey: 'k1', model: null })).rejects.toMatchObject({ reason: 'TOO_LARGE' });
    expect(parley.outbox.items).toMatchObject([{ clientKey: 'k1', state: 'refused', reason: 'TOO_LARGE', files: [{ name: 'large.bin' }] }]);
    parley.outbox.discard('k1');
    await ana.api.conversation.archive.mutate({ conversationId: ana.welcome.id });
    const late = room.send('later', { files: [picture], clientKey: 'k2', model: null });
    await expect(late).rejects.toMatchObject({ reason: 'ARCHIVED' });
    await ana.api.conversation.archive.mutate({ conversationId: ana.welcome.id, archived: false });
    parley.outbox.retry('k2');
    await until(parley.outbox, () => parley.outbox.items.length === 0);
    const { messages } = await ana.api.conversation.open.query({ conversationId: ana.welcome.id });
    expect(messages.at(-1)).toMatchObject({ text: 'later', attachments: [{ name: 'cat.png' }] });
  } finally {
    await parley.close();
  }
});

test('SEND-3 files that the server collected meanwhile are brought once more', async () => {
  let now = Date.now();
  await using house = await openHouse({ noOllama: true, clock: { now: () => now } });
  const ana = await house.founder('Ana');
  const parley = createParley({ url: house.url, cookie: ana.cookie });
  try {
    const room = parley.conversation(ana.welcome.id);
    const upload = await room.upload(picture);
    await until(upload, () => upload.current.state === 'done');
    now += FILES.unsentMs + 1;
    await house.parley.app.store.files.collect(now);
    const { message } = await room.send('', { files: [upload], model: null });
    expect(message.attachments).toMatchObject([{ name: 'cat.png' }]);
  } finally {
    await parley.close();
  }
});

test('SEND-3 after a reload what was uploaded goes with its message; what was not says so', async () => {
  await using house = await openHouse({ noOllama: true });
  const ana = await house.founder('Ana');
  let kept: OutboxItem[] = [];
  const outbox = { load: () => kept, save: (items: OutboxItem[]) => void (kept = JSON.parse(JSON.stringify(items)) as OutboxItem[]) };
  const before = createParley({ url: house.url, cookie: ana.cookie, outbox });
  const upload = await before.conversation(ana.welcome.id).upload(picture);
  await until(upload, () => upload.current.state === 'done');
  const { current } = upload;
  if (current.state !== 'done') throw new Error('not uploaded');
  await before.close();
  const item = { conversationId: ana.welcome.id, text: '', queuedAt: new Date().toISOString(), state: 'waiting' as const, model: null };
  const file = { key: 'f1', name: 'cat.png', size: picture.size };
  kept = [
    { ...item, clientKey: 'k1', files: [{ ...file, id: current.attachment.id }] },
    { ...item, clientKey: 'k2', files: [file] },
  ];
  const after = createParley({ url: house.url, cookie: ana.cookie, outbox });
  try {
    await until(after.outbox, () => after.outbox.items.length === 1 && after.outbox.items[0]?.state === 'refused');
    expect(after.outbox.items).toMatchObject([
      { clientKey: 'k2', reason: 'FILE_GONE', say: '“cat.png” had not left when the page was reloaded. Attach it again.' },
    ]);
    const { messages } = await ana.api.conversation.open.query({ conversationId: ana.welcome.id });
    expect(messages.at(-1)).toMatchObject({ clientKey: 'k1', attachments: [{ id: current.attachment.id }] });
  } finally {
    await after.close();
  }
});
