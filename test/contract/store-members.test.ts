import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import type { Parted } from '../../db/store.ts';
import { refuse } from '../../shared/errors.ts';
import type { ConversationId } from '../../shared/ids.ts';
import {
  crew,
  type Crew,
  isSuspended,
  leave,
  memberOf,
  present,
  promote,
  rejoin,
  remove,
  restore,
  roleOf,
  setRole,
  suspend,
} from './members-support.ts';
import { ask, conversationOf, type House, inviteTo, type Person, refusal, say, session, T0, to } from './store-support.ts';

/** The changes of a membership. */
const WAYS: Record<string, (w: House, who: Person) => Promise<Parted>> = {
  setRole: (w, who) => setRole(w, who, 'moderator'),
  remove: (w, who) => remove(w, who),
  suspend: (w, who) => suspend(w, who),
  leave: (w, who) => leave(w, who),
};
/** As a member, whatever it was that made them go. */
const comeBack = async (w: Crew, who: Person) => {
  if (!isSuspended(w, who)) return rejoin(w, who);
  await restore(w, who);
  await present(w, who);
};
const GOING = Object.entries(WAYS).filter(([name]) => name !== 'setRole');

test.each(Object.entries(WAYS))(
  'LEAVE-1 %s ends every session of that person in its transaction, and of nobody else',
  async (_, change) => {
    const w = await crew();
    const { store, ana, ben, owner } = w;
    const phone = session(ana);
    await store.sessions.insert(phone);
    const done = change(w, ana);
    // Without an await in between: whoever decides in the very next line meets the end.
    for (const id of [ana.sessionId, phone.id])
      expect(store.facts({ kind: 'session', id }, to.team(w.team.id))).not.toHaveProperty('session');
    const { sessions, person: gone, teamName } = await done;
    expect(sessions.toSorted()).toEqual([ana.sessionId, phone.id].toSorted());
    expect({ gone, teamName }).toEqual({ gone: { userId: ana.user.id, name: 'Ana' }, teamName: 'Team' });
    expect(await store.sessions.listOf(ana.user.id)).toEqual([]);
    for (const other of [ben, owner]) expect(await store.sessions.listOf(other.user.id)).toHaveLength(1);
  },
);

test.each(Object.entries(WAYS))('%s grows the access revision, also when nobody is signed in by it', async (name, change) => {
  const w = await crew();
  const { store, ana } = w;
  if (name !== 'leave') await store.sessions.deleteAllOf(ana.user.id);
  const before = store.accessRevision();
  const done = change(w, ana);
  expect(store.accessRevision()).toBeGreaterThan(before);
  await done;
});

test.each(Object.entries(WAYS))('LEAVE-1 %s ends the invites they issued there for good, no others', async (_, change) => {
  const w = await crew();
  const { store, ana, owner, team, elsewhere } = w;
  await promote(w, ana, 'admin');
  const hers = await inviteTo(store, ana, team.id);
  const others = [await inviteTo(store, owner, team.id), await inviteTo(store, ana, elsewhere.teamId)];
  await change(w, ana);
  if (roleOf(w, ana) === undefined) await comeBack(w, ana);
  await present(w, ana);
  if (roleOf(w, ana) !== 'admin') await promote(w, ana, 'admin');
  expect(await store.invites.preview(hers, T0)).toBeUndefined();
  for (const other of others) expect(await store.invites.preview(other, T0)).toBeDefined();
  // She may invite again: it was that invite that ended.
  expect(await store.invites.preview(await inviteTo(store, ana, team.id), T0)).toBeDefined();
});

test.each(Object.entries(WAYS))('LEAVE-1 %s: who goes leaves no read marker behind there, who stays keeps theirs', async (name, change) => {
  const w = await crew();
  const { store, ana, ben, owner, welcome, elsewhere, folder } = w;
  await say(store, owner, welcome, 'hi');
  for (const [who, id] of [
    [ana, welcome],
    [ben, welcome],
    [ana, elsewhere.hall],
  ] as const)
    await store.messages.markRead(id, 1, who.may(to.conversation(id)));
  await change(w, ana);
  await store.close();
  const db = new DatabaseSync(join(folder, 'parley.db'), { readOnly: true });
  const marked = (who: Person, id: ConversationId) =>
    db.prepare('select 1 from read_markers where user_id = ? and conversation_id = ?').get(who.user.id, id) !== undefined;
  expect([marked(ana, welcome), marked(ben, welcome), marked(ana, elsewhere.hall)]).toEqual([name === 'setRole', true, true]);
  db.close();
});

