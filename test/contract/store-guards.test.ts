import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Facts, Guard } from '../../shared/access.ts';
import { conversation, deputy, file, foreign, inner, question, READS, self, team, world, WRITES } from './guarded-methods.ts';
import { bytesOf, person, refusal, say, session, signIn, T0, to } from './store-support.ts';

const GUARDED = Object.entries({ ...WRITES, ...READS });

test('ACCESS-7 the tables here name every guarded method of the contract', () => {
  const folder = new URL('../../db/store/', import.meta.url);
  const source = readdirSync(folder)
    .map((name) => readFileSync(new URL(name, folder), 'utf8'))
    .join('\n');
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
  const one = [
    self(),
    team(w),
    inner(w),
    conversation(w),
    question(w),
    to.generation(w.running),
    to.invite(w.inviteId),
    file(w),
    deputy(w),
  ];
  for (const [method, { ref, call }] of GUARDED) {
    const right = ref(w);
    if (right.kind === 'nothing') continue;
    for (const wrong of [...one.filter(({ kind }) => kind !== right.kind), ...foreign(right)]) {
      await expect(call(w, w.owner.may(wrong)), method).rejects.toThrow(/^a guard about /u);
    }
  }
  expect(bytesOf(w.folder).equals(before)).toBe(true);
});

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
    suspend: () => store.members.suspend(w.member, owner.may(to.member(w.member)), T0),
    restore: () => store.members.restore(w.member, owner.may(to.member(w.member)), T0),
    shareFolder: () => store.folders.share({ folderId: w.inner, userId: bob.user.id, relation: 'viewer' }, owner.may(to.folder(w.inner))),
    moveFolder: () => store.folders.move({ folderId: w.inner, parentId: null }, owner.may(to.folder(w.inner))),
    share: () => store.conversations.share({ conversationId, userId: bob.user.id, relation: 'viewer' }, owner.may(conversation(w)), T0),
    move: () =>
      store.conversations.move({ conversationId, folderId: w.inner }, owner.may(conversation(w)), T0, owner.may(to.folder(w.inner))),
    deleteFolder: () => store.folders.delete(w.inner, owner.may(to.folder(w.inner))),
    setTier: () => store.teams.setTier({ teamId: w.team.id, tier: 'pro' }, owner.may(to.nothing)),
    disable: () => store.accounts.disable(owner.may(to.nothing), T0, w.member.userId),
    enable: () => store.accounts.enable(w.member.userId, owner.may(to.nothing)),
    deleteAccount: () => store.accounts.delete(owner.may(to.nothing), T0, w.member.userId),
    revoke: () => store.invites.revoke(w.inviteId, owner.may(to.invite(w.inviteId))),
    removeFile: () => store.files.remove(w.fileId, owner.may(file(w))),
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
