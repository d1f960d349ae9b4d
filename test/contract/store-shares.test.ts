import { expect, test } from 'vitest';
import { SHARES } from '../../shared/limits.ts';
import type { ConversationId } from '../../shared/ids.ts';
import { promote } from './members-support.ts';
import { conversationOf, house, type House, inviteTo, person, type Person, refusal, say, T0, to } from './store-support.ts';

const give = ({ store, owner }: House, id: ConversationId, who: Person, relation: 'viewer' | 'editor' | null) =>
  store.conversations.share({ conversationId: id, userId: who.user.id, relation }, owner.may(to.conversation(id)), T0);

test('a private conversation is shared with single people, to read or to take part, and taken back', async () => {
  const w = await house();
  const { store, owner } = w;
  const [ana, ben] = [await w.joined('Ana'), await w.joined('Ben')];
  const { id } = await conversationOf(w, owner, 'private');
  await say(store, owner, id, 'before');
  const alone = [owner.user.id];
  const two = [owner.user.id, ana.user.id].toSorted();
  const given = await give(w, id, ana, 'viewer');
  const share = { userId: ana.user.id, name: 'Ana', role: 'member', relation: 'viewer' };
  expect(given).toEqual({ shares: [share], touched: new Map([[id, { before: alone, after: two }]]) });
  expect(await store.conversations.seenBy(id, ana.user.id)).toMatchObject({ writable: false, unread: 0, shared: 1 });
  expect(await give(w, id, ana, 'editor')).toEqual({
    shares: [{ ...share, relation: 'editor' }],
    touched: new Map([[id, { before: two, after: two }]]),
  });
  expect(await store.conversations.seenBy(id, ana.user.id)).toMatchObject({ writable: true });
  await say(store, owner, id, 'after');
  expect(await store.conversations.seenBy(id, ana.user.id)).toMatchObject({ unread: 1 });
  await give(w, id, ben, 'viewer');
  expect(await store.conversations.shares(id, owner.may(to.conversation(id)))).toMatchObject([{ name: 'Ana' }, { name: 'Ben' }]);
  const back = await give(w, id, ana, null);
  expect(back.shares).toMatchObject([{ name: 'Ben' }]);
  expect(back.touched.get(id)?.after).not.toContain(ana.user.id);
  expect(await store.conversations.seenBy(id, ana.user.id)).toBeUndefined();
  expect((await give(w, id, ana, null)).shares).toMatchObject([{ name: 'Ben' }]);
});

test('who comes back to what is shared with them again has nothing unread from the time between', async () => {
  const w = await house();
  const ana = await w.joined('Ana');
  const { id } = await conversationOf(w, w.owner, 'private');
  await give(w, id, ana, 'viewer');
  await give(w, id, ana, null);
  await say(w.store, w.owner, id, 'between');
  await give(w, id, ana, 'viewer');
  expect(await w.store.conversations.seenBy(id, ana.user.id)).toMatchObject({ unread: 0 });
});

test('what was said in a conversation before it was opened to the team is not unread, also in its threads', async () => {
  const w = await house();
  const { store, owner } = w;
  const ana = await w.joined('Ana');
  const { id } = await conversationOf(w, owner, 'private');
  const { message } = await say(store, owner, id, 'before');
  const thread = await store.conversations.thread(message.id, owner.may(to.message(message.id)), T0);
  await say(store, owner, thread.conversation.id, 'in it');
  await store.conversations.update({ conversationId: id, visibility: 'team' }, owner.may(to.conversation(id)), T0);
  for (const each of [id, thread.conversation.id]) expect(await store.conversations.seenBy(each, ana.user.id)).toMatchObject({ unread: 0 });
});

test('ACCESS-2 a conversation is shared only with people of the team', async () => {
  const w = await house();
  const stranger = await person(w.store);
  const { id } = await conversationOf(w, w.owner, 'private');
  for (const relation of ['viewer', null] as const) expect(await refusal(give(w, id, stranger, relation))).toBe('NOT_FOUND');
});

test('QUOTA-1 of parallel shares at the limit exactly as many as fit are given', { timeout: 60_000 }, async () => {
  const w = await house();
  const { id } = await conversationOf(w, w.owner, 'private');
  const inviteHash = await inviteTo(w.store, w.owner, w.team.id);
  const people = await Promise.all(Array.from({ length: SHARES.maxPerThing + 2 }, () => person(w.store, undefined, { inviteHash })));
  const results = await Promise.allSettled(people.map((who) => give(w, id, who, 'viewer')));
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(SHARES.maxPerThing);
  // Who has one already is given another without taking more room.
  const [first] = people;
  if (!first) throw new Error('nobody');
  expect((await give(w, id, first, 'editor')).shares).toHaveLength(SHARES.maxPerThing);
});

