import { Argon2id } from 'oslo/password';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CLOSE } from '../../shared/errors.ts';
import { SESSION } from '../../shared/limits.ts';
import { call, dial } from '../support/call.ts';
import { cookieOf, entrance, somewhere } from '../support/entrance.ts';
import { type House, openHouse } from '../support/house.ts';
import { PASSWORD } from '../support/person.ts';

let house: House;
let now: number;
const clock = { now: () => now };
const { register, signIn, me } = entrance(() => house.url);
beforeEach(async () => {
  now = Date.now();
  house = await openHouse({ clock, settings: { PARLEY_TRUST_PROXY: '127.0.0.1' } });
});
afterEach(() => house[Symbol.asyncDispose]());

describe('registering', () => {
  test('A43 signs in with a cookie that scripts cannot read and other sites cannot send', async () => {
    const answer = await register('ada@example.org');
    expect(answer).toMatchObject({ status: 200, data: { user: { name: 'Some Person', email: 'ada@example.org', admin: true } } });
    const [name, ...attributes] = (answer.setCookies[0] ?? '').split('; ');
    expect(name).toMatch(/^session=[\w-]{43}$/);
    expect(attributes.toSorted()).toEqual(['HttpOnly', `Max-Age=${SESSION.absoluteMs / 1000}`, 'Path=/', 'SameSite=Lax']);
    expect(await me(cookieOf(answer))).toMatchObject({ status: 200, data: { user: { email: 'ada@example.org' }, teams: [] } });
  });

  test('A31 thirty at once make one administrator', async () => {
    const answers = await Promise.all(Array.from({ length: 30 }, (_, i) => register(`person${i}@example.org`)));
    const users = answers.map((answer) => answer.data?.['user'] as { admin: boolean });
    expect(users).toHaveLength(30);
    expect(users.filter(({ admin }) => admin)).toHaveLength(1);
  });

  test('the same address twice, also at once and in another case, makes one account', async () => {
    const answers = await Promise.all(['Ada@example.org', 'ada@example.org', 'ADA@EXAMPLE.ORG'].map((email) => register(email)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ refusal }) => refusal?.reason === 'EMAIL_TAKEN')).toHaveLength(2);
  });

  test.each([
    ['password', 'password123!'],
    ['password', 'some person 42'],
    ['password', 'short'],
  ])('%s %s is refused, with the field', async (field, password) => {
    const { status, refusal } = await call(
      house.url,
      'auth.register',
      { name: 'Some Person', email: 'ada@example.org', password },
      somewhere(),
    );
    expect(status).toBe(400);
    expect(refusal).toMatchObject({ reason: 'VALIDATION', fields: [{ path: [field] }] });
  });

  test('ACCESS-6 A39 an unknown key is refused: nobody makes themselves an administrator', async () => {
    await register('first@example.org');
    const { refusal } = await call(
      house.url,
      'auth.register',
      { name: 'Eve', email: 'eve@example.org', password: PASSWORD, admin: true },
      somewhere(),
    );
    expect(refusal?.reason).toBe('VALIDATION');
  });

  test('by invite only: the first may, then only who holds one', async () => {
    await using closed = await openHouse({ settings: { PARLEY_REGISTRATION: 'invite' } });
    const founder = await closed.founder();
    const stranger = { name: 'Some Person', email: 'eve@example.org', password: PASSWORD };
    expect((await call(closed.url, 'auth.register', stranger)).refusal?.reason).toBe('REGISTRATION_CLOSED');
    expect((await call(closed.url, 'auth.register', { ...stranger, inviteToken: 'x'.repeat(43) })).refusal?.reason).toBe('INVITE_INVALID');
    const { url } = await founder.api.invite.create.mutate({ teamId: founder.team.id });
    const guest = await call(closed.url, 'auth.register', { ...stranger, inviteToken: url.split('/').at(-1) });
    expect(guest).toMatchObject({ status: 200, data: { team: { id: founder.team.id, role: 'member' } } });
  });
});

