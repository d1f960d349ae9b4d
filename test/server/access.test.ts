import { expect, test } from 'vitest';
import { z } from 'zod';
import { assertDeclared, procedures } from '../../server/rpc/router.ts';
import { router, signedIn } from '../../server/rpc/trpc.ts';
import type { ConversationId } from '../../shared/ids.ts';
import { type Role, ROLES } from '../../shared/access.ts';
import { openHouse, type House } from '../support/house.ts';
import { INPUTS, inputOf, isAbout, things, UNKNOWN } from '../support/inputs.ts';
import { outcome } from '../support/outcome.ts';
import { type Person, post } from '../support/person.ts';

const ABOUT = Object.entries(INPUTS).flatMap(([path, input]) => (isAbout(input) ? [{ path, ...input }] : []));
const NOT_FOUND = { status: 404, reason: 'NOT_FOUND' };
const FORBIDDEN = { status: 403, reason: 'FORBIDDEN' };

test('ACCESS-1 every procedure declares its action, and a router with one that does not cannot start', () => {
  expect(() => assertDeclared()).not.toThrow();
  const undeclared = router({ hole: signedIn.input(z.object({})).query(() => 'open to all') });
  expect(() => assertDeclared(undeclared)).toThrow(/hole/);
});

test('ACCESS-5 the matrix knows every procedure there is', () => {
  expect(
    procedures()
      .map(({ path }) => path)
      .sort(),
  ).toEqual(Object.keys(INPUTS).sort());
});

test('ACCESS-5 nobody who is not signed in gets anything but what is open', async () => {
  await using house = await openHouse();
  const ana = await house.founder();
  const ids = await things(ana, { userId: ana.user.id });
  for (const [path, input] of Object.entries(INPUTS)) {
    if (input === 'open') continue;
    expect(await outcome(house.url, path, inputOf(input, ids), ''), path).toEqual({ status: 401, reason: 'UNAUTHENTICATED' });
  }
});

test('ACCESS-2 ACCESS-5 A01 A16 foreign and unknown ids give one and the same answer on every procedure, and nothing changes', async () => {
  await using house = await openHouse();
  const ana = await house.founder('Ana');
  const stranger = await house.founder('Stranger');
  const foreign = await things(ana, { userId: ana.user.id });
  const before = await everything(ana);
  for (const { path, input } of ABOUT) {
    expect(await outcome(house.url, path, input(foreign), stranger.cookie), path).toEqual(NOT_FOUND);
    expect(await outcome(house.url, path, input(UNKNOWN), stranger.cookie), path).toEqual(NOT_FOUND);
  }
  expect(await everything(ana)).toEqual(before);
});

test('ACCESS-5 A02 A08 A28 each procedure × each role: below the role it takes it is refused, and nothing changes', async () => {
  await using house = await openHouse();
  const { ana, staff } = await staffed(house);
  const ids = await things(ana, { userId: staff.guest.user.id });
  const before = await everything(ana);
  for (const role of ROLES) {
    for (const { path, kind, from, input } of ABOUT) {
      const expected = refusedFor(role, kind, from);
      if (expected) expect(await outcome(house.url, path, input(ids), staff[role].cookie), `${path} as ${role}`).toEqual(expected);
    }
  }
  expect(await everything(ana)).toEqual(before);
});

test('ACCESS-5 whoever has the role is let in: what is refused above is refused for the role alone', async () => {
  await using house = await openHouse();
  const { ana, staff } = await staffed(house);
  for (const { path, kind, from, input } of ABOUT) {
    if (from === 'nobody' || APART.has(path)) continue;
    const { conversation } = await ana.api.conversation.create.mutate({ teamId: ana.team.id });
    const ids = await things(ana, { userId: (await joinedAs(house, ana, 'guest')).user.id, conversationId: conversation.id });
    if (path === 'member.restore') await ana.api.member.suspend.mutate(input(ids) as never);
    const caller = kind !== 'team' && kind !== 'member' && from === 'guest' ? staff.member : staff[from];
    const answer = await outcome(house.url, path, input(ids), caller.cookie);
    expect(['FORBIDDEN', 'NOT_FOUND', 'UNAUTHENTICATED', 'SESSION_REVOKED'], `${path} as ${from}`).not.toContain(answer.reason);
  }
}, 120_000);

