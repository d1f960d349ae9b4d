import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../db/open.ts';
import type { Store } from '../../db/store.ts';
import { type FileId, fileId, type MessageId } from '../../shared/ids.ts';
import { FILES } from '../../shared/limits.ts';
import { png } from '../support/pictures.ts';
import {
  conversationOf,
  deciding,
  house,
  type House,
  type Person,
  pieces,
  refusal,
  say,
  session,
  T0,
  to,
  upload,
} from './store-support.ts';

const onDisk = (folder: string) => readdirSync(join(folder, 'files'));

async function read(store: Store, by: Person, id: FileId): Promise<string> {
  const { handle } = await store.files.open(id, deciding(by, 'conversation.read', to.file(id)));
  try {
    return (await buffer(handle.createReadStream({ autoClose: false }))).toString();
  } finally {
    await handle.close();
  }
}

const canRead = (store: Store, by: Person, id: FileId) =>
  read(store, by, id).then(
    () => true,
    () => false,
  );

/** Bytes go after the commit, with nobody waiting: closing the store does. */
async function reopened(world: Pick<House, 'store' | 'folder'>): Promise<Store> {
  await world.store.close();
  const store = await openStore(world.folder);
  onTestFinished(() => store.close());
  return store;
}

test('a file is what its bytes are, is sent once with its message, and comes with it ever after', async () => {
  const world = await house();
  const { store, owner } = world;
  const { id } = await conversationOf(world, owner);
  const one = await upload(store, owner, id, png(40, 30), 'cat.txt');
  const two = await upload(store, owner, id, 'plain', 'cat.png');
  expect(one).toMatchObject({ name: 'cat.txt', type: 'image', mime: 'image/png', width: 40, height: 30 });
  expect(two).toEqual({ id: two.id, name: 'cat.png', type: 'text', mime: 'text/plain', size: 5 });
  const { message, changes } = await say(store, owner, id, 'both', { attachments: [two.id, one.id] });
  expect(message.attachments).toEqual([two, one]);
  expect(changes[0]?.events[0]).toMatchObject({ type: 'message.posted', message: { attachments: [two, one] } });
  expect((await store.messages.history({ conversationId: id, limit: 1 }, owner.may(to.conversation(id)))).items).toEqual([message]);
  expect(await store.messages.lineTo(message.id, 5)).toEqual([message]);
  expect(await read(store, owner, two.id)).toBe('plain');
  expect(await store.files.bytes(two.id)).toEqual(Buffer.from('plain'));
});

test('INPUT-2 what comes byte by byte is what it would be in one piece', async () => {
  const world = await house();
  const { store, owner } = world;
  const { id } = await conversationOf(world, owner);
  for (const whole of [png(40, 30), Buffer.from('é'.repeat(2_000))]) {
    const received = await store.files.receive(pieces(...Array.from(whole, (byte) => Uint8Array.of(byte))));
    const file = await store.files.add({ conversationId: id, name: 'crumbs', received }, owner.may(to.conversation(id)), T0);
    expect(file).toMatchObject({ size: whole.length, type: whole.length > 3_000 ? 'text' : 'image' });
    expect(await store.files.bytes(file.id)).toEqual(Buffer.from(whole));
  }
});

test('a message of files alone is one: it names an untitled conversation after the first, and models read it', async () => {
  const world = await house();
  const { store, owner } = world;
  const { id } = await conversationOf(world, owner);
  const { message } = await say(store, owner, id, '', { attachments: [(await upload(store, owner, id)).id] });
  expect(await store.conversations.seenBy(id, owner.user.id)).toMatchObject({ title: 'notes.txt' });
  expect(await store.messages.lineTo(message.id, 5)).toEqual([message]);
  const guard = owner.may(to.message(message.id));
  expect((await store.messages.edit({ messageId: message.id, text: 'and a word' }, guard, T0)).message.text).toBe('and a word');
  expect((await store.messages.edit({ messageId: message.id, text: '' }, guard, T0)).message.attachments).toHaveLength(1);
  const plain = await say(store, owner, id, 'words');
  expect(await refusal(store.messages.edit({ messageId: plain.message.id, text: ' ' }, owner.may(to.message(plain.message.id)), T0))).toBe(
    'VALIDATION',
  );
});

