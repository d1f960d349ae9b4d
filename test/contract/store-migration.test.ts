import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { openStore } from '../../db/open.ts';
import { conversationId, messageId, teamId, userId } from '../../shared/ids.ts';
import type { Guard, Ref } from '../../shared/access.ts';
import { DAY_MS, tempFolder, T0, to } from './store-support.ts';

const migrations = new URL('../../db/sqlite/migrations/', import.meta.url);
const ID = {
  olga: userId.parse('o'.repeat(20)),
  ana: userId.parse('a'.repeat(20)),
  team: teamId.parse('t'.repeat(20)),
  room: conversationId.parse('c'.repeat(20)),
  hidden: conversationId.parse('d'.repeat(20)),
  message: messageId.parse('m'.repeat(20)),
};

/** What each migration brings, as the version that came with it left it. */
function databaseOf(
  folder: string,
  migrationNames: readonly string[],
  rows: readonly [string, readonly (string | number | null)[]][],
): void {
  mkdirSync(folder, { mode: 0o700 });
  const db = new DatabaseSync(join(folder, 'parley.db'));
  const journal: { entries: { when: number; tag: string }[] } = JSON.parse(readFileSync(new URL('meta/_journal.json', migrations), 'utf8'));
  for (const name of migrationNames)
    for (const statement of readFileSync(new URL(`${name}.sql`, migrations), 'utf8').split('--> statement-breakpoint')) db.exec(statement);
  db.exec('pragma application_id = 0x5041524c');
  db.exec('create table migrations (id integer primary key, hash text not null, created_at numeric)');
  for (const { when, tag } of journal.entries.filter((each) => migrationNames.includes(each.tag)))
    db.prepare('insert into migrations (hash, created_at) values (?, ?)').run(tag, when);
  for (const [table, values] of rows) db.prepare(`insert into ${table} values (${values.map(() => '?').join()})`).run(...values);
  db.close();
}

/** A database as the first Parley left it, with something of everything it knew. */
function firstDatabase(folder: string): void {
  databaseOf(
    folder,
    ['0000_first'],
    [
      ['meta', ['epoch']],
      ['users', [ID.olga, 'Olga', 'olga@example.org', 'olga@example.org', 'hash', 1, 'active', T0]],
      ['users', [ID.ana, 'Ana', 'ana@example.org', 'ana@example.org', 'hash', 0, 'active', T0]],
      ['sessions', ['session', 's'.repeat(20), ID.olga, T0, T0, T0 + DAY_MS, '', '']],
      ['teams', [ID.team, 'Team', 'free', null, T0]],
      ['memberships', [ID.team, ID.olga, 'owner', T0]],
      ['memberships', [ID.team, ID.ana, 'member', T0]],
      ['invites', ['i'.repeat(20), ID.team, 'member', 'token', ID.olga, T0, T0 + DAY_MS, 0, 3]],
      ['conversations', [ID.room, ID.team, 'Plans', null, 'team', null, 'always', ID.olga, T0, T0, null, null, null, 1]],
      ['conversations', [ID.hidden, ID.team, 'Mine', null, 'private', 'tiny', 'named', ID.ana, T0, T0, T0, null, null, 0]],
      ['messages', [ID.message, ID.room, 1, null, ID.olga, null, ID.olga, 'key', 'sent', null, null, T0, null, null, 'hello', null]],
      ['events', [ID.room, 1, 'message.posted', ID.message, null, null, T0]],
    ],
  );
}