test('ACCESS-5 A04 A13 a private conversation: for an admin it is not there; who may read it, only reads', async () => {
  await using house = await openHouse();
  const { ana, staff } = await staffed(house);
  const teamId = ana.team.id;
  const secret = (await ana.api.conversation.create.mutate({ teamId, title: 'Salaries', visibility: 'private' })).conversation;
  const ids = await things(ana, { userId: staff.member.user.id, conversationId: secret.id });
  const viewers = [staff.moderator, staff.admin, staff.guest];
  const inside = ABOUT.filter(({ kind }) => kind === 'conversation' || kind === 'message' || kind === 'generation');
  for (const { path, input } of inside)
    for (const viewer of viewers) expect(await outcome(house.url, path, input(ids), viewer.cookie), path).toEqual(NOT_FOUND);
  for (const viewer of viewers)
    await ana.api.conversation.share.mutate({ conversationId: secret.id, userId: viewer.user.id, relation: 'viewer' });
  const before = await everything(ana, secret.id);
  for (const { path, from, input } of inside) {
    if (from === 'guest') continue;
    for (const viewer of viewers) expect(await outcome(house.url, path, input(ids), viewer.cookie), path).toEqual(FORBIDDEN);
  }
  expect(await everything(ana, secret.id)).toEqual(before);
});

test('ACCESS-5 what is for administrators of the server is refused to the owner of any team', async () => {
  await using house = await openHouse();
  await house.founder('Root');
  const owner = await house.founder('Owner');
  const ids = await things(owner, { userId: owner.user.id });
  for (const [path, input] of Object.entries(INPUTS)) {
    if (input === 'open' || !('admin' in input)) continue;
    expect(await outcome(house.url, path, input.admin(ids), owner.cookie), path).toEqual(FORBIDDEN);
  }
});

test('SESSION-4 A05 a session that ended opens nothing, on any procedure', async () => {
  await using house = await openHouse();
  const ana = await house.founder();
  const ids = await things(ana, { userId: ana.user.id });
  const phone = await ana.again();
  await post(house.url, 'auth.signOut', {}, phone.cookie);
  for (const [path, input] of Object.entries(INPUTS)) {
    if (input === 'open') continue;
    expect(await outcome(house.url, path, inputOf(input, ids), phone.cookie), path).toMatchObject({ status: 401 });
  }
});

test('ACCESS-5 A05 somebody removed or suspended finds nothing of the team, on any procedure', async () => {
  await using house = await openHouse();
  const { ana, staff } = await staffed(house);
  const teamId = ana.team.id;
  const ids = await things(ana, { userId: staff.guest.user.id });
  await ana.api.member.remove.mutate({ teamId, userId: staff.member.user.id });
  await ana.api.member.suspend.mutate({ teamId, userId: staff.admin.user.id });
  for (const gone of [await house.device(staff.member), await house.device(staff.admin)])
    for (const { path, input } of ABOUT) expect(await outcome(house.url, path, input(ids), gone.cookie), path).toEqual(NOT_FOUND);
});

/** They end the membership, the team or the session of who calls, or stream on: each has tests of its own. */
const APART = new Set(['member.leave', 'team.transfer', 'team.delete', 'conversation.live']);

function refusedFor(role: Role, kind: (typeof ABOUT)[number]['kind'], from: Role | 'nobody'): object | undefined {
  const inAPlace = kind === 'folder' || kind === 'conversation' || kind === 'message' || kind === 'generation';
  if (inAPlace && role === 'guest') return NOT_FOUND;
  if (from === 'nobody') return role === 'owner' ? undefined : FORBIDDEN;
  return ROLES.indexOf(role) > ROLES.indexOf(from) ? FORBIDDEN : undefined;
}

/** A team with one of each role. */
async function staffed(house: House): Promise<{ ana: Person; staff: Record<Role, Person> }> {
  const ana = await house.founder('Ana');
  const [admin, moderator, member, guest] = [
    await joinedAs(house, ana, 'admin'),
    await joinedAs(house, ana, 'moderator'),
    await joinedAs(house, ana, 'member'),
    await joinedAs(house, ana, 'guest'),
  ];
  return { ana, staff: { owner: ana, admin, moderator, member, guest } };
}

async function joinedAs(house: House, ana: Person, role: Exclude<Role, 'owner'>): Promise<Person> {
  const { url } = await ana.api.invite.create.mutate({ teamId: ana.team.id, role, maxUses: 1 });
  const person = await house.newcomer(`The ${role}`);
  await person.accept(url);
  return person;
}

async function everything(person: Person, conversationId: ConversationId = person.welcome.id): Promise<unknown> {
  const teamId = person.team.id;
  const { messages, conversation } = await person.api.conversation.open.query({ conversationId });
  return {
    messages,
    title: conversation.title,
    team: await person.api.team.get.query({ teamId }),
    members: (await person.api.member.list.query({ teamId })).items.map(({ userId, role }) => [userId, role]),
    invites: await person.api.invite.list.query({ teamId }),
    folders: await person.api.folder.list.query({ teamId }),
    subjects: await person.api.access.listSubjects.query({ conversationId }),
  };
}
