import { expect, test } from 'vitest';
import { openHouse, type House } from '../support/house.ts';
import { type Person, refusal } from '../support/person.ts';
import { RawSocket } from '../support/raw-socket.ts';
import { grown } from '../support/watch.ts';

const MODEL = 'smollm2:135m';
let keys = 0;
const key = () => `key-${(keys += 1)}`;

async function team(house: House) {
  const ana = await house.founder('Ana', 'Acme');
  const bo = await house.joiner(ana, 'Bo');
  const cleo = await house.joiner(ana, 'Cleo');
  const remove = () => ana.api.member.remove.mutate({ teamId: ana.team.id, userId: bo.user.id });
  return { ana, bo, cleo, remove, teamId: ana.team.id, conversationId: ana.welcome.id };
}

const say = (person: Person, text: string, model: string | null = null) =>
  person.api.message.send.mutate({ conversationId: person.welcome.id, clientKey: key(), text, model });

test('LEAVE-1 removal ends every session and the invites of that person, in the transaction of the change', async () => {
  await using house = await openHouse();
  const { ana, bo, remove, teamId } = await team(house);
  await ana.api.member.setRole.mutate({ teamId, userId: bo.user.id, role: 'admin' });
  const admin = await bo.again();
  const { url } = await admin.api.invite.create.mutate({ teamId });
  const phone = await bo.again();
  await remove();
  for (const device of [bo, admin, phone])
    await expect(device.http('account.update', { name: 'Bo' })).rejects.toMatchObject({ status: 401 });
  const stranger = await house.register();
  expect(await refusal(stranger.api.invite.preview.query({ token: url.split('/').at(-1) ?? '' }))).toMatchObject({
    reason: 'INVITE_INVALID',
  });
  const back = await bo.again();
  expect((await back.api.auth.me.query()).teams).toEqual([]);
  expect(await refusal(back.api.team.get.query({ teamId }))).toMatchObject({ reason: 'NOT_FOUND' });
  expect((await ana.api.member.list.query({ teamId })).items.map(({ name }) => name)).toEqual(['Ana', 'Cleo']);
});

test('LEAVE-2 a removed member receives nothing written after the removal, on any surface', async () => {
  await using house = await openHouse({ chats: 'held' });
  const { ana, bo, cleo, remove, conversationId } = await team(house);
  const feed = bo.watch(conversationId);
  const inbox = bo.inbox();
  const mine = ana.watch(conversationId);
  await Promise.all([feed.untilLive(), inbox.untilType('inbox.state'), mine.untilLive()]);
  const { reply } = await say(cleo, 'ask', MODEL);
  const chat = await house.ollama.nextChat();
  await chat.send('before ');
  await feed.untilType('reply.grew');
  await remove();
  await chat.send('after-removal');
  await chat.finish();
  await say(ana, 'after-removal too');
  await mine.until((event) => event.type === 'message.posted' && event.message.text === 'after-removal too');
  expect(JSON.stringify([feed.events, inbox.events])).not.toContain('after-removal');
  expect(grown(mine.events, reply?.id ?? never())).toBe('before after-removal');
});

test('LEAVE-2 a stream of events over HTTP ends with the removal as well', async () => {
  await using house = await openHouse();
  const { ana, bo, remove, conversationId } = await team(house);
  const input = encodeURIComponent(JSON.stringify({ conversationId }));
  const stream = await fetch(`${house.url}/trpc/conversation.live?input=${input}`, {
    headers: { cookie: bo.cookie, Accept: 'text/event-stream' },
  });
  const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader() ?? never();
  let seen = '';
  const next = async () => {
    const { value, done } = await reader.read().catch(() => ({ value: undefined, done: true }));
    seen += value ?? '';
    return !done;
  };
  await say(ana, 'before-removal');
  while (!seen.includes('before-removal')) expect(await next()).toBe(true);
  expect((await remove()).receipt).toMatchObject({ connections: 2 });
  await say(ana, 'after-removal');
  while (await next());
  expect(seen).not.toContain('after-removal');
});

test('LEAVE-3 LEAVE-8 pipelined calls of a client that ignores the close have no effect and get nothing', async () => {
  await using house = await openHouse();
  const { ana, bo, remove, conversationId } = await team(house);
  for (let round = 0; round < 5; round += 1) {
    const hostile = await RawSocket.dial(house.url, (round === 0 ? bo : await rejoin(house, ana, bo)).cookie);
    hostile.call('feed', 'conversation.live', { conversationId }, 'subscription');
    await hostile.answer('feed');
    const removed = remove();
    for (let id = 0; id < 200; id += 1)
      hostile.call(id, 'message.send', { conversationId, clientKey: key(), text: 'pipelined', model: null });
    await removed;
    const head = await house.parley.app.store.events.head(conversationId);
    await hostile.untilClosed();
    await say(ana, 'after-removal');
    const stored = await house.parley.app.store.events.after(conversationId, head, 100);
    expect(stored.flatMap((event) => (event.type === 'message.posted' ? [event.message.text] : []))).toEqual(['after-removal']);
    expect(JSON.stringify(hostile.frames)).not.toContain('after-removal');
  }
});

