import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ConversationId } from '../../shared/ids.ts';
import { FILES } from '../../shared/limits.ts';
import { CHANGES, scene } from '../support/changes.ts';
import { get, halfUpload, post, readOutcome, upload, uploaded } from '../support/files.ts';
import { openHouse, type House } from '../support/house.ts';
import { type Person, refusal } from '../support/person.ts';
import { png } from '../support/pictures.ts';

let keys = 0;
const send = (person: Person, conversationId: ConversationId, text: string, attachments: string[], model: string | null = null) =>
  person.api.message.send.mutate({ conversationId, clientKey: `key-${(keys += 1)}`, text, model, attachments: attachments as never });

const onDisk = (house: House) => readdirSync(join(house.folder, 'files'));

/** The bytes of a file that are left on disk once all that was going is gone. */
async function leftOnDisk(house: House, count: number): Promise<void> {
  await expect.poll(() => onDisk(house).length).toBe(count);
}

test('a file is uploaded, sent, seen by everybody in the conversation as an event and in its history, and downloaded', async () => {
  await using house = await openHouse();
  const ana = await house.founder('Ana');
  const bo = await house.joiner(ana, 'Bo');
  const { id } = ana.welcome;
  const watch = bo.watch(id);
  await watch.untilLive();
  const file = await uploaded(ana, id, 'Grüße', 'Grüße & more.txt');
  expect(file).toEqual({ id: file.id, name: 'Grüße & more.txt', type: 'text', mime: 'text/plain', size: 7 });
  const { message } = await send(ana, id, '', [file.id]);
  expect(message).toMatchObject({ text: '', attachments: [file] });
  const posted = await watch.until((event) => event.type === 'message.posted');
  expect(posted).toMatchObject({ message: { attachments: [file] } });
  expect((await bo.api.message.history.query({ conversationId: id })).items.at(-1)).toMatchObject({ attachments: [file] });
  const answer = await get(bo, file.id);
  expect(await answer.text()).toBe('Grüße');
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'text/plain; charset=utf-8',
    'content-length': '7',
    'content-disposition': 'attachment; filename="Gr__e _ more.txt"; filename*=UTF-8\'\'Gr%C3%BC%C3%9Fe%20%26%20more.txt',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "sandbox; default-src 'none'",
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'private, no-cache',
  });
});

test('INPUT-4 only pictures are shown in place, under the type of their bytes; whatever else it claims or looks like is offered for saving', async () => {
  await using house = await openHouse();
  const ana = await house.founder();
  const shown = async (bytes: BodyInit, name: string) => {
    const { headers } = await get(ana, (await uploaded(ana, ana.welcome.id, bytes, name)).id);
    return [headers.get('content-type'), headers.get('content-disposition')?.split(';')[0]];
  };
  const picture = png(4, 4);
  expect(await shown(picture, 'cat.html')).toEqual(['image/png', 'inline']);
  // A picture with a page behind its pixels stays a picture.
  expect(await shown(Buffer.concat([picture, Buffer.from('<script>alert(1)</script>')]), 'cat.png')).toEqual(['image/png', 'inline']);
  expect(await shown('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', 'cat.png')).toEqual([
    'text/plain; charset=utf-8',
    'attachment',
  ]);
  expect(await shown('<!doctype html><script>alert(1)</script>', 'page.html')).toEqual(['text/plain; charset=utf-8', 'attachment']);
  expect(await shown(Buffer.from([0x25, 0x50, 0x44, 0x46, 0, 0xff]), 'paper.pdf')).toEqual(['application/octet-stream', 'attachment']);
  const lied = await fetch(`${house.url}/files/${ana.welcome.id}`, {
    method: 'POST',
    body: 'plain',
    headers: { cookie: ana.cookie, 'Content-Type': 'application/octet-stream', 'X-File-Name': 'a.png', 'X-File-Type': 'image/png' },
  });
  expect(await lied.json()).toMatchObject({ file: { type: 'text', mime: 'text/plain' } });
});

