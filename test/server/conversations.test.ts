import { expect, test } from 'vitest';
import { openHouse } from '../support/house.ts';
import { HttpRefusal, PASSWORD, post, refusal } from '../support/person.ts';

test('START-1 a new team begins with a conversation in which the guide has said hello', async () => {
  await using house = await openHouse();
  const ana = await house.founder('Ana', 'Ana’s team');
  const { messages, conversation } = await ana.api.conversation.open.query({ conversationId: ana.welcome.id });
  expect(conversation).toMatchObject({ title: 'Welcome', visibility: 'team' });
  expect(messages).toMatchObject([{ author: { kind: 'model', model: 'guide' } }]);
  expect(messages[0]?.text).toContain('smollm2:135m');
});

test('SEND-1 the same clientKey is stored once, with another text it is refused', async () => {
  await using house = await openHouse();
  const ana = await house.founder();
  const draft = { conversationId: ana.welcome.id, clientKey: 'same', text: 'once', model: null };
  const answers = await Promise.all(Array.from({ length: 10 }, () => ana.api.message.send.mutate(draft)));
  expect(new Set(answers.map(({ message }) => message.id)).size).toBe(1);
  expect(await refusal(ana.api.message.send.mutate({ ...draft, text: 'twice' }))).toMatchObject({ reason: 'CONFLICT' });
  const { items } = await ana.api.message.history.query({ conversationId: ana.welcome.id });
  expect(items.filter(({ text }) => text === 'once')).toHaveLength(1);
});

test('SEND-1 a repeated send does not ask the model twice', async () => {
  await using house = await openHouse({ chats: 'held' });
  const ana = await house.founder();
  const draft = { conversationId: ana.welcome.id, clientKey: 'same', text: 'hello', model: 'smollm2:135m' };
  const [first, second] = [await ana.api.message.send.mutate(draft), await ana.api.message.send.mutate(draft)];
  expect(second.reply?.id).toBe(first.reply?.id);
  await (await house.ollama.nextChat()).finish();
  await expect.poll(async () => (await ana.api.generation.queue.query({ teamId: ana.team.id })).items).toEqual([]);
  expect(house.ollama.chats).toHaveLength(1);
});

test('ACCESS-2 private conversations are their maker’s alone, team-wide ones are everybody’s', async () => {
  await using house = await openHouse();
  const ana = await house.founder('Ana');
  const bo = await house.joiner(ana, 'Bo');
  const { conversation: secret } = await bo.api.conversation.create.mutate({ teamId: bo.team.id, title: 'Mine', visibility: 'private' });
  const { conversation: open } = await bo.api.conversation.create.mutate({ teamId: bo.team.id, title: 'Ours' });
  const titles = async (person: typeof ana) =>
    (await person.api.conversation.list.query({ teamId: ana.team.id })).items.map(({ title }) => title).sort();
  expect(await titles(ana)).toEqual(['Ours', 'Welcome']);
  expect(await titles(bo)).toEqual(['Mine', 'Ours', 'Welcome']);
  expect(await refusal(ana.api.conversation.open.query({ conversationId: secret.id }))).toMatchObject({ reason: 'NOT_FOUND' });
  expect((await ana.api.conversation.open.query({ conversationId: open.id })).conversation.title).toBe('Ours');
});

test('SEQ-3 rename, archive, bring back, delete', async () => {
  await using house = await openHouse();
  const ana = await house.founder();
  const bo = await house.joiner(ana);
  const { conversation } = await bo.api.conversation.create.mutate({ teamId: ana.team.id, title: 'Old' });
  const conversationId = conversation.id;
  expect((await ana.api.conversation.update.mutate({ conversationId, title: 'New' })).conversation.title).toBe('New');
  await bo.api.conversation.archive.mutate({ conversationId });
  expect(await refusal(ana.api.message.send.mutate({ conversationId, clientKey: 'k', text: 'hi', model: null }))).toMatchObject({
    reason: 'ARCHIVED',
  });
  expect((await ana.api.conversation.list.query({ teamId: ana.team.id, archived: true })).items).toHaveLength(1);
  await bo.api.conversation.archive.mutate({ conversationId, archived: false });
  await ana.api.message.send.mutate({ conversationId, clientKey: 'k', text: 'hi', model: null });
  await bo.api.conversation.delete.mutate({ conversationId });
  expect(await refusal(bo.api.conversation.open.query({ conversationId }))).toMatchObject({ reason: 'NOT_FOUND' });
});