test('LEAVE-3 whatever is in flight when the removal is acknowledged has no effect afterwards', async () => {
  await using house = await openHouse();
  const { ana, bo, remove, conversationId, teamId } = await team(house);
  const { store } = house.parley.app;
  let person = bo;
  for (let round = 0; round < 24; round += 1) {
    if (round > 0) person = await rejoin(house, ana, bo);
    const device = person;
    await device.api.auth.me.query();
    const { message } = await say(ana, `round ${round}`);
    const calls = [
      () => device.api.message.send.mutate({ conversationId, clientKey: key(), text: 'raced', model: null }),
      () => device.http('message.send', { conversationId, clientKey: key(), text: 'raced', model: null }),
      () => device.api.generation.start.mutate({ messageId: message.id, model: 'guide' }),
      () => device.api.conversation.create.mutate({ teamId, title: 'raced' }),
      () => device.api.conversation.update.mutate({ conversationId, title: `raced ${round}` }),
      () => device.http('message.markRead', { conversationId, seq: 1 }),
    ];
    const before = calls.slice(0, round % calls.length).map((call) => call().catch(() => undefined));
    const acknowledged = remove().then(async () => ({
      head: await store.events.head(conversationId),
      seen: await store.conversations.inboxOf(ana.user.id, 200),
    }));
    const after = calls.slice(round % calls.length).map((call) => call().catch(() => undefined));
    const { head, seen } = await acknowledged;
    await Promise.all([...before, ...after]);
    const late = (await store.events.after(conversationId, head, 100)).filter(({ type }) => type !== 'reply.ended');
    expect(late).toEqual([]);
    expect((await store.conversations.inboxOf(ana.user.id, 200)).length).toBe(seen.length);
  }
}, 120_000);

test('LEAVE-4 LEAVE-5 the reply they asked for stops, those of others go on, and the receipt says what was cut', async () => {
  await using house = await openHouse({ chats: 'held', settings: { PARLEY_PARALLEL: '2' } });
  const { ana, bo, cleo, remove, conversationId } = await team(house);
  const phone = await bo.again();
  const watch = ana.watch(conversationId);
  await watch.untilLive();
  const feeds = [bo.watch(conversationId), phone.watch(conversationId), phone.inbox()];
  await Promise.all(feeds.map((feed) => feed.untilLive()));
  const his = await say(bo, 'his question', MODEL);
  const hisChat = await house.ollama.nextChat();
  const hers = await say(cleo, 'her question', MODEL);
  const herChat = await house.ollama.nextChat();
  await hisChat.send('his');
  await herChat.send('hers');
  await watch.until((event) => event.type === 'reply.grew' && event.generationId === hers.reply?.id);
  const { receipt } = await remove();
  expect(receipt).toMatchObject({ sessions: 2, connections: 2, streams: 3, generations: 1, keys: 0 });
  expect(receipt.ms).toBeGreaterThanOrEqual(0);
  expect(await watch.until((event) => event.type === 'reply.ended' && event.generationId === his.reply?.id)).toMatchObject({
    outcome: 'stopped',
    by: { name: 'Ana' },
    lengths: { text: 3 },
  });
  await hisChat.aborted;
  await herChat.send(' go on');
  await herChat.finish();
  expect(await watch.until((event) => event.type === 'reply.ended' && event.generationId === hers.reply?.id)).toMatchObject({
    outcome: 'done',
  });
  expect(grown(watch.events, hers.reply?.id ?? never())).toBe('hers go on');
  await watch.untilType('member.left');
});

test('LEAVE-5 the socket of a removed member is told why before it ends', async () => {
  await using house = await openHouse();
  const { ana, bo, remove } = await team(house);
  const socket = await RawSocket.dial(house.url, bo.cookie);
  socket.call('me', 'auth.me', undefined, 'query');
  await socket.answer('me');
  await remove();
  expect(await socket.untilClosed()).toEqual({ code: 4401, reason: `parted ${ana.team.id}` });
});

