import { expect, test } from 'vitest';
import type { Facts, Ref } from '../../shared/access.ts';
import type { UserId } from '../../shared/ids.ts';
import { aside, conversation, deputy, foreign, inner, question, READS, type World, world, WRITES } from './guarded-methods.ts';
import { person, session, T0, to } from './store-support.ts';

const GUARDED = Object.entries({ ...WRITES, ...READS });

test('facts of a ref hang together, and tell nothing of what is not there', async () => {
  const w = await world();
  const { store, owner } = w;
  const facts = (ref: Ref, id = owner.sessionId) => store.facts({ kind: 'session', id }, ref);
  const user = { ...owner.user, status: 'active' };
  const who = { session: { userId: owner.user.id, expiresAt: session(owner).expiresAt }, user };
  const inTeam = { ...who, team: { id: w.team.id, name: 'Team', tier: 'free', role: 'owner' } };
  const made = { createdBy: owner.user.id, keeper: owner.user.id };
  const shape = { id: w.conversationId, teamId: w.team.id, visibility: 'team', ...made, thread: false, archived: false };
  const inConversation = { ...inTeam, conversation: shape };
  expect(facts(to.nothing)).toEqual(who);
  expect(facts(to.team(w.team.id))).toEqual(inTeam);
  expect(facts(to.conversation(w.conversationId))).toEqual(inConversation);
  expect(facts(to.invite(w.inviteId))).toEqual({ ...inTeam, invite: { id: w.inviteId, createdBy: owner.user.id } });
  const asked = { id: w.question, seq: 1, authorId: owner.user.id, deleted: false };
  expect(facts(to.message(w.question))).toEqual({ ...inConversation, message: asked });
  const generation = await store.generations.find(w.running);
  if (!generation) throw new Error('not running');
  const reply = { id: generation.messageId, seq: generation.startedSeq, deleted: false };
  const run = { id: w.running, messageId: reply.id, requestedBy: owner.user.id };
  expect(facts(to.generation(w.running))).toEqual({ ...inConversation, message: reply, generation: run });
  expect(facts(inner(w))).toEqual({ ...inTeam, folder: { id: w.inner, teamId: w.team.id, createdBy: owner.user.id } });
  const deputyFacts = { userId: w.deputy.userId, role: 'owner', suspended: false };
  expect(facts(deputy(w))).toEqual({ ...inTeam, member: deputyFacts });
  expect(facts(aside(w))).toEqual({ ...inTeam, member: { userId: w.aside.userId, role: 'member', suspended: true } });
  expect(store.factsOf(w.aside.userId, to.conversation(w.conversationId)).team).not.toHaveProperty('role');
  const { session: _, ...notCalling } = facts(to.conversation(w.conversationId));
  expect(store.factsOf(owner.user.id, to.conversation(w.conversationId))).toEqual(notCalling);
  expect(store.factsOf('0'.repeat(20) as UserId, to.team(w.team.id))).toEqual({ team: { id: w.team.id, name: 'Team', tier: 'free' } });
  for (const [, { ref }] of GUARDED)
    for (const unknown of foreign(ref(w))) {
      const known = unknown.kind === 'member' && unknown.teamId === w.team.id;
      expect(facts(unknown)).toEqual(known ? inTeam : who);
    }
  const stranger = await person(store);
  expect(facts(to.conversation(w.conversationId), stranger.sessionId).team).not.toHaveProperty('role');
  const outside = { id: w.team.id, name: 'Team', tier: 'free' };
  expect(facts(to.team(w.team.id), 'no session')).toEqual({ team: outside });
  expect(facts(deputy(w), 'no session')).toEqual({ team: outside, member: deputyFacts });
  await shapesOfPlaces(w, facts);
  await store.messages.delete(w.question, owner.may(to.message(w.question)), T0);
  expect(facts(to.message(w.question)).message?.deleted).toBe(true);
  await store.conversations.setArchived(w.conversationId, true, owner.may(to.conversation(w.conversationId)), T0);
  expect(facts(to.conversation(w.conversationId)).conversation?.archived).toBe(true);
});

/** What a thread takes from its conversation, and what a share brings from where. */
async function shapesOfPlaces(w: World, facts: (ref: Ref) => Facts): Promise<void> {
  const { store, owner } = w;
  const { conversation: thread } = await store.conversations.thread(w.question, owner.may(question(w)), T0);
  const conversationId = w.conversationId;
  const give = (userId: UserId, relation: 'viewer' | 'editor') => ({ userId, relation });
  await store.conversations.move({ conversationId, folderId: w.inner }, owner.may(conversation(w)), T0, owner.may(inner(w)));
  await store.folders.share({ folderId: w.outer, ...give(w.deputy.userId, 'editor') }, owner.may(to.folder(w.outer)));
  await store.folders.share({ folderId: w.inner, ...give(w.deputy.userId, 'viewer') }, owner.may(inner(w)));
  await store.conversations.share({ conversationId, ...give(w.deputy.userId, 'viewer') }, owner.may(conversation(w)), T0);
  const shared = { shared: 'viewer', sharedAbove: 'editor' };
  for (const ref of [to.conversation(conversationId), to.conversation(thread.id)])
    expect(store.factsOf(w.deputy.userId, ref).conversation).toMatchObject({ ...shared, keeper: owner.user.id });
  expect(store.factsOf(w.deputy.userId, inner(w)).folder).toMatchObject({ shared: 'editor' });
  expect(facts(to.conversation(thread.id)).conversation).toMatchObject({ id: thread.id, thread: true, archived: false });
  for (const [id, state] of [
    [thread.id, [false, true]],
    [conversationId, [true, true]],
  ] as const) {
    await store.conversations.setArchived(id, true, owner.may(to.conversation(id)), T0);
    const archived = [conversationId, thread.id].map((each) => facts(to.conversation(each)).conversation?.archived);
    expect(archived).toEqual(state);
    await store.conversations.setArchived(id, false, owner.may(to.conversation(id)), T0);
  }
}
