import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import type { TeamId } from '../../shared/ids.ts';
import { crew, suspend } from './members-support.ts';
import { bytesOf, inviteTo, refusal, say, T0, to } from './store-support.ts';

test('LEAVE-7 a deleted team is gone with all that was in it, every session of every member ends, and nothing of another team does', async () => {
  const w = await crew();
  const { store, owner, ana, ben, team, welcome, elsewhere, folder } = w;
  const place = await store.folders.create({ teamId: team.id, name: 'Plans' }, owner.may(to.team(team.id)), T0);
  const inner = await store.folders.create(
    { teamId: team.id, name: 'Inner', parentId: place.id },
    owner.may(to.team(team.id)),
    T0,
    owner.may(to.folder(place.id)),
  );
  const filed = { teamId: team.id, folderId: inner.id, visibility: 'team' as const };
  const room = await store.conversations.create(filed, owner.may(to.team(team.id)), T0, owner.may(to.folder(inner.id)));
  const { message, generation } = await say(store, owner, room.id, 'the secret plan', { model: 'tiny' });
  const thread = await store.conversations.thread(message.id, owner.may(to.message(message.id)), T0);
  await store.messages.react({ messageId: message.id, emoji: '👍', on: true }, ana.may(to.message(message.id)), T0);
  await store.conversations.share(
    { conversationId: room.id, userId: ana.user.id, relation: 'viewer' },
    owner.may(to.conversation(room.id)),
    T0,
  );
  await store.folders.share({ folderId: place.id, userId: ana.user.id, relation: 'viewer' }, owner.may(to.folder(place.id)));
  const invite = await inviteTo(store, owner, team.id);
  const other = await say(store, ana, elsewhere.hall, 'elsewhere', { model: 'tiny' });
  const gone = await store.teams.delete({ teamId: team.id, name: 'Team' }, owner.may(to.team(team.id)));
  expect(gone.members.toSorted()).toEqual([owner, ana, ben].map(({ user }) => user.id).toSorted());
  expect(gone.conversations.toSorted()).toEqual([welcome, room.id, thread.conversation.id].toSorted());
  expect(gone).toMatchObject({ open: [generation?.id], teamName: 'Team' });
  expect(gone.sessions.toSorted()).toEqual([owner, ana, ben].map(({ sessionId }) => sessionId).toSorted());
  expect(await store.invites.preview(invite, T0)).toBeUndefined();
  expect(await store.messages.find(message.id)).toBeUndefined();
  expect((await store.messages.find(other.message.id))?.text).toBe('elsewhere');
  expect((await store.generations.listOpen()).map(({ id }) => id)).toEqual([other.generation?.id]);
  expect((await store.teams.listOf(ana.user.id)).map(({ id }) => id)).toEqual([elsewhere.teamId]);
  expect(bytesOf(folder).toString('latin1')).not.toContain('the secret plan');
  await store.close();
  expect(rowsOf(folder, team.id)).toEqual([]);
});

/** Tables that still hold something of the team. */
function rowsOf(folder: string, teamId: TeamId): string[] {
  const db = new DatabaseSync(join(folder, 'parley.db'), { readOnly: true });
  const tables = db
    .prepare(`select m.name from sqlite_schema m join pragma_table_info(m.name) c where m.type = 'table' and c.name = 'team_id'`)
    .all();
  const names = tables.map((row) => String(row['name'])).filter((name) => name !== 'audit');
  expect(names).toEqual(expect.arrayContaining(['memberships', 'suspended', 'invites', 'folders', 'conversations', 'generations']));
  const held = names.filter((name) => db.prepare(`select 1 from ${name} where team_id = ?`).get(teamId) !== undefined);
  const loose = ['folder_paths', 'folder_shares', 'conversation_shares', 'reactions'].filter(
    (name) => db.prepare(`select 1 from ${name}`).get() !== undefined,
  );
  db.close();
  return [...held, ...loose];
}

test('a team is deleted by its name only, and once', async () => {
  const { store, owner, ana, team } = await crew();
  const remove = (name: string) => store.teams.delete({ teamId: team.id, name }, owner.may(to.team(team.id)));
  for (const wrong of ['', 'team', 'Team ', 'Elsewhere']) expect(await refusal(remove(wrong))).toBe('CONFLICT');
  expect(await store.sessions.find(ana.sessionId)).toBeDefined();
  const results = await Promise.allSettled([remove('Team'), remove('Team')]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
});

test('somebody suspended keeps their sessions when the team is deleted, for they had no part in it', async () => {
  const w = await crew();
  const { store, ana, owner, team } = w;
  await suspend(w, ana);
  const gone = await store.teams.delete({ teamId: team.id, name: 'Team' }, owner.may(to.team(team.id)));
  expect(gone.members).not.toContain(ana.user.id);
});

test('a tier is set by whoever is let in, and says what it was and what was being written', async () => {
  const w = await crew();
  const { store, owner, ana, team, welcome } = w;
  const { generation } = await say(store, ana, welcome, 'go', { model: 'tiny' });
  await say(store, ana, w.elsewhere.hall, 'go', { model: 'tiny' });
  const set = (tier: 'free' | 'pro') => store.teams.setTier({ teamId: team.id, tier }, owner.may(to.nothing));
  expect(await set('pro')).toMatchObject({ before: 'free', open: [{ id: generation?.id }] });
  expect(await set('free')).toMatchObject({ before: 'pro' });
  expect(await store.teams.get(team.id, owner.may(to.team(team.id)))).toMatchObject({ tier: 'free' });
  expect(await refusal(store.teams.setTier({ teamId: '0'.repeat(20) as TeamId, tier: 'pro' }, owner.may(to.nothing)))).toBe('NOT_FOUND');
});