test('a browser may keep the bytes, and is told each time whether it may still show them', async () => {
  await using house = await openHouse();
  const ana = await house.founder('Ana');
  const bo = await house.joiner(ana, 'Bo');
  const file = await uploaded(ana, ana.welcome.id, png(3, 3), 'a.png');
  await send(ana, ana.welcome.id, '', [file.id]);
  const etag = (await get(bo, file.id, { method: 'HEAD' })).headers.get('etag') ?? '';
  const again = await get(bo, file.id, { headers: { 'If-None-Match': etag } });
  expect([again.status, await again.text()]).toEqual([304, '']);
  await ana.api.member.remove.mutate({ teamId: ana.team.id, userId: bo.user.id });
  const back = await bo.again();
  expect((await get(back, file.id, { headers: { 'If-None-Match': etag } })).status).toBe(404);
});

test('INPUT-2 INPUT-3 every refusal of an upload says what it is, in JSON, and leaves nothing behind', async () => {
  await using house = await openHouse();
  const ana = await house.founder();
  const { id } = ana.welcome;
  const cookie = { cookie: ana.cookie };
  expect(await upload(ana, id, Buffer.alloc(FILES.maxBytes + 1))).toMatchObject({
    status: 413,
    reason: 'TOO_LARGE',
    message: 'A file has at most 10 MB.',
  });
  // Without a length, and lying about it: found while it comes.
  const endless = new ReadableStream<Uint8Array>({ pull: (controller) => controller.enqueue(new Uint8Array(256 * 1024)) });
  const streamed = fetch(`${house.url}/files/${id}`, {
    method: 'POST',
    body: endless,
    duplex: 'half',
    headers: { ...cookie, 'Content-Type': 'application/octet-stream' },
  } as RequestInit);
  expect((await streamed).status).toBe(413);
  expect(await upload(ana, id, '')).toMatchObject({ status: 400, reason: 'VALIDATION', message: 'This file is empty.' });
  expect(await post(house.url, id, 'x', { ...cookie, 'X-File-Name': '%ff' })).toMatchObject({ status: 400, reason: 'VALIDATION' });
  expect(await post(house.url, id, 'x', { ...cookie, 'Content-Type': 'text/plain' })).toMatchObject({ status: 400, reason: 'VALIDATION' });
  expect(await post(house.url, id, 'x', { ...cookie, Origin: 'https://evil.example' })).toMatchObject({
    status: 403,
    reason: 'ORIGIN_REFUSED',
  });
  expect(await post(house.url, id, 'x', {})).toMatchObject({ status: 401, reason: 'UNAUTHENTICATED' });
  expect(await post(house.url, id, 'x', { cookie: `${ana.cookie.split('=')[0]}=made-up` })).toMatchObject({
    status: 401,
    reason: 'SESSION_REVOKED',
  });
  expect(await post(house.url, '..%2f..%2fetc%2fpasswd', 'x', cookie)).toMatchObject({ status: 404, reason: 'NOT_FOUND' });
  expect(await post(house.url, 'no-id', 'x', cookie)).toMatchObject({ status: 404, reason: 'NOT_FOUND' });
  expect((await get(ana, id, { method: 'PUT', body: 'x' })).status).toBe(405);
  await ana.api.conversation.archive.mutate({ conversationId: id });
  expect(await upload(ana, id)).toMatchObject({ status: 409, reason: 'ARCHIVED' });
  expect(onDisk(house)).toEqual([]);
});

test('names that lead elsewhere name nothing on the server, and come back without what hides', async () => {
  await using house = await openHouse();
  const ana = await house.founder();
  const file = await uploaded(ana, ana.welcome.id, 'x', '../../../parley.db');
  expect(file.name).toBe('parley.db');
  expect(onDisk(house)).toEqual([expect.stringMatching(/^[0-9a-z]{20}$/u)]);
  expect((await uploaded(ana, ana.welcome.id, 'x', 'cod\u202egnp.exe')).name).toBe('cod gnp.exe');
  const { headers } = await get(ana, (await uploaded(ana, ana.welcome.id, 'x', 'a"; filename=b.html\r\nX: y')).id);
  expect(headers.get('content-disposition')).toBe(
    'attachment; filename="a__ filename=b.html X_ y"; filename*=UTF-8\'\'a%22%3B%20filename%3Db.html%20X%3A%20y',
  );
});