test.each(Object.entries(WAYS))('LEAVE-4 %s names the open generations they asked for there, and no others', async (_, change) => {
  const w = await crew();
  const { store, ana, ben, welcome, elsewhere } = w;
  const room = await conversationOf(w, ana, 'private');
  const open = async (who: Person, id: ConversationId) => {
    const { message, generation } = await say(store, who, id, 'go', { model: 'tiny' });
    return { question: message.id, id: generation?.id ?? refuse('INTERNAL') };
  };
  await ask(store, ana, welcome, 'ended', 'yes');
  const hers = [await open(ana, welcome), await open(ana, room.id)];
  const others = [await open(ben, welcome), await open(ana, elsewhere.hall)];
  // A further answer to somebody else's question is hers, too.
  const question = others[0]?.question ?? refuse('INTERNAL');
  const sibling = await store.generations.start({ messageId: question, model: 'big' }, ana.may(to.message(question)), T0);
  const expected = await Promise.all([...hers, sibling.generation].map(({ id }) => store.generations.find(id)));
  const parted = await change(w, ana);
  expect(parted.open).toHaveLength(3);
  expect(parted.open).toEqual(expect.arrayContaining(expected));
  expect(await store.generations.listOpen()).toHaveLength(5);
});

test.each(GOING)('%s is told where the team meets, as an event and as a notice, and SEQ-1 the log stays 1..n', async (_, change) => {
  const w = await crew();
  const { store, ana, owner, welcome } = w;
  await conversationOf(w, owner);
  const head = await store.events.head(welcome);
  const { changes } = await change(w, ana);
  const left = { type: 'member.left', seq: head + 1, person: { userId: ana.user.id, name: 'Ana' }, at: new Date(T0).toISOString() };
  expect(changes).toEqual([{ conversationId: welcome, events: [left] }]);
  const log = await store.events.after(welcome, 0, 100);
  expect(log.map(({ seq }) => seq)).toEqual(Array.from({ length: head + 1 }, (__, n) => n + 1));
  expect(log.at(-1)).toEqual(left);
  const { notices } = await store.conversations.open({ conversationId: welcome, limit: 10 }, owner.may(to.conversation(welcome)));
  expect(notices.at(-1)).toEqual(left);
});

test('a team that meets nowhere is told nothing, and a new role is no event', async () => {
  const w = await crew();
  const { store, ana, ben, owner, welcome } = w;
  expect((await setRole(w, ana, 'guest')).changes).toEqual([]);
  await store.conversations.setArchived(welcome, true, owner.may(to.conversation(welcome)), T0);
  const head = await store.events.head(welcome);
  expect((await remove(w, ben)).changes).toEqual([]);
  expect(await store.events.head(welcome)).toBe(head);
});

test.each(GOING)('who comes back after %s begins afresh, and what they made there is still theirs', async (_, change) => {
  const w = await crew();
  const { store, ana, owner, team, welcome } = w;
  const kept = await conversationOf(w, ana, 'private');
  const said = await say(store, ana, welcome, 'from before');
  await change(w, ana);
  expect(await store.teams.memberIds(team.id)).not.toContain(ana.user.id);
  expect(await store.conversations.seenBy(kept.id, ana.user.id)).toBeUndefined();
  await say(store, owner, welcome, 'while away');
  await comeBack(w, ana);
  expect(roleOf(w, ana)).toBe('member');
  expect((await store.conversations.inboxOf(ana.user.id, 10)).map(({ unread }) => unread)).toEqual([0, 0, 0]);
  expect(await store.conversations.seenBy(kept.id, ana.user.id)).toBeDefined();
  expect((await store.messages.find(said.message.id))?.author).toMatchObject({ name: 'Ana' });
  expect((await store.events.after(welcome, 0, 100)).map(({ type }) => type).filter((type) => type.startsWith('member'))).toEqual([
    'member.joined',
    'member.joined',
    'member.left',
    'member.joined',
  ]);
});