test('a conversation is moved into a folder and out, told once, and those who see it by that are named', async () => {
  const w = await house();
  const { store, owner, team } = w;
  const gus = await w.joined('Gus');
  await promote(w, gus, 'guest');
  const folder = await store.folders.create({ teamId: team.id, name: 'Plans' }, owner.may(to.team(team.id)), T0);
  await store.folders.share({ folderId: folder.id, userId: gus.user.id, relation: 'viewer' }, owner.may(to.folder(folder.id)));
  const { id } = await conversationOf(w, owner);
  await say(store, owner, id, 'before');
  const move = (folderId: typeof folder.id | null) =>
    store.conversations.move(
      { conversationId: id, folderId },
      owner.may(to.conversation(id)),
      T0 + 1,
      folderId ? owner.may(to.folder(folderId)) : undefined,
    );
  const [without, withGus] = [[owner.user.id], [owner.user.id, gus.user.id].toSorted()];
  const there = await move(folder.id);
  expect(there).toMatchObject({ conversation: { folderId: folder.id }, touched: new Map([[id, { before: without, after: withGus }]]) });
  expect(there.changes).toMatchObject([
    { conversationId: id, events: [{ type: 'conversation.updated', settings: { folderId: folder.id } }] },
  ]);
  expect(await store.conversations.seenBy(id, gus.user.id)).toMatchObject({ unread: 0 });
  expect(await move(folder.id)).toMatchObject({ changes: [], touched: new Map([[id, { before: withGus, after: withGus }]]) });
  expect(await move(null)).toMatchObject({
    conversation: { folderId: null },
    touched: new Map([[id, { before: withGus, after: without }]]),
  });
  expect(await store.conversations.list({ teamId: team.id, archived: false, limit: 10 }, gus.may(to.team(team.id)))).toEqual({ items: [] });
});

test('ACCESS-2 who is given a conversation alone is not told which folder it is in', async () => {
  const w = await house();
  const { store, owner, team } = w;
  const [gus, ana] = [await w.joined('Gus'), await w.joined('Ana')];
  await promote(w, gus, 'guest');
  const folder = await store.folders.create({ teamId: team.id, name: 'Plans' }, owner.may(to.team(team.id)), T0);
  const draft = { teamId: team.id, folderId: folder.id, visibility: 'private' as const };
  const { id } = await store.conversations.create(draft, owner.may(to.team(team.id)), T0, owner.may(to.folder(folder.id)));
  for (const who of [gus, ana]) await give(w, id, who, 'viewer');
  expect(await store.conversations.seenBy(id, gus.user.id)).toMatchObject({ folderId: null });
  expect(await store.conversations.seenBy(id, ana.user.id)).toMatchObject({ folderId: folder.id });
});

test('who sees a conversation, and by what, pages by name; what two may see pages by id', async () => {
  const w = await house();
  const { store, owner, team } = w;
  const [zoe, gus] = [await w.joined('zoe'), await w.joined('Gus')];
  await promote(w, gus, 'guest');
  const { id } = await conversationOf(w, owner);
  await give(w, id, gus, 'editor');
  const subjects = (cursor?: string) =>
    store.conversations.subjects({ conversationId: id, limit: 2, ...(cursor && { cursor }) }, owner.may(to.conversation(id)));
  const first = await subjects();
  expect(first.items).toEqual([
    { userId: gus.user.id, name: 'Gus', role: 'guest', via: 'shared', writes: true },
    { userId: owner.user.id, name: 'Olga', role: 'owner', via: 'maker', writes: true },
  ]);
  expect(await subjects(first.nextCursor)).toEqual({
    items: [{ userId: zoe.user.id, name: 'zoe', role: 'member', via: 'team', writes: true }],
  });
  const query = { teamId: team.id, userId: gus.user.id, also: owner.user.id, limit: 1 };
  expect(await store.conversations.readableBy(query)).toEqual({ items: [{ conversationId: id, title: '' }] });
  const all = await store.conversations.readableBy({ ...query, userId: zoe.user.id });
  expect(all.nextCursor).toBeDefined();
  for (const cursor of ['nonsense', first.nextCursor ?? ''])
    expect(await refusal(store.conversations.readableBy({ ...query, cursor }))).toBe('VALIDATION');
  for (const cursor of ['nonsense', all.nextCursor ?? '']) expect(await refusal(subjects(cursor))).toBe('VALIDATION');
});