test('ACCESS-7 a file is sent by whoever uploaded it, where it was uploaded for, once: also when two messages take it at the same moment', async () => {
  const world = await house();
  const { store, owner, joined } = world;
  const ana = await joined('Ana');
  const { id } = await conversationOf(world, owner);
  const other = await conversationOf(world, owner);
  const file = (await upload(store, owner, id)).id;
  expect(await refusal(say(store, ana, id, 'mine', { attachments: [file] }))).toBe('FILE_GONE');
  expect(await refusal(say(store, owner, other.id, 'elsewhere', { attachments: [file] }))).toBe('FILE_GONE');
  expect(await refusal(say(store, owner, id, 'twice', { attachments: [file, file] }))).toBe('FILE_GONE');
  expect(await refusal(say(store, owner, id, 'unknown', { attachments: [fileId.parse('0'.repeat(20))] }))).toBe('FILE_GONE');
  expect(await store.events.head(id)).toBe(0);
  const both = await Promise.allSettled([1, 2].map((n) => say(store, owner, id, `try ${n}`, { attachments: [file] })));
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
});

test('SEND-1 a repeated send is known by its text and its files', async () => {
  const world = await house();
  const { store, owner } = world;
  const { id } = await conversationOf(world, owner);
  const [one, two] = [(await upload(store, owner, id)).id, (await upload(store, owner, id)).id];
  const send = (attachments?: FileId[]) =>
    store.messages.append(
      { conversationId: id, clientKey: 'k', text: 't', ...(attachments && { attachments }) },
      owner.may(to.conversation(id)),
      T0,
    );
  expect(await send([one])).toMatchObject({ repeated: false });
  expect(await send([one])).toMatchObject({ repeated: true, message: { attachments: [{ id: one }] } });
  expect(await refusal(send([two]))).toBe('CONFLICT');
  expect(await refusal(send())).toBe('CONFLICT');
});

test('ACCESS-4 who may read a file: until it is sent whoever uploaded it, then whoever may read its message, in threads and forks too', async () => {
  const world = await house();
  const { store, owner, joined } = world;
  const [ana, bo] = [await joined('Ana'), await joined('Bo')];
  const { id } = await conversationOf(world, owner, 'private');
  await store.conversations.share({ conversationId: id, userId: ana.user.id, relation: 'viewer' }, owner.may(to.conversation(id)), T0);
  const file = (await upload(store, owner, id)).id;
  const readers = () => Promise.all([owner, ana, bo].map((who) => canRead(store, who, file)));
  expect(await readers()).toEqual([true, false, false]);
  const { message } = await say(store, owner, id, '', { attachments: [file] });
  expect(await readers()).toEqual([true, true, false]);
  const { conversation: thread } = await store.conversations.thread(message.id, owner.may(to.message(message.id)), T0);
  const inThread = (await upload(store, owner, thread.id)).id;
  await say(store, owner, thread.id, '', { attachments: [inThread] });
  expect([await canRead(store, ana, inThread), await canRead(store, bo, inThread)]).toEqual([true, false]);
  const fork = await store.conversations.fork({ messageId: message.id }, owner.may(to.message(message.id)), T0);
  const { messages } = await store.conversations.open({ conversationId: fork.id, limit: 5 }, owner.may(to.conversation(fork.id)));
  const copied = messages[0]?.attachments?.[0]?.id ?? file;
  expect(copied).not.toBe(file);
  expect([await canRead(store, owner, copied), await canRead(store, ana, copied)]).toEqual([true, false]);
  await store.conversations.share({ conversationId: id, userId: ana.user.id, relation: null }, owner.may(to.conversation(id)), T0);
  expect(await readers()).toEqual([true, false, false]);
});