test('ACCESS-2 ACCESS-5 files × each kind of caller: uploads as message.send, reading as conversation.read, foreign and unknown are one answer', async () => {
  await using house = await openHouse();
  const ana = await house.founder('Ana');
  const stranger = await house.founder('Stranger');
  const role = async (as: 'admin' | 'moderator' | 'member' | 'guest') => {
    const person = await house.newcomer(as);
    await person.accept((await ana.api.invite.create.mutate({ teamId: ana.team.id, role: as })).url);
    return person;
  };
  const staff = [await role('admin'), await role('moderator'), await role('member')];
  const guest = await role('guest');
  const { id } = ana.welcome;
  const unsent = await uploaded(ana, id);
  const sent = await uploaded(ana, id);
  await send(ana, id, '', [sent.id]);
  const NOT_FOUND = { status: 404, reason: 'NOT_FOUND' };
  for (const who of staff) {
    expect(await readOutcome(who, sent.id)).toMatchObject({ status: 200 });
    expect(await readOutcome(who, unsent.id)).toEqual(NOT_FOUND);
    expect(await upload(who, id)).toMatchObject({ status: 200 });
  }
  for (const who of [guest, stranger]) {
    for (const each of [sent.id, unsent.id, 'f'.repeat(20), 'no-id']) expect(await readOutcome(who, each)).toEqual(NOT_FOUND);
    expect(await upload(who, id)).toMatchObject(NOT_FOUND);
    expect(await upload(who, 'c'.repeat(20))).toMatchObject(NOT_FOUND);
    expect(await get(who, unsent.id, { method: 'DELETE' })).toMatchObject({ status: 404 });
  }
  expect(await readOutcome({ url: house.url, cookie: '' }, sent.id)).toEqual({ status: 401, reason: 'UNAUTHENTICATED' });
  const { conversation } = await ana.api.conversation.create.mutate({ teamId: ana.team.id, visibility: 'private' });
  await ana.api.conversation.share.mutate({ conversationId: conversation.id, userId: guest.user.id, relation: 'viewer' });
  const secret = await uploaded(ana, conversation.id);
  const { message } = await send(ana, conversation.id, '', [secret.id]);
  expect(await readOutcome(guest, secret.id)).toMatchObject({ status: 200 });
  expect(await upload(guest, conversation.id)).toMatchObject({ status: 403, reason: 'FORBIDDEN' });
  for (const who of staff) expect(await readOutcome(who, secret.id)).toEqual(NOT_FOUND);
  expect(await refusal(send(staff[0] ?? ana, id, 'stolen', [unsent.id]))).toMatchObject({ reason: 'FILE_GONE' });
  expect(await get(ana, unsent.id, { method: 'DELETE' })).toMatchObject({ status: 200 });
  expect(await readOutcome(ana, unsent.id)).toEqual(NOT_FOUND);
  await ana.api.message.delete.mutate({ messageId: message.id });
  expect(await readOutcome(ana, secret.id)).toEqual(NOT_FOUND);
});

test.each(CHANGES)('LEAVE-2 LEAVE-7 $name cuts a download on its way, and no further byte of a file is read', async (kind) => {
  await using house = await openHouse();
  const made = await scene(house, await house.founder('Root'), kind);
  const { ana, bo, conversationId } = made;
  const file = await uploaded(ana, conversationId, Buffer.alloc(FILES.maxBytes, 7), 'large.bin');
  await send(ana, conversationId, '', [file.id]);
  const answer = await get(bo, file.id);
  const reader = answer.body?.getReader();
  expect((await reader?.read())?.done).toBe(false);
  await kind.run(made);
  let bytes = 0;
  const rest = (async () => {
    for (;;) {
      const next = await reader?.read();
      if (!next || next.done) return;
      bytes += next.value.length;
    }
  })();
  await expect(rest).rejects.toThrow('terminated');
  expect(bytes).toBeLessThan(FILES.maxBytes - 1024 * 1024);
  expect((await readOutcome(bo, file.id)).status).toBeGreaterThanOrEqual(401);
});

