import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { openStore } from '../../db/open.ts';
import { ROLES, type Role, VISIBILITIES } from '../../shared/access.ts';
import type { ConversationId, UserId } from '../../shared/ids.ts';
import { ask, conversationOf, house, type House, inviteTo, type Person, person, refusal, say, signIn, T0, to } from './store-support.ts';

test('a new conversation is empty, untitled and read', async () => {
  const world = await house();
  const { store, owner, team } = world;
  const at = new Date(T0).toISOString();
  const made = await conversationOf(world, owner, 'private');
  expect(made).toEqual({
    id: made.id,
    teamId: team.id,
    folderId: null,
    title: '',
    visibility: 'private',
    model: null,
    answers: 'always',
    createdBy: owner.user.id,
    createdAt: at,
    updatedAt: at,
    unread: 0,
    readSeq: 0,
    lastSeq: 0,
    mentions: 0,
    writable: true,
    shared: 0,
    writing: false,
  });
  expect(await store.conversations.get(made.id, owner.may(to.conversation(made.id)))).toEqual(made);
  const given = { title: 'Plans', visibility: 'team', model: 'tiny', answers: 'named' } as const;
  const other = await store.conversations.create({ teamId: team.id, ...given }, owner.may(to.team(team.id)), T0);
  expect(other).toMatchObject(given);
});

test('conversations page by newest activity, archived ones apart', async () => {
  const world = await house();
  const { store, owner, welcome } = world;
  const [a, b, c, d] = [
    await conversationOf(world, owner),
    await conversationOf(world, owner),
    await conversationOf(world, owner),
    await conversationOf(world, owner),
  ];
  for (const [n, { id }] of [c, a, b].entries()) await say(store, owner, id, 'hi', { now: T0 + 10 + n });
  await store.conversations.setArchived(d.id, true, owner.may(to.conversation(d.id)), T0 + 99);
  expect(await pages(world, false)).toEqual([b.id, a.id, c.id, welcome]);
  expect(await pages(world, true)).toEqual([d.id]);
  await store.conversations.setArchived(d.id, false, owner.may(to.conversation(d.id)), T0 + 100);
  expect(await pages(world, false)).toEqual([d.id, b.id, a.id, c.id, welcome]);
});

async function pages({ store, owner, team }: House, archived: boolean): Promise<ConversationId[]> {
  const found: ConversationId[] = [];
  let cursor: string | undefined;
  do {
    const query = { teamId: team.id, archived, limit: 2, ...(cursor && { cursor }) };
    const page = await store.conversations.list(query, owner.may(to.team(team.id)));
    found.push(...page.items.map((one) => one.id));
    cursor = page.nextCursor;
  } while (cursor);
  return found;
}

test('an inbox begins with the newest of every team one is in', async () => {
  const world = await house();
  const { store, owner, team, welcome } = world;
  const other = await person(store);
  const second = await store.teams.create({ name: 'Second', welcome: 'Hi.' }, other.may(to.nothing), T0 + 50);
  await signIn(store, other);
  await store.invites.accept(await inviteTo(store, owner, team.id), other.may(to.nothing), T0 + 60);
  const mine = await conversationOf(world, owner);
  expect((await store.conversations.inboxOf(owner.user.id, 10)).map((one) => one.id).toSorted()).toEqual([mine.id, welcome].toSorted());
  const inbox = await store.conversations.inboxOf(other.user.id, 1);
  expect(inbox.map((one) => one.teamId)).toEqual([team.id, second.team.id]);
});

test('settings are changed and told once; what is so already tells nothing', async () => {
  const world = await house();
  const { store, owner } = world;
  const { id } = await conversationOf(world, owner);
  const guard = owner.may(to.conversation(id));
  const change = { conversationId: id, title: 'Plans', visibility: 'private', model: 'tiny', answers: 'named' } as const;
  const { conversationId: _, ...settings } = change;
  const { conversation, changes } = await store.conversations.update(change, guard, T0);
  expect(conversation).toMatchObject(settings);
  const by = { userId: owner.user.id, name: 'Olga' };
  expect(changes).toEqual([
    { conversationId: id, events: [{ type: 'conversation.updated', seq: 1, settings: { ...settings, folderId: null }, by }] },
  ]);
  expect((await store.conversations.update(change, guard, T0)).changes).toEqual([]);
  expect((await store.conversations.update({ conversationId: id }, guard, T0)).changes).toEqual([]);
  const archived = await store.conversations.setArchived(id, true, guard, T0);
  expect(archived.changes[0]?.events[0]).toMatchObject({ seq: 2, settings: { archivedAt: new Date(T0).toISOString() } });
  expect((await store.conversations.setArchived(id, true, guard, T0)).changes).toEqual([]);
  expect((await store.conversations.setArchived(id, false, guard, T0)).conversation).not.toHaveProperty('archivedAt');
});

