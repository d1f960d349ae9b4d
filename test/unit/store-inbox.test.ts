import { expect, test } from 'vitest';
import { applyInboxEvent, emptyInbox } from '../../client/store/inbox-state.ts';
import { createInboxStore } from '../../client/store/inbox-store.ts';
import type { InboxEvent, ThreadNews } from '../../shared/events.ts';
import { conversationId, folderId, teamId, type ConversationId } from '../../shared/ids.ts';
import type { Folder } from '../../shared/schemas/conversation.ts';
import type { Team } from '../../shared/schemas/identity.ts';
import { at, conversation, idOf, ME, OTHER } from './sdk-builders.ts';

const ACME = teamId.parse('t'.repeat(20));
const one = conversation({ id: conversationId.parse('1'.repeat(20)), updatedAt: at(1) });
const two = conversation({ id: conversationId.parse('2'.repeat(20)), updatedAt: at(2) });
const acme: Team = { id: ACME, name: 'Acme', tier: 'free', role: 'owner', defaultModel: null };
const plans: Folder = { id: folderId.parse('f'.repeat(20)), teamId: ACME, parentId: null, name: 'Plans', mine: true, shared: 0 };
/** Of a thread that hangs in this conversation. */
const news = (above: ConversationId, about: Partial<ThreadNews> = {}): ThreadNews => ({
  conversationId: conversationId.parse('9'.repeat(20)),
  teamId: ACME,
  threadOf: { conversationId: above, messageId: idOf(1) },
  about: 'Plans',
  unread: 1,
  mentions: 0,
  newsAt: at(1),
  ...about,
});
const other = conversationId.parse('8'.repeat(20));
const begin: InboxEvent = {
  type: 'inbox.state',
  teams: [acme],
  folders: [plans],
  conversations: [one, two],
  threads: [news(one.id)],
  online: [{ teamId: ACME, userIds: [ME] }],
};

test('SEQ-3 an inbox that was changed equals one that begins with that state', () => {
  const changed = [
    begin,
    { type: 'conversation.changed', conversation: { ...one, title: 'Plans', unread: 2, updatedAt: at(9) } },
    { type: 'conversation.removed', conversationId: two.id },
    { type: 'team.changed', team: { ...acme, name: 'Acme & Co' } },
    { type: 'folders.changed', teamId: ACME, folders: [{ ...plans, name: 'Ideas', shared: 1 }] },
    { type: 'thread.changed', thread: news(one.id, { unread: 3, mentions: 1, newsAt: at(4) }) },
    { type: 'thread.changed', thread: news(one.id, { conversationId: other, newsAt: at(3) }) },
    { type: 'presence', teamId: ACME, userId: OTHER, online: true },
    { type: 'presence', teamId: ACME, userId: ME, online: false },
  ] satisfies InboxEvent[];
  const state = changed.reduce(applyInboxEvent, emptyInbox);
  const fresh = applyInboxEvent(emptyInbox, {
    type: 'inbox.state',
    teams: [{ ...acme, name: 'Acme & Co' }],
    folders: [{ ...plans, name: 'Ideas', shared: 1 }],
    conversations: [{ ...one, title: 'Plans', unread: 2, updatedAt: at(9) }],
    threads: [news(one.id, { conversationId: other, newsAt: at(3) }), news(one.id, { unread: 3, mentions: 1, newsAt: at(4) })],
    online: [{ teamId: ACME, userIds: [OTHER] }],
  });
  expect(state).toEqual(fresh);
  // Again, in any number: nothing is counted twice.
  expect([...changed, ...changed.slice(1)].reduce(applyInboxEvent, emptyInbox)).toEqual(fresh);
});

test('what is new in threads stands newest first and adds up for its conversation, until it is read or that one is gone', () => {
  const two_ = news(two.id, { conversationId: other, unread: 4, mentions: 2, newsAt: at(9) });
  const state = applyInboxEvent(applyInboxEvent(emptyInbox, begin), { type: 'thread.changed', thread: two_ });
  expect([...state.threads.keys()]).toEqual([other, news(one.id).conversationId]);
  expect(state.threadsIn).toEqual(
    new Map([
      [two.id, { unread: 4, mentions: 2 }],
      [one.id, { unread: 1, mentions: 0 }],
    ]),
  );
  const read = applyInboxEvent(state, { type: 'thread.removed', conversationId: news(one.id).conversationId });
  expect([[...read.threads.keys()], [...read.threadsIn.keys()]]).toEqual([[other], [two.id]]);
  expect(applyInboxEvent(read, { type: 'thread.removed', conversationId: news(one.id).conversationId })).toBe(read);
  const gone = applyInboxEvent(state, { type: 'conversation.removed', conversationId: two.id });
  expect([...gone.threadsIn.keys()]).toEqual([one.id]);
});

test('conversations stand by newest activity, teams by name', () => {
  const beta: Team = { ...acme, id: teamId.parse('s'.repeat(20)), name: 'Beta' };
  const state = applyInboxEvent(emptyInbox, { ...begin, teams: [beta, acme] });
  expect(state.conversations.map(({ id }) => id)).toEqual([two.id, one.id]);
  expect(state.teams.map(({ name }) => name)).toEqual(['Acme', 'Beta']);
  const moved = applyInboxEvent(state, { type: 'conversation.changed', conversation: { ...one, updatedAt: at(3) } });
  expect(moved.conversations.map(({ id }) => id)).toEqual([one.id, two.id]);
});

test('the folders of one team are replaced, those of others stay', () => {
  const elsewhere: Folder = { ...plans, id: folderId.parse('e'.repeat(20)), teamId: teamId.parse('s'.repeat(20)), name: 'Elsewhere' };
  const state = applyInboxEvent(emptyInbox, { ...begin, folders: [plans, elsewhere] });
  const emptied = applyInboxEvent(state, { type: 'folders.changed', teamId: ACME, folders: [] });
  expect(emptied.folders).toEqual([elsewhere]);
});

test('lists that have to be asked for again say so, also after a reconnect', () => {
  const state = applyInboxEvent(emptyInbox, begin);
  const members = applyInboxEvent(state, { type: 'member.changed', teamId: ACME });
  expect(members.membersRevision.get(ACME)).toBeGreaterThan(state.membersRevision.get(ACME) ?? 0);
  expect(applyInboxEvent(members, { type: 'models.changed' }).modelsRevision).toBeGreaterThan(members.modelsRevision);
  expect(applyInboxEvent(members, begin).membersRevision.get(ACME)).toBeGreaterThan(members.membersRevision.get(ACME) ?? 0);
});

test('an inbox is unknown until it begins, and nothing of it is left when it is cleared', () => {
  const store = createInboxStore();
  store.dispatch({ type: 'models.changed' });
  expect(store.get()).toBeUndefined();
  store.dispatch(begin);
  expect(store.get()?.teams).toEqual([acme]);
  store.clear();
  expect(store.get()).toBeUndefined();
});