describe('signing in', () => {
  test('A24 an unknown address and a wrong password get one answer, after the same work', async () => {
    await register('ada@example.org');
    const work = async (email: string) => {
      const before = house.parley.app.auth.hashesComputed;
      const { setCookies, status, refusal } = await signIn(email, 'not the password');
      return { setCookies, status, refusal: { ...refusal, requestId: '' }, hashes: house.parley.app.auth.hashesComputed - before };
    };
    const known = await work('ada@example.org');
    expect(await work('nobody@example.org')).toEqual(known);
    expect(known).toMatchObject({ status: 401, refusal: { reason: 'WRONG_CREDENTIALS' }, setCookies: [], hashes: 1 });
  });

  test('INPUT-2 A33 guesses from one address are refused before anything is hashed', async () => {
    await register('ada@example.org');
    const before = house.parley.app.auth.hashesComputed;
    const address = somewhere();
    const answers = await Promise.all(Array.from({ length: 30 }, (_, i) => signIn('ada@example.org', `guess number ${i}`, address)));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(25);
    for (const { refusal } of refused) expect(refusal).toMatchObject({ reason: 'RATE_LIMITED', retryAfter: expect.any(Number) });
    expect(house.parley.app.auth.hashesComputed - before).toBe(5);
    expect((await signIn('ada@example.org')).status).toBe(200);
  });

  test('A34 a stranger who guesses cannot lock the owner out', async () => {
    await register('ada@example.org');
    const stranger = somewhere();
    for (let i = 0; i < 8; i++) await signIn('ada@example.org', `guess number ${i}`, stranger);
    expect((await signIn('ada@example.org')).status).toBe(200);
  });

  test('A33 an address cannot be made up to guess more', async () => {
    await using direct = await openHouse();
    const guess = (i: number) => call(direct.url, 'auth.signIn', { email: 'ada@example.org', password: `guess ${i}` }, somewhere());
    const answers = await Promise.all(Array.from({ length: 10 }, (_, i) => guess(i)));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
  });

  test('needs HTTP: a socket cannot carry a cookie', async () => {
    const person = await house.register();
    await expect(person.api.auth.signIn.mutate({ email: person.user.email, password: PASSWORD })).rejects.toMatchObject({
      data: { reason: 'HTTP_REQUIRED' },
    });
  });

  test('the twenty-first session ends the oldest, and its sockets', async () => {
    const oldest = cookieOf(await register('ada@example.org'));
    const { closed } = await dial(house.url, { cookie: oldest });
    for (let i = 0; i < SESSION.maxPerUser; i++) {
      now += 1000;
      await signIn('ada@example.org');
    }
    expect(await closed).toBe(CLOSE.sessionRevoked);
    expect((await me(oldest)).status).toBe(401);
  });
});

describe('the account', () => {
  test('A37 a new password needs the old one, and guessing it ends', async () => {
    const cookie = cookieOf(await register('ada@example.org'));
    const guess = () =>
      call(house.url, 'auth.changePassword', { currentPassword: 'not this one', newPassword: 'another walk by the lake 8' }, { cookie });
    expect((await guess()).refusal).toMatchObject({ reason: 'WRONG_CREDENTIALS', fields: [{ path: ['currentPassword'] }] });
    for (let i = 0; i < 9; i++) await guess();
    expect((await guess()).status).toBe(429);
    expect((await me(cookie)).status).toBe(200);
  });

  test('a new password follows the rules of the first', async () => {
    const cookie = cookieOf(await register('ada@example.org'));
    const { refusal } = await call(
      house.url,
      'auth.changePassword',
      { currentPassword: PASSWORD, newPassword: 'password123!' },
      { cookie },
    );
    expect(refusal).toMatchObject({ reason: 'VALIDATION', fields: [{ path: ['newPassword'] }] });
  });

  test('a new name is there at once', async () => {
    const cookie = cookieOf(await register('ada@example.org'));
    expect(await call(house.url, 'account.update', { name: '  Ada L.  ' }, { cookie })).toMatchObject({
      data: { user: { name: 'Ada L.' } },
    });
    expect((await me(cookie)).data).toMatchObject({ user: { name: 'Ada L.' } });
  });

  test('a hash of less strength is replaced when its password is known again', async () => {
    const weak = await new Argon2id({ memorySize: 8192, iterations: 1 }).hash(PASSWORD);
    const { store, settled } = house.parley.app;
    const { user } = await store.users.register({ name: 'Ada', email: 'ada@example.org', passwordHash: weak }, now);
    expect((await signIn('ada@example.org')).status).toBe(200);
    await settled();
    expect(await store.users.passwordHashOf(user.id)).toMatch(/m=19456,t=2/);
    expect((await signIn('ada@example.org')).status).toBe(200);
  });
});