test('LEAVE-6 a team always has an owner, also when two owners remove or demote each other at once', async () => {
  await using house = await openHouse();
  const { ana, bo, teamId } = await team(house);
  await expect(ana.http('member.leave', { teamId })).rejects.toMatchObject({ data: { reason: 'CONFLICT' } });
  await ana.api.member.setRole.mutate({ teamId, userId: bo.user.id, role: 'owner' });
  const second = await bo.again();
  const results = await Promise.allSettled([
    ana.http('member.setRole', { teamId, userId: bo.user.id, role: 'member' }),
    second.http('member.remove', { teamId, userId: ana.user.id }),
  ]);
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const members = await house.parley.app.store.teams.memberIds(teamId);
  const left = members.includes(ana.user.id) ? await ana.again() : second;
  expect((await left.api.member.list.query({ teamId })).items.filter(({ role }) => role === 'owner')).toHaveLength(1);
});

test('LEAVE-7 a demotion ends what they had open; signed in again they have the new role', async () => {
  await using house = await openHouse();
  const { ana, bo, teamId } = await team(house);
  await ana.api.member.setRole.mutate({ teamId, userId: bo.user.id, role: 'admin' });
  const admin = await bo.again();
  const socket = await RawSocket.dial(house.url, admin.cookie);
  await admin.api.invite.create.mutate({ teamId });
  const { receipt } = await ana.api.member.setRole.mutate({ teamId, userId: bo.user.id, role: 'member' });
  expect(receipt).toMatchObject({ sessions: 1, connections: 2 });
  expect(await socket.untilClosed()).toMatchObject({ code: 4401 });
  const again = await bo.again();
  expect(await refusal(again.api.invite.create.mutate({ teamId }))).toMatchObject({ reason: 'FORBIDDEN' });
});

test('LEAVE-1 who leaves keeps working elsewhere with a renewed session; the team is closed to them', async () => {
  await using house = await openHouse();
  const { bo, conversationId, teamId } = await team(house);
  const phone = await bo.again();
  await bo.createTeam('Bo’s own');
  await expect(phone.http('account.update', { name: 'Bo' })).rejects.toMatchObject({ status: 401 });
  const before = bo.cookie;
  const { receipt } = await bo.http<{ receipt: object }>('member.leave', { teamId });
  expect(receipt).toMatchObject({ sessions: 0, generations: 0 });
  expect(bo.cookie).not.toBe(before);
  expect((await bo.api.auth.me.query()).teams.map(({ name }) => name)).toEqual(['Bo’s own']);
  expect(await refusal(bo.api.conversation.open.query({ conversationId }))).toMatchObject({ reason: 'NOT_FOUND' });
});

test('ACCESS-6 nobody changes who stands as high as they do, or gives what does not stand below their own', async () => {
  await using house = await openHouse();
  const { ana, bo, cleo, teamId } = await team(house);
  await ana.api.member.setRole.mutate({ teamId, userId: bo.user.id, role: 'admin' });
  await ana.api.member.setRole.mutate({ teamId, userId: cleo.user.id, role: 'admin' });
  const admin = await bo.again();
  expect(await refusal(admin.api.member.remove.mutate({ teamId, userId: cleo.user.id }))).toMatchObject({ reason: 'FORBIDDEN' });
  expect(await refusal(admin.api.member.remove.mutate({ teamId, userId: ana.user.id }))).toMatchObject({ reason: 'FORBIDDEN' });
  expect(await refusal(admin.api.member.setRole.mutate({ teamId, userId: bo.user.id, role: 'owner' }))).toMatchObject({
    reason: 'FORBIDDEN',
  });
  const dan = await house.joiner(ana, 'Dan');
  expect(await refusal(admin.api.member.setRole.mutate({ teamId, userId: dan.user.id, role: 'admin' }))).toMatchObject({
    reason: 'FORBIDDEN',
  });
  await admin.api.member.setRole.mutate({ teamId, userId: dan.user.id, role: 'moderator' });
  expect(await refusal(ana.api.member.remove.mutate({ teamId, userId: ana.user.id }))).toMatchObject({ reason: 'FORBIDDEN' });
});

/** Bo comes back with a new session. */
async function rejoin(house: House, ana: Person, bo: Person): Promise<Person> {
  const { url } = await ana.api.invite.create.mutate({ teamId: ana.team.id });
  const again = await bo.again();
  await again.accept(url);
  await ana.api.invite.list
    .query({ teamId: ana.team.id })
    .then(({ items }) => Promise.all(items.map(({ id }) => ana.api.invite.revoke.mutate({ inviteId: id }))));
  return again;
}

function never(): never {
  throw new Error('this is always there');
}
