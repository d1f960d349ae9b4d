import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Facts, Guard, Ref } from '../../shared/access.ts';
import type { ConversationId, GenerationId, InviteId, MessageId, TeamId, UserId } from '../../shared/ids.ts';
import {
  ask,
  bytesOf,
  conversationOf,
  handleOf,
  house,
  type House,
  person,
  refusal,
  say,
  sha256,
  session,
  signIn,
  T0,
  to,
} from './store-support.ts';

/** One of everything that can be acted on. */
interface World extends House {
  conversationId: ConversationId;
  question: MessageId;
  answer: MessageId;
  running: GenerationId;
  stopped: GenerationId;
  inviteId: InviteId;
  inviteHash: string;
  /** A second owner: with them every change of a membership passes. */
  deputy: { teamId: TeamId; userId: UserId };
}

async function world(): Promise<World> {
  const base = await house();
  const { store, owner, team } = base;
  const deputy = { teamId: team.id, userId: (await base.joined('Dana')).user.id };
  await store.members.setRole({ ...deputy, role: 'owner' }, owner.may(to.member(deputy)), T0);
  await store.sessions.insert(session(owner));
  const { id } = await conversationOf(base, owner);
  const { question, answer } = await ask(store, owner, id, 'q', 'a');
  const running = (await say(store, owner, id, 'go', { model: 'tiny' })).generation;
  const stopped = (await say(store, owner, id, 'stop', { model: 'tiny' })).generation;
  if (!running || !stopped) throw new Error('nobody answers');
  await store.generations.end(stopped.id, { outcome: 'stopped', thinking: '', text: 'half' }, T0);
  const inviteHash = sha256('an invite');
  const invite = await store.invites.create(
    { teamId: team.id, role: 'member', tokenHash: inviteHash, expiresAt: T0 + 1 },
    owner.may(to.team(team.id)),
    T0,
  );
  return {
    ...base,
    conversationId: id,
    question: question.id,
    answer,
    running: running.id,
    stopped: stopped.id,
    inviteId: invite.id,
    inviteHash,
    deputy,
  };
}

interface Guarded {
  ref(world: World): Ref;
  call(world: World, guard: Guard): Promise<unknown>;
}

const self = () => to.nothing;
const team = (w: World) => to.team(w.team.id);
const conversation = (w: World) => to.conversation(w.conversationId);
const question = (w: World) => to.message(w.question);
const deputy = (w: World) => to.member(w.deputy);

const WRITES: Record<string, Guarded> = {
  'users.changePassword': {
    ref: self,
    call: (w, guard) => w.store.users.changePassword({ oldHash: 'hash of Olga', newHash: 'x' }, guard, T0),
  },
  'users.rename': { ref: self, call: (w, guard) => w.store.users.rename('Other', guard) },
  'sessions.endOwn': { ref: self, call: (w, guard) => w.store.sessions.endOwn(handleOf(w.owner.sessionId), guard) },
  'sessions.endOthers': { ref: self, call: (w, guard) => w.store.sessions.endOthers(guard) },
  'teams.create': { ref: self, call: (w, guard) => w.store.teams.create({ name: 'New', welcome: 'Hi.' }, guard, T0) },
  'teams.rename': { ref: team, call: (w, guard) => w.store.teams.rename(w.team.id, 'Other', guard) },
  'teams.setDefaultModel': { ref: team, call: (w, guard) => w.store.teams.setDefaultModel(w.team.id, 'tiny', guard) },
  'members.setRole': {
    ref: deputy,
    call: (w, guard) => w.store.members.setRole({ ...w.deputy, role: 'guest' }, guard, T0),
  },
  'members.remove': { ref: deputy, call: (w, guard) => w.store.members.remove(w.deputy, guard, T0) },
  'members.leave': { ref: team, call: (w, guard) => w.store.members.leave(w.team.id, guard, T0) },
  'invites.create': {
    ref: team,
    call: (w, guard) => w.store.invites.create({ teamId: w.team.id, role: 'member', tokenHash: 'x', expiresAt: T0 + 1 }, guard, T0),
  },
  'invites.revoke': { ref: (w) => to.invite(w.inviteId), call: (w, guard) => w.store.invites.revoke(w.inviteId, guard) },
  'invites.accept': { ref: self, call: (w, guard) => w.store.invites.accept(w.inviteHash, guard, T0) },
  'conversations.create': {
    ref: team,
    call: (w, guard) => w.store.conversations.create({ teamId: w.team.id, visibility: 'team' }, guard, T0),
  },
  'conversations.update': {
    ref: conversation,
    call: (w, guard) => w.store.conversations.update({ conversationId: w.conversationId, visibility: 'private' }, guard, T0),
  },
  'conversations.setArchived': {
    ref: conversation,
    call: (w, guard) => w.store.conversations.setArchived(w.conversationId, true, guard, T0),
  },
  'conversations.delete': { ref: conversation, call: (w, guard) => w.store.conversations.delete(w.conversationId, guard) },
  'conversations.fork': {
    ref: (w) => to.message(w.answer),
    call: (w, guard) => w.store.conversations.fork({ messageId: w.answer }, guard, T0),
  },
  'messages.append': {
    ref: conversation,
    call: (w, guard) =>
      w.store.messages.append({ conversationId: w.conversationId, clientKey: 'new', text: 'hi', reply: { model: 'x' } }, guard, T0),
  },
  'messages.edit': { ref: question, call: (w, guard) => w.store.messages.edit({ messageId: w.question, text: 'other' }, guard, T0) },
  'messages.delete': { ref: question, call: (w, guard) => w.store.messages.delete(w.question, guard, T0) },
  'messages.markRead': { ref: conversation, call: (w, guard) => w.store.messages.markRead(w.conversationId, 1, guard) },
  'generations.start': {
    ref: question,
    call: (w, guard) => w.store.generations.start({ messageId: w.question, model: 'tiny' }, guard, T0),
  },
  'generations.continue': { ref: (w) => to.generation(w.stopped), call: (w, guard) => w.store.generations.continue(w.stopped, guard, T0) },
  'generations.end': {
    ref: (w) => to.generation(w.running),
    call: (w, guard) => w.store.generations.end(w.running, { outcome: 'stopped', thinking: '', text: 'x' }, T0, guard),
  },
};

