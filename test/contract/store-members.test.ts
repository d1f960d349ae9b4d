import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import type { Parted } from '../../db/store.ts';
import { refuse } from '../../shared/errors.ts';
import type { ConversationId } from '../../shared/ids.ts';
import { crew, leave, promote, rejoin, remove, roleOf, setRole } from './members-support.ts';
import { ask, conversationOf, type House, inviteTo, type Person, say, session, T0, to } from './store-support.ts';

/** The three changes of a membership. */
const WAYS: Record<string, (w: House, who: Person) => Promise<Parted>> = {
  setRole: (w, who) => setRole(w, who, 'moderator'),
  remove: (w, who) => remove(w, who),
  leave: (w, who) => leave(w, who),
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
  if (roleOf(w, ana) === undefined) await rejoin(w, ana);
  await promote(w, ana, 'admin');
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
  await promote(w, ana, 'admin');
  const kept = await conversationOf(w, ana, 'private');
  const said = await say(store, ana, welcome, 'from before');
  await change(w, ana);
  expect(await store.teams.memberIds(team.id)).not.toContain(ana.user.id);
  expect(await store.conversations.seenBy(kept.id, ana.user.id)).toBeUndefined();
  await say(store, owner, welcome, 'while away');
  await rejoin(w, ana);
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