test.each(GOING)('%s takes back what was shared with them there, for good, and nothing of others', async (_, change) => {
  const w = await crew();
  const { store, ana, ben, owner, team, elsewhere } = w;
  const room = await conversationOf(w, owner, 'private');
  const place = await store.folders.create({ teamId: team.id, name: 'Plans' }, owner.may(to.team(team.id)), T0);
  const give = async (who: Person) => {
    const given = { userId: who.user.id, relation: 'editor' as const };
    await store.conversations.share({ conversationId: room.id, ...given }, owner.may(to.conversation(room.id)), T0);
    await store.folders.share({ folderId: place.id, ...given }, owner.may(to.folder(place.id)));
  };
  for (const who of [ana, ben]) await give(who);
  const hers = await store.folders.create({ teamId: elsewhere.teamId, name: 'Hers' }, ana.may(to.team(elsewhere.teamId)), T0);
  await store.folders.share({ folderId: hers.id, userId: ana.user.id, relation: 'viewer' }, ana.may(to.folder(hers.id)));
  await change(w, ana);
  await comeBack(w, ana);
  const left = [{ userId: ben.user.id, name: 'Ben', role: 'member', relation: 'editor' }];
  expect(await store.conversations.shares(room.id, owner.may(to.conversation(room.id)))).toEqual(left);
  expect(await store.folders.shares(place.id, owner.may(to.folder(place.id)))).toEqual(left);
  expect(await store.conversations.seenBy(room.id, ana.user.id)).toBeUndefined();
  expect(await store.folders.shares(hers.id, ana.may(to.folder(hers.id)))).toHaveLength(1);
});

test('a suspended member is nowhere to be found but by those who manage members, and keeps place and role', async () => {
  const w = await crew();
  const { store, ana, owner, team, welcome } = w;
  await promote(w, ana, 'moderator');
  await suspend(w, ana);
  await present(w, ana);
  expect(await store.teams.memberIds(team.id)).not.toContain(ana.user.id);
  expect((await store.teams.listOf(ana.user.id)).map(({ name }) => name)).toEqual(['Elsewhere']);
  expect(await store.conversations.audience(welcome)).not.toContain(ana.user.id);
  const members = (withSessions: boolean) => store.teams.members({ teamId: team.id, limit: 10, withSessions }, owner.may(to.team(team.id)));
  expect((await members(false)).items.map(({ name }) => name)).toEqual(['Ben', 'Olga']);
  const at = new Date(T0).toISOString();
  expect((await members(true)).items[0]).toEqual({
    ...{ userId: ana.user.id, name: 'Ana', role: 'moderator' },
    joinedAt: at,
    lastSeenAt: at,
    suspendedAt: at,
    sessions: 1,
  });
  const member = memberOf(w, ana);
  expect(
    await refusal(
      store.conversations.share(
        { conversationId: welcome, userId: ana.user.id, relation: 'editor' },
        owner.may(to.conversation(welcome)),
        T0,
      ),
    ),
  ).toBe('NOT_FOUND');
  for (const again of [
    () => suspend(w, ana),
    () => setRole(w, ana, 'guest'),
    () => store.teams.transfer(member, owner.may(to.member(member)), T0),
  ])
    expect(await refusal(again())).toBe('NOT_FOUND');
  const restored = await restore(w, ana);
  expect(restored).toMatchObject({ person: { userId: ana.user.id, name: 'Ana' }, changes: [{ events: [{ type: 'member.joined' }] }] });
  expect(roleOf(w, ana)).toBe('moderator');
  // Being let in again ends nothing.
  expect(await store.sessions.find(ana.sessionId)).toBeDefined();
  expect(await refusal(restore(w, ana))).toBe('CONFLICT');
});

test('somebody who is suspended can be removed, and the team, which saw them go, is not told again', async () => {
  const w = await crew();
  const { store, ana, welcome } = w;
  await suspend(w, ana);
  await present(w, ana);
  const head = await store.events.head(welcome);
  const parted = await remove(w, ana);
  expect(parted).toMatchObject({ person: { name: 'Ana' }, changes: [], sessions: [ana.sessionId] });
  expect(await store.events.head(welcome)).toBe(head);
  expect(await refusal(restore(w, ana))).toBe('NOT_FOUND');
  await rejoin(w, ana);
  expect(roleOf(w, ana)).toBe('member');
});

test('of two who suspend and remove the same member at once both are told what happened, and one change is left', async () => {
  const w = await crew();
  const results = await Promise.allSettled([suspend(w, w.ana), suspend(w, w.ana), remove(w, w.ana)]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect([roleOf(w, w.ana), isSuspended(w, w.ana)]).toEqual([undefined, false]);
});

test('what was said before a guest became a member is not unread for them, what they had already stays as it was', async () => {
  const w = await crew();
  const { store, ana, owner, welcome } = w;
  const own = await conversationOf(w, ana);
  const hidden = await conversationOf(w, owner, 'private');
  await promote(w, ana, 'guest');
  for (const id of [own.id, welcome, hidden.id]) await say(store, owner, id, 'hi');
  await promote(w, ana, 'member');
  const unread = new Map((await store.conversations.inboxOf(ana.user.id, 10)).map(({ id, unread: left }) => [id, left]));
  expect([unread.get(own.id), unread.get(welcome), unread.has(hidden.id)]).toEqual([1, 0, false]);
});