const READS: Record<string, Guarded> = {
  'teams.get': { ref: team, call: (w, guard) => w.store.teams.get(w.team.id, guard) },
  'teams.members': { ref: team, call: (w, guard) => w.store.teams.members({ teamId: w.team.id, limit: 1, withSessions: true }, guard) },
  'invites.list': { ref: team, call: (w, guard) => w.store.invites.list(w.team.id, guard, T0) },
  'conversations.list': {
    ref: team,
    call: (w, guard) => w.store.conversations.list({ teamId: w.team.id, archived: false, limit: 1 }, guard),
  },
  'conversations.get': { ref: conversation, call: (w, guard) => w.store.conversations.get(w.conversationId, guard) },
  'conversations.open': {
    ref: conversation,
    call: (w, guard) => w.store.conversations.open({ conversationId: w.conversationId, limit: 1 }, guard),
  },
  'messages.history': {
    ref: conversation,
    call: (w, guard) => w.store.messages.history({ conversationId: w.conversationId, limit: 1 }, guard),
  },
};

const GUARDED = Object.entries({ ...WRITES, ...READS });

test('ACCESS-7 the tables here name every guarded method of the contract', () => {
  const source = readFileSync(new URL('../../db/store.ts', import.meta.url), 'utf8');
  const guarded = [...source.matchAll(/^export interface (\w+) \{\n([\s\S]*?)^\}/gmu)].flatMap(([, name = '', body = '']) =>
    [...body.matchAll(/^ {2}(\w+)\(([\s\S]*?)\): Promise/gmu)]
      .filter(([, , parameters = '']) => /\bguard\??: Guard/u.test(parameters))
      .map(([, method = '']) => `${name.toLowerCase()}.${method}`),
  );
  expect(GUARDED.map(([name]) => name).toSorted()).toEqual(guarded.toSorted());
});

test.each(GUARDED)(
  'ACCESS-7 %s asks again with fresh facts, and leaves everything as it is when the answer turned to no',
  async (name, { ref, call }) => {
    const w = await world();
    // Bob may use the invite; the others are the owner's business.
    const actor = name === 'invites.accept' ? await person(w.store, 'Bob') : w.owner;
    const before = bytesOf(w.folder);
    const revision = w.store.accessRevision();
    const seen: Facts[] = [];
    expect(
      await refusal(
        call(
          w,
          actor.mayNot(ref(w), (facts) => seen.push(facts)),
        ),
      ),
    ).toBe('SESSION_REVOKED');
    expect(bytesOf(w.folder).equals(before)).toBe(true);
    expect(w.store.accessRevision()).toBe(revision);
    expect(seen).toEqual([w.store.facts({ kind: 'session', id: actor.sessionId }, ref(w))]);
    // The same call passes when it is let in: it was the answer that stopped it.
    await call(w, actor.may(ref(w)));
    expect(bytesOf(w.folder).equals(before)).toBe(name in READS);
  },
);

test('ACCESS-7 a guard about something else lets nothing in, whatever it says', async () => {
  const w = await world();
  const before = bytesOf(w.folder);
  const one = [self(), team(w), conversation(w), question(w), to.generation(w.running), to.invite(w.inviteId), deputy(w)];
  for (const [method, { ref, call }] of GUARDED) {
    const right = ref(w);
    if (right.kind === 'nothing') continue;
    for (const wrong of [...one.filter(({ kind }) => kind !== right.kind), ...foreign(right)]) {
      await expect(call(w, w.owner.may(wrong)), method).rejects.toThrow(/^a guard about /u);
    }
  }
  expect(bytesOf(w.folder).equals(before)).toBe(true);
});

