import { expect, test } from 'vitest';
import { z } from 'zod';
import { assertDeclared, procedures } from '../../server/rpc/router.ts';
import { router, signedIn } from '../../server/rpc/trpc.ts';
import { openHouse } from '../support/house.ts';
import { HttpRefusal, type Person, post } from '../support/person.ts';

interface Ids {
  teamId: string;
  userId: string;
  conversationId: string;
  messageId: string;
  generationId: string;
  inviteId: string;
}

/** A valid input of every procedure about these things; 'own' = about nothing but the caller, 'open' = for everybody. */
const INPUTS: Record<string, 'open' | 'own' | ((ids: Ids) => object)> = {
  'account.update': 'own',
  'auth.changePassword': 'own',
  'auth.me': 'own',
  'auth.register': 'open',
  'auth.signIn': 'open',
  'auth.signOut': 'open',
  'conversation.archive': ({ conversationId }) => ({ conversationId }),
  'conversation.create': ({ teamId }) => ({ teamId }),
  'conversation.delete': ({ conversationId }) => ({ conversationId }),
  'conversation.fork': ({ messageId }) => ({ messageId }),
  'conversation.list': ({ teamId }) => ({ teamId }),
  'conversation.live': ({ conversationId }) => ({ conversationId }),
  'conversation.open': ({ conversationId }) => ({ conversationId }),
  'conversation.update': ({ conversationId }) => ({ conversationId, title: 'mine now' }),
  'generation.continue': ({ generationId }) => ({ generationId }),
  'generation.queue': ({ teamId }) => ({ teamId }),
  'generation.start': ({ messageId }) => ({ messageId }),
  'generation.stop': ({ generationId }) => ({ generationId }),
  'inbox.live': 'own',
  'invite.accept': 'own',
  'invite.create': ({ teamId }) => ({ teamId }),
  'invite.list': ({ teamId }) => ({ teamId }),
  'invite.preview': 'open',
  'invite.revoke': ({ inviteId }) => ({ inviteId }),
  'member.leave': ({ teamId }) => ({ teamId }),
  'member.list': ({ teamId }) => ({ teamId }),
  'member.remove': ({ teamId, userId }) => ({ teamId, userId }),
  'member.setRole': ({ teamId, userId }) => ({ teamId, userId, role: 'guest' }),
  'message.delete': ({ messageId }) => ({ messageId }),
  'message.edit': ({ messageId }) => ({ messageId, text: 'hacked' }),
  'message.history': ({ conversationId }) => ({ conversationId }),
  'message.markRead': ({ conversationId }) => ({ conversationId, seq: 1 }),
  'message.send': ({ conversationId }) => ({ conversationId, clientKey: 'k', text: 'hi', model: null }),
  'model.cancelPull': ({ teamId }) => ({ teamId, model: 'x' }),
  'model.list': ({ teamId }) => ({ teamId }),
  'model.pull': ({ teamId }) => ({ teamId, model: 'x' }),
  'model.remove': ({ teamId }) => ({ teamId, model: 'smollm2:135m' }),
  'model.setPolicy': ({ teamId }) => ({ teamId, defaultModel: null }),
  'model.show': ({ teamId }) => ({ teamId, model: 'smollm2:135m' }),
  'presence.typing': ({ conversationId }) => ({ conversationId }),
  'session.list': 'own',
  'session.revoke': 'own',
  'session.revokeOthers': 'own',
  'system.setup': 'open',
  'team.create': 'own',
  'team.get': ({ teamId }) => ({ teamId }),
  'team.list': 'own',
  'team.update': ({ teamId }) => ({ teamId, name: 'mine now' }),
};

test('ACCESS-1 every procedure declares its action, and a router with one that does not cannot start', () => {
  expect(() => assertDeclared()).not.toThrow();
  const undeclared = router({ hole: signedIn.input(z.object({})).query(() => 'open to all') });
  expect(() => assertDeclared(undeclared)).toThrow(/hole/);
});

test('ACCESS-5 the matrix below knows every procedure there is', () => {
  expect(
    procedures()
      .map(({ path }) => path)
      .sort(),
  ).toEqual(Object.keys(INPUTS).sort());
});