test('ACCESS-5 who sees a conversation is decided by its maker or an admin', async () => {
  await using house = await openHouse();
  const ana = await house.founder();
  const bo = await house.joiner(ana);
  const cleo = await house.joiner(ana);
  const { conversation } = await bo.api.conversation.create.mutate({ teamId: ana.team.id });
  const conversationId = conversation.id;
  expect(await refusal(cleo.api.conversation.update.mutate({ conversationId, visibility: 'private' }))).toMatchObject({
    reason: 'FORBIDDEN',
  });
  expect(await refusal(cleo.api.conversation.delete.mutate({ conversationId }))).toMatchObject({ reason: 'FORBIDDEN' });
  expect((await bo.api.conversation.update.mutate({ conversationId, visibility: 'private' })).conversation.visibility).toBe('private');
});

test('SEQ-3 a fork is a conversation of its own that begins with a copy', async () => {
  await using house = await openHouse({ chats: 'held' });
  const ana = await house.founder('Ana');
  const bo = await house.joiner(ana, 'Bo');
  const conversationId = ana.welcome.id;
  const { reply } = await ana.api.message.send.mutate({ conversationId, clientKey: 'a', text: 'question', model: 'smollm2:135m' });
  const chat = await house.ollama.nextChat();
  await chat.send('answer');
  await chat.finish();
  await expect.poll(async () => (await ana.api.message.history.query({ conversationId })).items.at(-1)?.text).toBe('answer');
  await ana.api.message.send.mutate({ conversationId, clientKey: 'b', text: 'not in the fork', model: null });
  const { conversation } = await bo.api.conversation.fork.mutate({ messageId: reply?.messageId ?? never() });
  expect(conversation).toMatchObject({ visibility: 'private', createdBy: bo.user.id });
  const { messages } = await bo.api.conversation.open.query({ conversationId: conversation.id });
  expect(messages.map(({ text }) => text).slice(-2)).toEqual(['question', 'answer']);
  expect(await refusal(ana.api.conversation.open.query({ conversationId: conversation.id }))).toMatchObject({ reason: 'NOT_FOUND' });
});

test('SEQ-1 history pages backwards without gap or repeat', async () => {
  await using house = await openHouse();
  const ana = await house.founder();
  const { conversation } = await ana.api.conversation.create.mutate({ teamId: ana.team.id });
  const conversationId = conversation.id;
  for (let i = 0; i < 25; i += 1) await ana.api.message.send.mutate({ conversationId, clientKey: `${i}`, text: `line ${i}`, model: null });
  const texts: string[] = [];
  for (let beforeSeq: number | undefined, more = true; more;) {
    const page = await ana.api.message.history.query({ conversationId, limit: 7, ...(beforeSeq !== undefined && { beforeSeq }) });
    texts.unshift(...page.items.map(({ text }) => text));
    beforeSeq = page.items[0]?.seq;
    ({ more } = page);
  }
  expect(texts).toEqual(Array.from({ length: 25 }, (_, i) => `line ${i}`));
});

test('ACCESS-5 own messages are edited and deleted by oneself; others’ are not', async () => {
  await using house = await openHouse();
  const ana = await house.founder();
  const bo = await house.joiner(ana);
  const { message } = await bo.api.message.send.mutate({ conversationId: ana.welcome.id, clientKey: 'k', text: 'mine', model: null });
  expect(await refusal(ana.api.message.edit.mutate({ messageId: message.id, text: 'hers' }))).toMatchObject({ reason: 'FORBIDDEN' });
  expect((await bo.api.message.edit.mutate({ messageId: message.id, text: 'still mine' })).message).toMatchObject({ text: 'still mine' });
  expect((await ana.api.message.delete.mutate({ messageId: message.id })).message).toMatchObject({ text: '' });
  expect(await refusal(bo.api.message.edit.mutate({ messageId: message.id, text: 'back' }))).toMatchObject({ reason: 'NOT_FOUND' });
});

