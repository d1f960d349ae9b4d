import { expect, test } from 'vitest';
import type { Folder } from '../../shared/schemas/conversation.ts';
import { FOLDER } from '../../shared/limits.ts';
import type { FolderId, UserId } from '../../shared/ids.ts';
import { promote } from './members-support.ts';
import { deciding, house, type House, person, type Person, refusal, say, signIn, T0, to } from './store-support.ts';

async function folder({ store, owner, team }: House, name: string, above?: FolderId): Promise<Folder> {
  const draft = { teamId: team.id, name, ...(above && { parentId: above }) };
  return store.folders.create(draft, owner.may(to.team(team.id)), T0, above && owner.may(to.folder(above)));
}
const move = ({ store, owner }: House, id: FolderId, above: FolderId | null) =>
  store.folders.move({ folderId: id, parentId: above }, owner.may(to.folder(id)), above ? owner.may(to.folder(above)) : undefined);
const give = ({ store, owner }: House, id: FolderId, who: Person, relation: 'viewer' | 'editor' | null) =>
  store.folders.share({ folderId: id, userId: who.user.id, relation }, owner.may(to.folder(id)));
const talkIn = ({ store, owner, team }: House, folderId: FolderId, visibility: 'team' | 'private' = 'team') =>
  store.conversations.create({ teamId: team.id, folderId, visibility }, owner.may(to.team(team.id)), T0, owner.may(to.folder(folderId)));
const names = (list: Folder[]) => list.map(({ name }) => name);

async function guest(w: House, name: string): Promise<Person> {
  const who = await w.joined(name);
  await promote(w, who, 'guest');
  return who;
}

test('a folder is named, put below another, and listed by name, whatever its case', async () => {
  const w = await house();
  const { store, owner, team } = w;
  const ana = await w.joined('Ana');
  const plans = await folder(w, 'plans');
  expect(plans).toEqual({ id: plans.id, teamId: team.id, parentId: null, name: 'plans', mine: true, shared: 0 });
  const inner = await folder(w, 'Archive', plans.id);
  expect(names(await store.folders.listOf(team.id, owner.user.id))).toEqual(['Archive', 'plans']);
  expect(await store.folders.rename(plans.id, 'Zoo', owner.may(to.folder(plans.id)))).toMatchObject({ name: 'Zoo' });
  const hers = await store.folders.listOf(team.id, ana.user.id);
  expect(hers).toEqual([
    { ...inner, parentId: plans.id, mine: false },
    { ...plans, name: 'Zoo', mine: false },
  ]);
  const stranger = await person(store);
  expect(await store.folders.listOf(team.id, stranger.user.id)).toEqual([]);
});

test('a guest sees the folders that are shared with them and what is below, and not what these are in', async () => {
  const w = await house();
  const gus = await guest(w, 'Gus');
  const top = await folder(w, 'Top');
  const middle = await folder(w, 'Middle', top.id);
  const low = await folder(w, 'Low', middle.id);
  await folder(w, 'Other');
  const { shares, teamId } = await give(w, middle.id, gus, 'viewer');
  expect({ shares, teamId }).toEqual({
    shares: [{ userId: gus.user.id, name: 'Gus', role: 'guest', relation: 'viewer' }],
    teamId: w.team.id,
  });
  expect(await w.store.folders.listOf(w.team.id, gus.user.id)).toEqual([
    { ...low, parentId: middle.id, mine: false },
    { ...middle, parentId: null, mine: false, shared: 1 },
  ]);
  await give(w, middle.id, gus, null);
  expect(await w.store.folders.listOf(w.team.id, gus.user.id)).toEqual([]);
});

test('ACCESS-5 folders are at most so deep, also by a move of what has folders in it', async () => {
  const w = await house();
  const chain: FolderId[] = [];
  for (let depth = 1; depth <= FOLDER.maxDepth; depth += 1) chain.push((await folder(w, `${depth}`, chain.at(-1))).id);
  const last = chain.at(-1);
  const [first, second, third] = chain;
  if (!last || !first || !second || !third) throw new Error('no folders');
  expect(await refusal(folder(w, 'too deep', last))).toBe('CONFLICT');
  const two = await folder(w, 'two');
  await folder(w, 'below two', two.id);
  expect(await refusal(move(w, two.id, chain[FOLDER.maxDepth - 2] ?? null))).toBe('CONFLICT');
  await move(w, two.id, chain[FOLDER.maxDepth - 3] ?? null);
  await move(w, second, null);
  await folder(w, 'fits now', last);
  expect(await refusal(move(w, second, first))).toBe('CONFLICT');
});