test('deleting a message, a conversation, a team or an account takes its bytes; bytes that a fork has too stay until the last is gone', async () => {
  const world = await house();
  const { store, owner, folder, joined, team } = world;
  const ana = await joined('Ana');
  const { id } = await conversationOf(world, owner);
  const sent = async (by: Person) => (await say(store, by, id, '', { attachments: [(await upload(store, by, id)).id] })).message.id;
  const [first, second, third] = [await sent(owner), await sent(owner), await sent(ana)];
  const waiting = await upload(store, ana, id);
  expect(onDisk(folder)).toHaveLength(4);
  const fork = await store.conversations.fork({ messageId: first }, owner.may(to.message(first)), T0);
  expect(onDisk(folder)).toHaveLength(4);
  const left = async () => {
    await store.files.discard({ blob: 'none', size: 0, kind: { type: 'other', mime: '' } });
    return onDisk(folder).length;
  };
  const remove = (messageId: MessageId) => store.messages.delete(messageId, owner.may(to.message(messageId)), T0);
  expect((await remove(second)).message).not.toHaveProperty('attachments');
  expect(await left()).toBe(3);
  await remove(first);
  expect(await left()).toBe(3);
  await store.conversations.delete(fork.id, owner.may(to.conversation(fork.id)));
  expect(await left()).toBe(2);
  await store.accounts.delete(owner.may(to.nothing), T0, ana.user.id);
  expect(await left()).toBe(1);
  expect(await refusal(store.files.open(waiting.id, owner.may(to.file(waiting.id))))).toBe('NOT_FOUND');
  expect((await store.messages.find(third))?.attachments).toHaveLength(1);
  await store.teams.delete({ teamId: team.id, name: 'Team' }, owner.may(to.team(team.id)));
  expect(await left()).toBe(0);
});

test('what is undone takes no bytes: a deletion that is refused in the end leaves them', async () => {
  const world = await house();
  const { store, owner, folder } = world;
  const { id } = await conversationOf(world, owner);
  await say(store, owner, id, '', { attachments: [(await upload(store, owner, id)).id] });
  expect(await refusal(store.conversations.delete(id, owner.mayNot(to.conversation(id))))).toBe('SESSION_REVOKED');
  await store.sessions.insert(session(owner));
  await store.files.discard({ blob: 'none', size: 0, kind: { type: 'other', mime: '' } });
  expect(onDisk(folder)).toHaveLength(1);
});

test('INPUT-2 what waits is bounded for each person, by number and by bytes, and collected after a day', async () => {
  const world = await house();
  const { store, owner, folder, joined } = world;
  const ana = await joined('Ana');
  const { id } = await conversationOf(world, owner);
  for (let n = 0; n < FILES.maxUnsent; n += 1) await upload(store, owner, id, `file ${n}`);
  expect(await refusal(upload(store, owner, id))).toBe('QUOTA_EXCEEDED');
  const mine = await upload(store, ana, id);
  const huge = { blob: 'none', size: FILES.maxUnsentBytes, kind: { type: 'other', mime: 'x' } } as const;
  const draft = { conversationId: id, name: 'huge', received: huge };
  expect(await refusal(store.files.add(draft, ana.may(to.conversation(id)), T0))).toBe('QUOTA_EXCEEDED');
  await say(store, ana, id, '', { attachments: [mine.id] });
  await store.files.collect(T0 + FILES.unsentMs);
  await upload(store, ana, id);
  await store.files.collect(T0 + FILES.unsentMs + 1);
  const kept = await reopened(world);
  expect(onDisk(folder)).toHaveLength(1);
  expect(await kept.files.bytes(mine.id)).toEqual(Buffer.from('some text'));
});