test('SESSION-2 creating a team and joining one renew the session: the old cookie is dead, other devices end', async () => {
  await using house = await openHouse();
  const ana = await house.founder();
  const bo = await house.register();
  const phone = await bo.again();
  await phone.api.auth.me.query();
  const before = bo.cookie;
  const { url } = await ana.api.invite.create.mutate({ teamId: ana.team.id });
  await bo.accept(url);
  expect(bo.cookie).not.toBe(before);
  await expect(post(house.url, 'message.markRead', { conversationId: bo.welcome.id, seq: 0 }, before)).rejects.toMatchObject({
    status: 401,
  });
  await expect(post(house.url, 'message.markRead', { conversationId: bo.welcome.id, seq: 0 }, phone.cookie)).rejects.toMatchObject({
    status: 401,
  });
  expect((await bo.api.auth.me.query()).teams).toMatchObject([{ id: ana.team.id, role: 'member' }]);
});

test('SESSION-2 who is in the team already changes nothing by accepting again', async () => {
  await using house = await openHouse();
  const ana = await house.founder();
  const bo = await house.joiner(ana);
  const { url } = await ana.api.invite.create.mutate({ teamId: ana.team.id });
  const before = bo.cookie;
  await bo.accept(url);
  expect(bo.cookie).toBe(before);
});

test('ACCESS-2 an invite is a door only while it is open', async () => {
  await using house = await openHouse();
  const ana = await house.founder('Ana', 'Acme');
  const bo = await house.joiner(ana);
  expect(await refusal(bo.api.invite.create.mutate({ teamId: ana.team.id }))).toMatchObject({ reason: 'FORBIDDEN' });
  const { invite, url } = await ana.api.invite.create.mutate({ teamId: ana.team.id });
  const token = url.split('/').at(-1) ?? never();
  const stranger = await house.register();
  expect(await stranger.api.invite.preview.query({ token })).toEqual({ teamName: 'Acme', invitedBy: 'Ana', role: 'member' });
  await ana.api.invite.revoke.mutate({ inviteId: invite.id });
  expect(await refusal(stranger.api.invite.preview.query({ token }))).toMatchObject({ reason: 'INVITE_INVALID' });
  await expect(stranger.accept(url)).rejects.toMatchObject({ data: { reason: 'INVITE_INVALID' } });
  expect(await refusal(stranger.api.team.get.query({ teamId: ana.team.id }))).toMatchObject({ reason: 'NOT_FOUND' });
});

test('ACCESS-2 with an invite a new person registers into the team', async () => {
  await using house = await openHouse({ settings: { PARLEY_REGISTRATION: 'invite' } });
  const ana = await house.founder();
  const newcomer = { name: 'Cleo', email: 'cleo@example.org', password: PASSWORD };
  await expect(post(house.url, 'auth.register', newcomer)).rejects.toMatchObject({ data: { reason: 'REGISTRATION_CLOSED' } });
  const { url } = await ana.api.invite.create.mutate({ teamId: ana.team.id });
  const { body } = await post<{ team: object }>(house.url, 'auth.register', { ...newcomer, inviteToken: url.split('/').at(-1) });
  expect(body.team).toMatchObject({ id: ana.team.id, role: 'member' });
  await expect(post(house.url, 'auth.register', { ...newcomer, inviteToken: 'x'.repeat(43) })).rejects.toBeInstanceOf(HttpRefusal);
});

test('SEQ-3 unread counts what others wrote, until it is read, on every device', async () => {
  await using house = await openHouse();
  const ana = await house.founder('Ana');
  const bo = await house.joiner(ana, 'Bo');
  const { conversation } = await ana.api.conversation.create.mutate({ teamId: ana.team.id });
  const conversationId = conversation.id;
  for (let i = 0; i < 3; i += 1) await ana.api.message.send.mutate({ conversationId, clientKey: `${i}`, text: `line ${i}`, model: null });
  const unread = async (person: typeof ana) =>
    (await person.api.conversation.list.query({ teamId: ana.team.id })).items.find(({ id }) => id === conversationId)?.unread;
  expect([await unread(ana), await unread(bo)]).toEqual([0, 3]);
  const { messages } = await bo.api.conversation.open.query({ conversationId });
  await bo.api.message.markRead.mutate({ conversationId, seq: messages.at(-2)?.seq ?? never() });
  expect(await unread(bo)).toBe(1);
  await bo.api.message.markRead.mutate({ conversationId, seq: 0 });
  expect(await unread(bo)).toBe(1);
  await bo.api.message.markRead.mutate({ conversationId, seq: 1e6 });
  expect(await unread(bo)).toBe(0);
});

function never(): never {
  throw new Error('this is always there');
}