test('ACCESS-4 who may read a conversation is the same in the audience, the list and the single look, for every role', async () => {
  const world = await house();
  const { store, owner, team, folder, joined } = world;
  const members = new Map<Person, Role>();
  for (const role of ROLES) members.set(await joined(role), role);
  const disabled = await joined('disabled');
  const stranger = await person(store, 'stranger');
  for (const by of members.keys()) for (const visibility of VISIBILITIES) await conversationOf(world, by, visibility);
  await store.close();
  setRoles(folder, [...members], disabled);

  const again = await openStore(folder);
  const all = new Map(
    (await Promise.all([...members.keys(), owner].map((one) => again.conversations.inboxOf(one.user.id, 100))))
      .flat()
      .map((one) => [one.id, one]),
  );
  expect(all.size).toBe(2 * ROLES.length + 1);
  for (const conversation of all.values()) {
    const mayRead = (who: Person, role: Role) =>
      (conversation.visibility === 'team' && role !== 'guest') || conversation.createdBy === who.user.id;
    const expected = [...members, [owner, 'owner'] as const].filter(([who, role]) => mayRead(who, role)).map(([who]) => who.user.id);
    expect(await again.conversations.audience(conversation.id)).toEqual(expected.toSorted());
    for (const who of [...members.keys(), owner, disabled, stranger]) {
      const sees = expected.includes(who.user.id);
      expect((await again.conversations.seenBy(conversation.id, who.user.id)) !== undefined).toBe(sees);
      const listed = await again.conversations.list({ teamId: team.id, archived: false, limit: 100 }, who.may(to.team(team.id)));
      expect(listed.items.some((one) => one.id === conversation.id)).toBe(sees);
      const looked = await Promise.allSettled([again.conversations.get(conversation.id, who.may(to.conversation(conversation.id)))]);
      expect(looked[0].status === 'fulfilled').toBe(sees);
    }
  }
  await again.close();
});

function setRoles(folder: string, roles: [Person, Role][], disabled: Person): void {
  const db = new DatabaseSync(join(folder, 'parley.db'));
  for (const [who, role] of roles) db.prepare('update memberships set role = ? where user_id = ?').run(role, who.user.id);
  db.prepare(`update users set status = 'disabled' where id = ?`).run(disabled.user.id);
  db.close();
}

test('a deleted conversation is gone with all that is in it; who saw it and what was running is told', async () => {
  const world = await house();
  const { store, owner, joined } = world;
  const ana = await joined('Ana');
  const { id } = await conversationOf(world, owner);
  const { question, generation } = await ask(store, owner, id, 'q', 'a');
  const running = await say(store, owner, id, 'more', { model: 'tiny' });
  const people: UserId[] = [ana.user.id, owner.user.id];
  const gone = await store.conversations.delete(id, owner.may(to.conversation(id)));
  expect(gone).toEqual({ audience: people.toSorted(), open: [running.generation?.id], threads: [] });
  expect(await store.events.head(id)).toBe(0);
  expect(await store.events.after(id, 0, 10)).toEqual([]);
  expect(await store.messages.find(question.id)).toBeUndefined();
  expect(await store.messages.lineTo(question.id, 10)).toEqual([]);
  expect(await store.generations.find(generation.id)).toBeUndefined();
  expect(await store.generations.listOpen()).toEqual([]);
  if (!running.generation) throw new Error('nobody answers');
  expect(await store.generations.end(running.generation.id, { outcome: 'stopped', thinking: '', text: '' }, T0)).toBeUndefined();
  expect(await refusal(say(store, owner, id, 'late'))).toBe('NOT_FOUND');
  expect(store.facts({ kind: 'session', id: owner.sessionId }, to.conversation(id))).not.toHaveProperty('team');
});
