import { expect, test } from 'vitest';
import type { Conversation } from '../../shared/schemas/conversation.ts';
import { openHouse } from '../support/house.ts';

test('RESUME-1 an inbox begins with everything that is there, also after a restart', async () => {
  await using house = await openHouse();
  const ana = await house.founder('Ana', 'Acme');
  const inbox = ana.inbox();
  const state = await inbox.untilType('inbox.state');
  expect(state).toMatchObject({ teams: [{ name: 'Acme', role: 'owner' }], conversations: [{ title: 'Welcome' }] });
  await house.restart();
  await inbox.until(() => inbox.events.filter(({ type }) => type === 'inbox.state').length === 2, 'the state again');
});

test('SEQ-3 an inbox tells unread, writing, new, renamed and gone conversations', async () => {
  await using house = await openHouse({ chats: 'held' });
  const ana = await house.founder('Ana');
  const bo = await house.joiner(ana, 'Bo');
  const inbox = bo.inbox();
  await inbox.untilType('inbox.state');
  const { conversation } = await ana.api.conversation.create.mutate({ teamId: ana.team.id, title: 'Plans' });
  const told = (matches: (each: Conversation) => boolean, what: string) =>
    inbox.until(
      (event) => event.type === 'conversation.changed' && event.conversation.id === conversation.id && matches(event.conversation),
      what,
    );
  await told(({ title }) => title === 'Plans', 'the new one');
  await ana.api.message.send.mutate({ conversationId: conversation.id, clientKey: 'a', text: 'hi', model: 'smollm2:135m' });
  await told(({ unread, writing }) => unread >= 1 && writing, 'unread and writing');
  await (await house.ollama.nextChat()).finish();
  await told(({ writing, unread }) => !writing && unread >= 1, 'no longer writing');
  await bo.api.message.markRead.mutate({ conversationId: conversation.id, seq: 1_000 });
  await told(({ unread }) => unread === 0, 'read');
  await ana.api.conversation.update.mutate({ conversationId: conversation.id, title: 'Better plans' });
  expect(await told(({ title }) => title === 'Better plans', 'renamed')).toMatchObject({ conversation: { unread: 0 } });
  await ana.api.conversation.update.mutate({ conversationId: conversation.id, visibility: 'private' });
  await inbox.until((event) => event.type === 'conversation.removed' && event.conversationId === conversation.id, 'hidden');
});

test('ACCESS-2 an inbox tells nothing of other teams and of private conversations', async () => {
  await using house = await openHouse();
  const ana = await house.founder('Ana');
  const stranger = await house.founder('Stranger');
  const bo = await house.joiner(ana, 'Bo');
  const watched = [stranger.inbox(), bo.inbox()];
  await Promise.all(watched.map((inbox) => inbox.untilType('inbox.state')));
  const { conversation } = await ana.api.conversation.create.mutate({ teamId: ana.team.id, title: 'My diary', visibility: 'private' });
  await ana.api.message.send.mutate({ conversationId: conversation.id, clientKey: 'a', text: 'dear diary', model: null });
  await ana.api.conversation.create.mutate({ teamId: ana.team.id, title: 'After' });
  await stranger.api.conversation.create.mutate({ teamId: stranger.team.id, title: 'After' });
  for (const inbox of watched) {
    await inbox.until((event) => event.type === 'conversation.changed' && event.conversation.title === 'After', 'what came after');
    expect(JSON.stringify(inbox.events)).not.toContain(conversation.id);
  }
  expect(JSON.stringify(watched[0]?.events)).not.toContain(ana.team.id);
});

test('SEQ-2 presence and typing reach those who are there', async () => {
  await using house = await openHouse();
  const ana = await house.founder('Ana');
  const bo = await house.joiner(ana, 'Bo');
  const inbox = ana.inbox();
  const watch = ana.watch(ana.welcome.id);
  await Promise.all([inbox.untilType('inbox.state'), watch.untilLive()]);
  bo.inbox();
  await inbox.until((event) => event.type === 'presence' && event.userId === bo.user.id && event.online, 'Bo online');
  bo.watch(ana.welcome.id);
  await watch.until((event) => event.type === 'presence' && event.people.some(({ name }) => name === 'Bo'), 'Bo in the conversation');
  await bo.api.presence.typing.mutate({ conversationId: ana.welcome.id });
  await watch.until((event) => event.type === 'typing' && event.person.name === 'Bo', 'Bo typing');
  bo.leave();
  const gone = await inbox.until((event) => event.type === 'presence' && event.userId === bo.user.id && !event.online, 'Bo gone');
  expect(gone).toMatchObject({ teamId: ana.team.id });
});

test('SEQ-2 who joins is told to the team', async () => {
  await using house = await openHouse();
  const ana = await house.founder('Ana');
  const inbox = ana.inbox();
  const watch = ana.watch(ana.welcome.id);
  await Promise.all([inbox.untilType('inbox.state'), watch.untilLive()]);
  await house.joiner(ana, 'Bo');
  expect(await watch.untilType('member.joined')).toMatchObject({ person: { name: 'Bo' } });
  await inbox.until((event) => event.type === 'member.changed' && event.teamId === ana.team.id, 'the new member');
  const { items } = await ana.api.member.list.query({ teamId: ana.team.id });
  expect(items.map(({ name, role }) => [name, role])).toEqual([
    ['Ana', 'owner'],
    ['Bo', 'member'],
  ]);
  const { notices } = await ana.api.conversation.open.query({ conversationId: ana.welcome.id });
  expect(notices).toMatchObject([{ type: 'member.joined', person: { name: 'Bo' } }]);
});