test('the data of the first Parley is there after an update, in no folder, shared with nobody, and goes on', async () => {
  const folder = join(tempFolder(), 'data');
  firstDatabase(folder);
  const store = await openStore(folder);
  const may = (ref: Ref): Guard => ({ credential: { kind: 'session', id: 'session' }, userId: ID.olga, ref, check: () => [] });
  expect(store.epoch).toBe('epoch');
  expect(await store.conversations.seenBy(ID.room, ID.ana)).toMatchObject({
    title: 'Plans',
    folderId: null,
    shared: 0,
    mentions: 0,
    writable: true,
    unread: 1,
    lastSeq: 1,
  });
  expect(await store.conversations.audience(ID.room)).toEqual([ID.ana, ID.olga]);
  expect(await store.conversations.seenBy(ID.hidden, ID.ana)).toMatchObject({ visibility: 'private', model: 'tiny', answers: 'named' });
  expect(await store.conversations.seenBy(ID.hidden, ID.olga)).toBeUndefined();
  const { messages } = await store.conversations.open({ conversationId: ID.room, limit: 10 }, may(to.conversation(ID.room)));
  expect(messages).toMatchObject([{ text: 'hello', seq: 1 }]);
  for (const part of ['thread', 'reactions', 'mentions']) expect(messages[0]).not.toHaveProperty(part);
  expect(await store.invites.list(ID.team, may(to.team(ID.team)), T0)).toMatchObject([{ uses: 3, maxUses: null }]);
  expect(await store.folders.listOf(ID.team, ID.olga)).toEqual([]);
  expect(await store.audit.verify()).toEqual({ whole: true, lines: 0, head: '' });
  const thread = await store.conversations.thread(ID.message, may(to.message(ID.message)), T0 + 1);
  expect(thread.changes).toMatchObject([{ events: [{ seq: 2, type: 'message.threaded' }] }]);
  await store.close();
  const again = await openStore(folder);
  expect(await again.events.head(ID.room)).toBe(2);
  await again.close();
});

test('whoever took part in threads before an update is told of what is said after it, and of nothing before', async () => {
  const folder = join(tempFolder(), 'data');
  const thread = conversationId.parse('h'.repeat(20));
  const talk = (id: string, above: string | null, messageId: string | null) => [
    id,
    ID.team,
    'Plans',
    null,
    'team',
    null,
    'always',
    ID.olga,
    T0,
    T0,
    null,
    null,
    null,
    2,
    null,
    above,
    messageId,
  ];
  const said = (id: string, where: string, seq: number, by: string) => [
    id,
    where,
    seq,
    null,
    by,
    null,
    by,
    id,
    'sent',
    null,
    null,
    T0,
    null,
    null,
    'hello',
    null,
  ];
  databaseOf(
    folder,
    ['0000_first', '0001_access'],
    [
      ['meta', ['epoch']],
      ['users', [ID.olga, 'Olga', 'olga@example.org', 'olga@example.org', 'hash', 1, 'active', T0]],
      ['users', [ID.ana, 'Ana', 'ana@example.org', 'ana@example.org', 'hash', 0, 'active', T0]],
      ['sessions', ['session', 's'.repeat(20), ID.olga, T0, T0, T0 + DAY_MS, '', '']],
      ['teams', [ID.team, 'Team', 'free', null, T0]],
      ['memberships', [ID.team, ID.olga, 'owner', T0]],
      ['memberships', [ID.team, ID.ana, 'member', T0]],
      ['conversations', talk(ID.room, null, null)],
      ['messages', said(ID.message, ID.room, 1, ID.ana)],
      ['conversations', talk(thread, ID.room, ID.message)],
      ['messages', said('n'.repeat(20), thread, 1, ID.olga)],
    ],
  );
  const store = await openStore(folder);
  expect(await store.threads.inboxesOf(thread)).toEqual([ID.ana, ID.olga]);
  for (const who of [ID.ana, ID.olga]) expect(await store.threads.newsOf(who, 10)).toEqual([]);
  const guard: Guard = { credential: { kind: 'session', id: 'session' }, userId: ID.olga, ref: to.conversation(thread), check: () => [] };
  await store.messages.append({ conversationId: thread, clientKey: 'k', text: 'and now' }, guard, T0 + 1);
  expect(await store.threads.newsOf(ID.ana, 10)).toMatchObject([{ conversationId: thread, unread: 1, about: 'hello' }]);
  await store.close();
});