test('INPUT-2 a file that is too large, empty, or breaks off leaves nothing behind', async () => {
  const { store, folder } = await house();
  const mebibyte = Buffer.alloc(1024 * 1024);
  let taken = 0;
  async function* endless() {
    for (;;) {
      taken += 1;
      yield mebibyte;
    }
  }
  async function* broken() {
    yield* pieces('half');
    throw new Error('gone');
  }
  expect(await refusal(store.files.receive(endless()))).toBe('TOO_LARGE');
  expect(taken).toBe(11);
  expect(await refusal(store.files.receive(pieces()))).toBe('VALIDATION');
  await expect(store.files.receive(broken())).rejects.toThrow('gone');
  async function* onFullDisk() {
    yield* pieces('half');
    throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
  }
  expect(await refusal(store.files.receive(onFullDisk()))).toBe('STORAGE_FULL');
  expect(onDisk(folder)).toEqual([]);
  expect(await store.files.receive(pieces(...Array.from({ length: 10 }, () => mebibyte)))).toMatchObject({ size: FILES.maxBytes });
});

test('what a crash leaves is swept at the start: bytes without a row, half-written ones, and rows of unsent files without bytes', async () => {
  const world = await house();
  const { store, owner, folder } = world;
  const { id } = await conversationOf(world, owner);
  const [kept, lost, told] = [await upload(store, owner, id), await upload(store, owner, id), await upload(store, owner, id)];
  await say(store, owner, id, '', { attachments: [told.id] });
  await store.files.receive(pieces('never added'));
  writeFileSync(join(folder, 'files', 'x.part'), 'half');
  const blobOf = async (file: FileId) => {
    const { version, handle } = await store.files.open(file, owner.may(to.file(file)));
    await handle.close();
    return join(folder, 'files', version);
  };
  for (const file of [lost.id, told.id]) rmSync(await blobOf(file));
  const after = await reopened(world);
  expect(onDisk(folder)).toHaveLength(1);
  expect(await read(after, owner, kept.id)).toBe('some text');
  expect(await refusal(after.files.open(lost.id, owner.may(to.file(lost.id))))).toBe('NOT_FOUND');
  // A message keeps saying what it had; its bytes are not there.
  expect(await refusal(after.files.open(told.id, owner.may(to.file(told.id))))).toBe('NOT_FOUND');
  expect(await refusal(say(after, owner, id, '', { attachments: [lost.id] }))).toBe('FILE_GONE');
  expect(await say(after, owner, id, '', { attachments: [kept.id] })).toMatchObject({ repeated: false });
});

test('one removes one’s own file while it waits, and nobody else’s, and nothing that was sent', async () => {
  const world = await house();
  const { store, owner, joined } = world;
  const ana = await joined('Ana');
  const { id } = await conversationOf(world, owner);
  const [waits, sent] = [(await upload(store, owner, id)).id, (await upload(store, owner, id)).id];
  await say(store, owner, id, '', { attachments: [sent] });
  expect(await refusal(store.files.remove(waits, ana.may(to.file(waits))))).toBe('NOT_FOUND');
  expect(await refusal(store.files.remove(sent, owner.may(to.file(sent))))).toBe('NOT_FOUND');
  await store.files.remove(waits, owner.may(to.file(waits)));
  expect(await refusal(say(store, owner, id, '', { attachments: [waits] }))).toBe('FILE_GONE');
});

test('bytes are for the eyes of the server’s user only, under a name that nobody chose', async () => {
  const { store, owner, folder, welcome } = await house();
  await upload(store, owner, welcome, 'secret', '../../escape.txt');
  const [name = ''] = onDisk(folder);
  expect(name).toMatch(/^[0-9a-z]{20}$/u);
  expect([statSync(join(folder, 'files')).mode & 0o077, statSync(join(folder, 'files', name)).mode & 0o077]).toEqual([0, 0]);
});