test('ACCESS-5 nobody who is not signed in gets anything but what is open', async () => {
  await using house = await openHouse();
  const ids = await things(await house.founder());
  for (const [path, input] of Object.entries(INPUTS)) {
    if (input === 'open') continue;
    const answer = await outcome(house.url, path, input === 'own' ? {} : input(ids), '');
    expect(answer, path).toEqual({ status: 401, reason: 'UNAUTHENTICATED' });
  }
});

test('ACCESS-2 ACCESS-5 A01 foreign and unknown ids give one and the same answer on every procedure, and nothing changes', async () => {
  await using house = await openHouse();
  const ana = await house.founder('Ana');
  const stranger = await house.founder('Stranger');
  const foreign = await things(ana);
  const unknown: Ids = {
    teamId: id('t'),
    userId: id('u'),
    conversationId: id('c'),
    messageId: id('m'),
    generationId: id('g'),
    inviteId: id('i'),
  };
  const before = await everything(ana);
  for (const [path, input] of Object.entries(INPUTS)) {
    if (typeof input === 'string') continue;
    expect(await outcome(house.url, path, input(foreign), stranger.cookie), path).toEqual({ status: 404, reason: 'NOT_FOUND' });
    expect(await outcome(house.url, path, input(unknown), stranger.cookie), path).toEqual({ status: 404, reason: 'NOT_FOUND' });
  }
  expect(await everything(ana)).toEqual(before);
});

test('SESSION-4 a session that ended opens nothing, on any procedure', async () => {
  await using house = await openHouse();
  const ana = await house.founder();
  const ids = await things(ana);
  const phone = await ana.again();
  await post(house.url, 'auth.signOut', {}, phone.cookie);
  for (const [path, input] of Object.entries(INPUTS)) {
    if (input === 'open') continue;
    expect(await outcome(house.url, path, input === 'own' ? {} : input(ids), phone.cookie), path).toMatchObject({ status: 401 });
  }
});

async function things(person: Person): Promise<Ids> {
  const { message, reply } = await person.api.message.send.mutate({
    conversationId: person.welcome.id,
    clientKey: `things ${Math.random()}`,
    text: 'hello',
    model: 'guide',
  });
  const { invite } = await person.api.invite.create.mutate({ teamId: person.team.id });
  await person.api.generation.stop.mutate({ generationId: reply?.id ?? never() });
  return {
    teamId: person.team.id,
    userId: person.user.id,
    conversationId: person.welcome.id,
    messageId: message.id,
    generationId: reply?.id ?? never(),
    inviteId: invite.id,
  };
}

async function everything(person: Person): Promise<unknown> {
  const { messages, conversation } = await person.api.conversation.open.query({ conversationId: person.welcome.id });
  const { team } = await person.api.team.get.query({ teamId: person.team.id });
  const { items } = await person.api.invite.list.query({ teamId: person.team.id });
  return { messages, title: conversation.title, team, invites: items };
}

/** Mutations by POST, queries and subscriptions by GET: whatever the procedure is, both ways are tried. */
async function outcome(url: string, path: string, input: object, cookie: string): Promise<{ status: number; reason: string }> {
  const query = await fetch(`${url}/trpc/${path}?input=${encodeURIComponent(JSON.stringify(input))}`, { headers: { cookie } });
  const answer = query.headers.get('content-type')?.startsWith('text/event-stream')
    ? await streamedError(query)
    : ((await query.json()) as Answer);
  if (query.status !== 405 && answer.error) return { status: answer.error.data.httpStatus, reason: answer.error.data.reason };
  if (query.status !== 405) return { status: query.status, reason: 'let in' };
  try {
    await post(url, path, input, cookie);
    return { status: 200, reason: 'let in' };
  } catch (error) {
    if (error instanceof HttpRefusal) return { status: error.status, reason: error.data.reason };
    throw error;
  }
}

interface Answer {
  error?: { data: { reason: string; httpStatus: number } };
}

/** A refused subscription says so as its first event. */
async function streamedError(response: Response): Promise<Answer> {
  const text = await response.text();
  const line = text.split('\n').find((each) => each.startsWith('data: ') && each.includes('"reason"'));
  return { error: { data: (JSON.parse(line?.slice(6) ?? '{}') as { data: { reason: string; httpStatus: number } }).data } };
}

function id(letter: string): string {
  return letter.repeat(20);
}

function never(): never {
  throw new Error('this is always there');
}