/** Refs of the same kind to what is not acted on. */
function foreign(ref: Ref): Ref[] {
  const id = '0'.repeat(20);
  switch (ref.kind) {
    case 'nothing':
      return [];
    case 'team':
      return [to.team(id as TeamId)];
    case 'conversation':
      return [to.conversation(id as ConversationId)];
    case 'message':
      return [to.message(id as MessageId)];
    case 'generation':
      return [to.generation(id as GenerationId)];
    case 'invite':
      return [to.invite(id as InviteId)];
    case 'member':
      return [
        { ...ref, userId: id as UserId },
        { ...ref, teamId: id as TeamId },
      ];
  }
}

test('ACCESS-7 who acts is who the session belongs to, not who the guard claims', async () => {
  const w = await world();
  const bob = await w.joined('Bob');
  const guard: Guard = { ...bob.may(to.conversation(w.conversationId)), userId: w.owner.user.id };
  const { message } = await w.store.messages.append({ conversationId: w.conversationId, clientKey: 'k', text: 'hi' }, guard, T0);
  expect(message.author).toMatchObject({ userId: bob.user.id });
  await w.store.sessions.deleteAllOf(bob.user.id);
  const late = w.store.messages.append({ conversationId: w.conversationId, clientKey: 'l', text: 'hi' }, guard, T0);
  expect(await refusal(late)).toBe('UNAUTHENTICATED');
});

test('facts of a ref hang together, and tell nothing of what is not there', async () => {
  const w = await world();
  const { store, owner } = w;
  const facts = (ref: Ref, id = owner.sessionId) => store.facts({ kind: 'session', id }, ref);
  const user = { ...owner.user, status: 'active' };
  const who = { session: { userId: owner.user.id, expiresAt: session(owner).expiresAt }, user };
  const inTeam = { ...who, team: { id: w.team.id, name: 'Team', tier: 'free', role: 'owner' } };
  const shape = { id: w.conversationId, teamId: w.team.id, visibility: 'team', createdBy: owner.user.id, archived: false };
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
  const deputyFacts = { userId: w.deputy.userId, role: 'owner' };
  expect(facts(deputy(w))).toEqual({ ...inTeam, member: deputyFacts });
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
  await store.messages.delete(w.question, owner.may(to.message(w.question)), T0);
  expect(facts(to.message(w.question)).message?.deleted).toBe(true);
  await store.conversations.setArchived(w.conversationId, true, owner.may(to.conversation(w.conversationId)), T0);
  expect(facts(to.conversation(w.conversationId)).conversation?.archived).toBe(true);
});

test('the access revision grows in the stretch of every change that can take access away, and of no message', async () => {
  const w = await world();
  const { store, owner, conversationId } = w;
  const bob = await w.joined('Bob');
  const cleo = await w.joined('Cleo');
  const grew = async (change: () => Promise<unknown>) => {
    const before = store.accessRevision();
    const done = change();
    // Without an await in between: a decision in the very next line sees it.
    const after = store.accessRevision();
    await done;
    return after > before;
  };
  const changes: Record<string, () => Promise<unknown>> = {
    setRole: () => store.members.setRole({ ...w.deputy, role: 'admin' }, owner.may(deputy(w)), T0),
    remove: () => store.members.remove(w.deputy, owner.may(deputy(w)), T0),
    leave: () => store.members.leave(w.team.id, cleo.may(to.team(w.team.id)), T0),
    insert: () => store.sessions.insert(session(bob)),
    setExpiry: () => store.sessions.setExpiry(bob.sessionId, T0),
    endOthers: () => store.sessions.endOthers(bob.may(to.nothing)),
    deleteExpired: () => store.sessions.deleteExpired(T0),
    rename: () => store.users.rename('Olga B', owner.may(to.nothing)),
    visibility: () => store.conversations.update({ conversationId, visibility: 'private' }, owner.may(to.conversation(conversationId)), T0),
    archive: () => store.conversations.setArchived(conversationId, true, owner.may(to.conversation(conversationId)), T0),
    team: () => store.teams.rename(w.team.id, 'Crew', owner.may(to.team(w.team.id))),
    revoke: () => store.invites.revoke(w.inviteId, owner.may(to.invite(w.inviteId))),
    deleteMessage: () => store.messages.delete(w.question, owner.may(to.message(w.question)), T0),
    deleteConversation: () => store.conversations.delete(conversationId, owner.may(to.conversation(conversationId))),
    password: () => store.users.changePassword({ oldHash: 'hash of Olga', newHash: 'x' }, owner.may(to.nothing), T0),
  };
  for (const [what, change] of Object.entries(changes)) expect(await grew(change), what).toBe(true);
  await signIn(store, owner);
  expect(await grew(() => say(store, owner, w.welcome, 'hi'))).toBe(false);
  expect(await grew(() => store.sessions.touch(owner.sessionId, T0))).toBe(false);
  expect(await grew(() => store.users.changePassword({ oldHash: 'wrong', newHash: 'x' }, owner.may(to.nothing), T0).catch(() => {}))).toBe(
    false,
  );
});