test.each(CHANGES)('LEAVE-3 $name ends an upload on its way: nothing of it stays', async (kind) => {
  await using house = await openHouse();
  const made = await scene(house, await house.founder('Root'), kind);
  const { bo, conversationId } = made;
  const half = await halfUpload(bo, conversationId, Buffer.alloc(200_000, 1), 400_000);
  await expect.poll(() => onDisk(house)).toEqual([expect.stringContaining('.part')]);
  await kind.run(made);
  half.socket.write(Buffer.alloc(200_000, 2));
  if (kind.ends === 'conversation') await expect.poll(() => half.answer()).toMatch(/^HTTP\/1.1 40[34] /u);
  else await half.closed;
  half.socket.destroy();
  expect(half.answer()).not.toContain('200 OK');
  await leftOnDisk(house, 0);
});

test('LEAVE-5 an upload on its way is a connection that a removal counts', async () => {
  await using house = await openHouse();
  const ana = await house.founder('Ana');
  const bo = await house.joiner(ana, 'Bo');
  bo.hangUp();
  const half = await halfUpload(bo, ana.welcome.id, Buffer.alloc(10), 100);
  await expect.poll(() => onDisk(house)).toHaveLength(1);
  const { receipt } = await ana.api.member.remove.mutate({ teamId: ana.team.id, userId: bo.user.id });
  expect(receipt.connections).toBe(1);
  await half.closed;
  await leftOnDisk(house, 0);
});

test('an upload that its sender breaks off leaves nothing, and is no error of the server', async () => {
  await using house = await openHouse();
  const ana = await house.founder();
  const half = await halfUpload(ana, ana.welcome.id, Buffer.alloc(100_000), 400_000);
  await expect.poll(() => onDisk(house)).toHaveLength(1);
  half.socket.destroy();
  await leftOnDisk(house, 0);
  expect(await upload(ana, ana.welcome.id)).toMatchObject({ status: 200 });
});

test('INPUT-2 one person uploads so many files at once and no more', async () => {
  await using house = await openHouse();
  const ana = await house.founder();
  const halves = await Promise.all(
    Array.from({ length: FILES.uploadsAtOnce }, () => halfUpload(ana, ana.welcome.id, Buffer.alloc(10), 100)),
  );
  await expect.poll(() => onDisk(house)).toHaveLength(FILES.uploadsAtOnce);
  expect(await upload(ana, ana.welcome.id)).toMatchObject({ status: 429, reason: 'RATE_LIMITED' });
  for (const { socket } of halves) socket.write(Buffer.alloc(90, 1));
  for (const half of halves) await expect.poll(() => half.answer()).toContain('200 OK');
  for (const { socket } of halves) socket.destroy();
  expect(await upload(ana, ana.welcome.id)).toMatchObject({ status: 200 });
});

test('what was uploaded and not sent is collected after a day, also while the server was down', async () => {
  let now = Date.parse('2026-11-29T10:00:00Z');
  await using house = await openHouse({ clock: { now: () => now } });
  const ana = await house.founder();
  const sent = await uploaded(ana, ana.welcome.id);
  await send(ana, ana.welcome.id, '', [sent.id]);
  await uploaded(ana, ana.welcome.id);
  expect(onDisk(house)).toHaveLength(2);
  now += FILES.unsentMs + 1;
  await house.restart();
  await leftOnDisk(house, 1);
  expect(await readOutcome(ana, sent.id)).toMatchObject({ status: 200 });
});

test('AUDIT-1 who is refused a file is in the log, with what it was about', async () => {
  await using house = await openHouse();
  const ana = await house.founder('Ana');
  const guest = await house.newcomer('Guest');
  await guest.accept((await ana.api.invite.create.mutate({ teamId: ana.team.id, role: 'guest' })).url);
  const file = await uploaded(ana, ana.welcome.id);
  await send(ana, ana.welcome.id, '', [file.id]);
  await readOutcome(guest, file.id);
  await upload(guest, ana.welcome.id);
  await house.parley.app.audit.flush();
  const { items } = await ana.api.audit.list.query({ teamId: ana.team.id, refused: true });
  expect(items.map(({ action, reason, subject }) => [action, reason, subject?.kind, subject?.id])).toEqual(
    expect.arrayContaining([
      ['conversation.read', 'NOT_FOUND', 'file', file.id],
      ['message.send', 'NOT_FOUND', 'conversation', ana.welcome.id],
    ]),
  );
});
