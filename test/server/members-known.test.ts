import { expect, test } from 'vitest';
import type { Role } from '../../shared/access.ts';
import { userId as userIdOf, type TeamId, type UserId } from '../../shared/ids.ts';
import { openHouse, type House } from '../support/house.ts';
import { type Person, refusal } from '../support/person.ts';

async function joinedAs(house: House, ana: Person, role: Exclude<Role, 'owner'>): Promise<Person> {
  const { url } = await ana.api.invite.create.mutate({ teamId: ana.team.id, role, maxUses: 1 });
  const person = await house.newcomer(`The ${role}`);
  await person.accept(url);
  return person;
}

/** What is refused about one member, all ways there are. */
async function refusals({ api }: Person, about: { teamId: TeamId; userId: UserId }): Promise<unknown[]> {
  const { member } = api;
  const calls = [
    () => member.restore.mutate(about),
    () => member.remove.mutate(about),
    () => member.suspend.mutate(about),
    () => member.setRole.mutate({ ...about, role: 'guest' }),
  ];
  const told = [];
  for (const call of calls) {
    const { reason, message } = await refusal(call());
    told.push({ reason, message });
  }
  return told;
}

test('ACCESS-2 whoever may not know who is suspended is told the same of them as of a stranger and of nobody; a guest of members, too', async () => {
  await using house = await openHouse({ noOllama: true });
  const ana = await house.founder('Ana');
  const { id: teamId } = ana.team;
  const [away, there, stranger] = [await joinedAs(house, ana, 'member'), await joinedAs(house, ana, 'member'), await house.newcomer()];
  const callers = {
    moderator: await joinedAs(house, ana, 'moderator'),
    member: await joinedAs(house, ana, 'member'),
    guest: await joinedAs(house, ana, 'guest'),
  };
  await ana.api.member.suspend.mutate({ teamId, userId: away.user.id });
  const nobody = userIdOf.parse('z'.repeat(20));
  for (const [role, caller] of Object.entries(callers)) {
    const unknown = await refusals(caller, { teamId, userId: nobody });
    expect(unknown, role).toMatchObject(Array.from(unknown, () => ({ reason: 'NOT_FOUND' })));
    for (const userId of [away.user.id, stranger.user.id]) expect(await refusals(caller, { teamId, userId }), role).toEqual(unknown);
    const known = await refusals(caller, { teamId, userId: there.user.id });
    if (role === 'guest') expect(known).toEqual(unknown);
    else expect(known).toMatchObject(Array.from(unknown, () => ({ reason: 'FORBIDDEN' })));
  }
  // An admin knows, and is told what is so.
  const admin = await joinedAs(house, ana, 'admin');
  expect(await refusal(admin.api.member.restore.mutate({ teamId, userId: there.user.id }))).toMatchObject({ reason: 'CONFLICT' });
  await admin.api.member.restore.mutate({ teamId, userId: away.user.id });
});

test('owners and admins see when somebody was last here, and nobody else does', async () => {
  const clock = { at: Date.parse('2026-05-01T09:00:00.000Z'), now: () => clock.at };
  await using house = await openHouse({ noOllama: true, clock });
  const ana = await house.founder('Ana');
  const bo = await house.joiner(ana, 'Bo');
  const { id: teamId } = ana.team;
  const seenBy = async (who: Person) =>
    (await who.api.member.list.query({ teamId })).items.find(({ userId }) => userId === bo.user.id)?.lastSeenAt;
  const began = new Date(clock.at).toISOString();
  expect(await seenBy(ana)).toBe(began);
  expect(await seenBy(bo)).toBeUndefined();

  // Connected for hours: the end of that is when they were last here.
  const inbox = ana.inbox();
  const own = bo.inbox();
  await Promise.all([inbox.untilType('inbox.state'), own.untilType('inbox.state')]);
  clock.at += 3 * 3600_000;
  bo.leave();
  await inbox.until((event) => event.type === 'presence' && event.userId === bo.user.id && !event.online, 'Bo gone');
  expect(await seenBy(ana)).toBe(new Date(clock.at).toISOString());

  // A program that only calls is here when it calls.
  clock.at += 3600_000;
  await bo.api.team.list.query();
  expect(await seenBy(ana)).toBe(new Date(clock.at).toISOString());
});
