import { expect, test } from 'vitest';
import type { InboxEvent } from '../../shared/events.ts';
import type { ConversationId, UserId } from '../../shared/ids.ts';
import type { Conversation } from '../../shared/schemas/conversation.ts';
import { openHouse, type House } from '../support/house.ts';
import type { Person } from '../support/person.ts';

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

/** Ana's message with a thread on it in which Bo takes part. */
async function threaded(house: House) {
  const ana = await house.founder('Ana');
  const bo = await house.joiner(ana, 'Bo');
  const { conversation } = await ana.api.conversation.create.mutate({ teamId: ana.team.id, title: 'Plans', answers: 'named' });
  const { message } = await ana.api.message.send.mutate({ conversationId: conversation.id, clientKey: 'root', text: 'Who has the keys?' });
  const { conversation: thread } = await bo.api.message.thread.mutate({ messageId: message.id });
  const say = (who: Person, text: string, mentions: UserId[] = []) =>
    who.api.message.send.mutate({ conversationId: thread.id, clientKey: text, text, mentions });
  return { ana, bo, id: conversation.id, thread: thread.id, say };
}
const newsOf =
  (thread: ConversationId, unread: number, mentions = 0) =>
  (event: InboxEvent): boolean =>
    event.type === 'thread.changed' &&
    event.thread.conversationId === thread &&
    event.thread.unread === unread &&
    event.thread.mentions === mentions;

test('SEQ-3 a thread tells those who take part, in every tab and in a state that begins later, until it is read in one of them', async () => {
  await using house = await openHouse({ noOllama: true });
  const { ana, bo, thread, say } = await threaded(house);
  const onlooker = await house.joiner(ana, 'Cleo');
  const [tab, other, hers] = [ana.inbox(), (await house.device(ana)).inbox(), onlooker.inbox()];
  await Promise.all([tab, other, hers].map((inbox) => inbox.untilType('inbox.state')));
  await say(bo, 'I do');
  await say(bo, '@Ana you do', [ana.user.id]);
  for (const inbox of [tab, other]) await inbox.until(newsOf(thread, 2, 1), 'two new, one of them naming her');
  const { conversation: marker } = await bo.api.conversation.create.mutate({ teamId: ana.team.id, title: 'After' });
  await hers.until((event) => event.type === 'conversation.changed' && event.conversation.id === marker.id, 'what came after');
  expect(hers.events.filter(({ type }) => type.startsWith('thread'))).toEqual([]);
  const late = (await house.device(ana)).inbox();
  expect(await late.untilType('inbox.state')).toMatchObject({ threads: [{ conversationId: thread, unread: 2, mentions: 1 }] });
  await ana.api.message.markRead.mutate({ conversationId: thread, seq: 1_000 });
  for (const inbox of [tab, other, late])
    await inbox.until((event) => event.type === 'thread.removed' && event.conversationId === thread, 'nothing new');
  expect(await (await house.device(ana)).inbox().untilType('inbox.state')).toMatchObject({ threads: [] });
});

test('LEAVE-2 whoever loses sight of a conversation loses what was new in its threads, and hears of nothing that is said there', async () => {
  await using house = await openHouse({ noOllama: true });
  const { ana, bo, id, thread, say } = await threaded(house);
  const inbox = bo.inbox();
  await inbox.untilType('inbox.state');
  await say(bo, 'I do');
  await say(ana, 'good');
  await inbox.until(newsOf(thread, 1), 'one new');
  await ana.api.conversation.update.mutate({ conversationId: id, visibility: 'private' });
  await inbox.until((event) => event.type === 'conversation.removed' && event.conversationId === thread, 'the thread is out of sight');
  const before = inbox.events.length;
  await say(ana, '@Bo between us', [bo.user.id]);
  const { conversation } = await ana.api.conversation.create.mutate({ teamId: ana.team.id, title: 'After' });
  await inbox.until((event) => event.type === 'conversation.changed' && event.conversation.id === conversation.id, 'what came after');
  expect(JSON.stringify(inbox.events.slice(before))).not.toContain(thread);
  expect(await (await house.device(bo)).inbox().untilType('inbox.state')).toMatchObject({ threads: [] });
});

test('an archived conversation tells of nothing new in its threads, until it is back', async () => {
  await using house = await openHouse({ noOllama: true });
  const { ana, bo, id, thread, say } = await threaded(house);
  const inbox = ana.inbox();
  await inbox.untilType('inbox.state');
  await say(bo, 'I do');
  await inbox.until(newsOf(thread, 1), 'one new');
  await ana.api.conversation.archive.mutate({ conversationId: id });
  await inbox.until((event) => event.type === 'thread.removed' && event.conversationId === thread, 'out of the way');
  const before = inbox.events.length;
  await ana.api.conversation.archive.mutate({ conversationId: id, archived: false });
  await inbox.holds(() => inbox.events.slice(before).some(newsOf(thread, 1)), 'back again');
});