test('a folder goes into no circle, also when two are put into each other at once', async () => {
  const w = await house();
  const [a, b, c] = [await folder(w, 'A'), await folder(w, 'B'), await folder(w, 'C')];
  expect(await refusal(move(w, a.id, a.id))).toBe('CONFLICT');
  await move(w, b.id, a.id);
  await move(w, c.id, b.id);
  for (const below of [b, c]) expect(await refusal(move(w, a.id, below.id))).toBe('CONFLICT');
  await move(w, c.id, null);
  const results = await Promise.allSettled([move(w, c.id, b.id), move(w, a.id, c.id)]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
});

test('ACCESS-2 nothing is put into a folder of another team, or one that is not there, or without a decision about it', async () => {
  const w = await house();
  const { store, owner, team } = w;
  const here = await folder(w, 'Here');
  const stranger = await person(store);
  const theirs = await store.teams.create({ name: 'Theirs', welcome: 'Hi.' }, stranger.may(to.nothing), T0);
  await signIn(store, stranger);
  const there = await store.folders.create({ teamId: theirs.team.id, name: 'There' }, stranger.may(to.team(theirs.team.id)), T0);
  const inTeam = owner.may(to.team(team.id));
  const into = owner.may(to.folder(there.id));
  const room = await store.conversations.create({ teamId: team.id, visibility: 'team' }, inTeam, T0);
  const missing = '0'.repeat(20) as FolderId;
  for (const id of [there.id, missing]) {
    const guard = owner.may(to.folder(id));
    expect(await refusal(store.folders.create({ teamId: team.id, name: 'New', parentId: id }, inTeam, T0, guard))).toBe('NOT_FOUND');
    expect(await refusal(store.folders.move({ folderId: here.id, parentId: id }, owner.may(to.folder(here.id)), guard))).toBe('NOT_FOUND');
    expect(await refusal(store.conversations.create({ teamId: team.id, folderId: id, visibility: 'team' }, inTeam, T0, guard))).toBe(
      'NOT_FOUND',
    );
    const moved = store.conversations.move({ conversationId: room.id, folderId: id }, owner.may(to.conversation(room.id)), T0, guard);
    expect(await refusal(moved)).toBe('NOT_FOUND');
  }
  await expect(store.folders.create({ teamId: team.id, name: 'New', parentId: here.id }, inTeam, T0)).rejects.toThrow(
    /^no guard about folder/u,
  );
  await expect(store.folders.create({ teamId: team.id, name: 'New', parentId: here.id }, inTeam, T0, into)).rejects.toThrow(
    /^a guard about folder/u,
  );
  expect(names(await store.folders.listOf(team.id, owner.user.id))).toEqual(['Here']);
});

test('ACCESS-7 the decision about where something is put is repeated inside the write, too', async () => {
  const w = await house();
  const { store, owner, team } = w;
  const here = await folder(w, 'Here');
  const inTeam = owner.may(to.team(team.id));
  const no = owner.mayNot(to.folder(here.id));
  const room = await store.conversations.create({ teamId: team.id, visibility: 'team' }, inTeam, T0);
  const other = await folder(w, 'Other');
  for (const attempt of [
    () => store.folders.create({ teamId: team.id, name: 'New', parentId: here.id }, inTeam, T0, no),
    () => store.folders.move({ folderId: other.id, parentId: here.id }, owner.may(to.folder(other.id)), no),
    () => store.conversations.create({ teamId: team.id, folderId: here.id, visibility: 'team' }, inTeam, T0, no),
    () => store.conversations.move({ conversationId: room.id, folderId: here.id }, owner.may(to.conversation(room.id)), T0, no),
  ])
    expect(await refusal(attempt())).toBe('SESSION_REVOKED');
  expect(await store.conversations.seenBy(room.id, owner.user.id)).toMatchObject({ folderId: null });
});

test('a share, a move and a delete of a folder name the conversations that somebody lost or gained, with who saw them', async () => {
  const w = await house();
  const { store, owner } = w;
  const gus = await guest(w, 'Gus');
  const top = await folder(w, 'Top');
  const inner = await folder(w, 'Inner', top.id);
  const open = await talkIn(w, inner.id);
  const hidden = await talkIn(w, inner.id, 'private');
  const { message } = await say(store, owner, open.id, 'hi');
  const thread = await store.conversations.thread(message.id, owner.may(to.message(message.id)), T0);
  const [without, withGus] = [[owner.user.id], [owner.user.id, gus.user.id].toSorted()];
  const both = (audiences: { before: UserId[]; after: UserId[] }) =>
    new Map([open.id, thread.conversation.id].map((id) => [id, audiences]));
  const gained = { before: without, after: withGus };
  const lost = { before: withGus, after: without };

  expect((await give(w, top.id, gus, 'viewer')).touched).toEqual(both(gained));
  expect(await store.conversations.seenBy(open.id, gus.user.id)).toMatchObject({ unread: 0, writable: false, folderId: inner.id });
  expect(await store.conversations.seenBy(hidden.id, gus.user.id)).toBeUndefined();
  // The same people, one of them in another way.
  expect((await give(w, top.id, gus, 'editor')).touched).toEqual(both({ before: withGus, after: withGus }));
  expect(await store.conversations.seenBy(open.id, gus.user.id)).toMatchObject({ writable: true });
  expect((await give(w, top.id, gus, 'editor')).touched).toEqual(new Map());
  expect((await move(w, inner.id, null)).touched).toEqual(both(lost));
  expect((await move(w, inner.id, top.id)).touched).toEqual(both(gained));
  const gone = await store.folders.delete(top.id, owner.may(to.folder(top.id)));
  expect(gone).toEqual({ teamId: w.team.id, touched: both(lost) });
});

test('what is in a deleted folder moves up one level: folders, conversations, and what is shared above holds on', async () => {
  const w = await house();
  const { store, owner, team } = w;
  const gus = await guest(w, 'Gus');
  const top = await folder(w, 'Top');
  const inner = await folder(w, 'Inner', top.id);
  const low = await folder(w, 'Low', inner.id);
  const [within, below] = [await talkIn(w, inner.id), await talkIn(w, low.id)];
  await give(w, top.id, gus, 'viewer');
  await give(w, inner.id, gus, 'editor');
  const { touched } = await store.folders.delete(inner.id, owner.may(to.folder(inner.id)));
  expect([...touched.keys()].toSorted()).toEqual([within.id, below.id].toSorted());
  expect((await store.folders.listOf(team.id, owner.user.id)).map(({ id, parentId }) => [id, parentId])).toEqual([
    [low.id, top.id],
    [top.id, null],
  ]);
  for (const [id, folderId] of [
    [within.id, top.id],
    [below.id, low.id],
  ] as const)
    expect(await store.conversations.seenBy(id, gus.user.id)).toMatchObject({ folderId, writable: false });
  expect(await store.events.after(within.id, 0, 10)).toMatchObject([{ type: 'conversation.updated', settings: { folderId: top.id } }]);
  await store.folders.delete(top.id, owner.may(to.folder(top.id)));
  expect(await store.conversations.seenBy(within.id, owner.user.id)).toMatchObject({ folderId: null });
  expect(await store.conversations.seenBy(within.id, gus.user.id)).toBeUndefined();
  expect((await store.folders.listOf(team.id, owner.user.id)).map(({ id, parentId }) => [id, parentId])).toEqual([[low.id, null]]);
});

test('ACCESS-2 a folder is shared only with people of the team', async () => {
  const w = await house();
  const here = await folder(w, 'Here');
  const stranger = await person(w.store);
  expect(await refusal(give(w, here.id, stranger, 'viewer'))).toBe('NOT_FOUND');
  expect(await refusal(give(w, here.id, stranger, null))).toBe('NOT_FOUND');
  expect(await w.store.folders.shares(here.id, w.owner.may(to.folder(here.id)))).toEqual([]);
});

test('ACCESS-7 a member manages the folders they made, and no other', async () => {
  const w = await house();
  const ana = await w.joined('Ana');
  const theirs = await folder(w, 'Theirs');
  const mine = await w.store.folders.create({ teamId: w.team.id, name: 'Mine' }, deciding(ana, 'folder.create', to.team(w.team.id)), T0);
  const rename = (id: FolderId) => w.store.folders.rename(id, 'Renamed', deciding(ana, 'folder.rename', to.folder(id)));
  expect(await refusal(rename(theirs.id))).toBe('FORBIDDEN');
  expect(await rename(mine.id)).toMatchObject({ name: 'Renamed', mine: true });
});
