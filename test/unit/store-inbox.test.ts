import { expect, test } from 'vitest';
import { applyInboxEvent, emptyInbox } from '../../client/store/inbox-state.ts';
import { createInboxStore } from '../../client/store/inbox-store.ts';
import type { InboxEvent } from '../../shared/events.ts';
import { conversationId, folderId, teamId } from '../../shared/ids.ts';
import type { Folder } from '../../shared/schemas/conversation.ts';
import type { Team } from '../../shared/schemas/identity.ts';
import { at, conversation, ME, OTHER } from './sdk-builders.ts';

const ACME = teamId.parse('t'.repeat(20));
const one = conversation({ id: conversationId.parse('1'.repeat(20)), updatedAt: at(1) });
const two = conversation({ id: conversationId.parse('2'.repeat(20)), updatedAt: at(2) });
const acme: Team = { id: ACME, name: 'Acme', tier: 'free', role: 'owner', defaultModel: null };
const plans: Folder = { id: folderId.parse('f'.repeat(20)), teamId: ACME, parentId: null, name: 'Plans', mine: true, shared: 0 };
const begin: InboxEvent = {
  type: 'inbox.state',
  teams: [acme],
  folders: [plans],
  conversations: [one, two],
  online: [{ teamId: ACME, userIds: [ME] }],
};

test('SEQ-3 an inbox that was changed equals one that begins with that state', () => {
  const changed = [
    begin,
    { type: 'conversation.changed', conversation: { ...one, title: 'Plans', unread: 2, updatedAt: at(9) } },
    { type: 'conversation.removed', conversationId: two.id },
    { type: 'team.changed', team: { ...acme, name: 'Acme & Co' } },
    { type: 'folders.changed', teamId: ACME, folders: [{ ...plans, name: 'Ideas', shared: 1 }] },
    { type: 'presence', teamId: ACME, userId: OTHER, online: true },
    { type: 'presence', teamId: ACME, userId: ME, online: false },
  ] satisfies InboxEvent[];
  const state = changed.reduce(applyInboxEvent, emptyInbox);
  const fresh = applyInboxEvent(emptyInbox, {
    type: 'inbox.state',
    teams: [{ ...acme, name: 'Acme & Co' }],
    folders: [{ ...plans, name: 'Ideas', shared: 1 }],
    conversations: [{ ...one, title: 'Plans', unread: 2, updatedAt: at(9) }],
    online: [{ teamId: ACME, userIds: [OTHER] }],
  });
  expect(state).toEqual(fresh);
  // Again, in any number: nothing is counted twice.
  expect([...changed, ...changed.slice(1)].reduce(applyInboxEvent, emptyInbox)).toEqual(fresh);
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
