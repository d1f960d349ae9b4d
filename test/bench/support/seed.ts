/** People, a team and conversations, put into a data folder before a server is started on it: thousands of sign-ups would measure password hashing. */
import { randomBytes } from 'node:crypto';
import { openStore } from '../../../db/open.ts';
import type { SessionRow, Store } from '../../../db/store.ts';
import { hashToken, mintToken, newSessionHandle } from '../../../server/auth/tokens.ts';
import type { Guard, Ref } from '../../../shared/access.ts';
import type { ConversationId, TeamId, UserId } from '../../../shared/ids.ts';
import { SESSION } from '../../../shared/limits.ts';

export interface Member {
  userId: UserId;
  /** As a header. */
  cookie: string;
}

export interface Seeded {
  teamId: TeamId;
  /** The first is the owner. */
  people: Member[];
  conversations: ConversationId[];
}

const NOTHING: Ref = { kind: 'nothing' };

/** All in one team, or each in one of their own with one conversation there. */
export type Population = { people: number; conversations: number } | { strangers: number };

export async function seed(folder: string, population: Population): Promise<Seeded> {
  const store = await openStore(folder);
  try {
    return 'strangers' in population ? await strangers(store, population.strangers) : await colleagues(store, population);
  } finally {
    await store.close();
  }
}

async function colleagues(store: Store, counts: { people: number; conversations: number }): Promise<Seeded> {
  const ids: UserId[] = [];
  for (let n = 0; n < counts.people; n += 1) ids.push(await register(store, n));
  const [owner = never(), ...others] = ids;
  const { team } = await store.teams.create({ name: 'Bench', welcome: 'Welcome.' }, await guard(store, owner, NOTHING), Date.now());
  const token = await invite(store, owner, team.id);
  for (const userId of others) await store.invites.accept(token, await guard(store, userId, NOTHING), Date.now());
  const conversations: ConversationId[] = [];
  const ownersGuard = await guard(store, owner, { kind: 'team', teamId: team.id });
  for (let n = 0; n < counts.conversations; n += 1) {
    const draft = { teamId: team.id, title: `Conversation ${n}`, visibility: 'team' as const };
    conversations.push((await store.conversations.create(draft, ownersGuard, Date.now())).id);
  }
  const people: Member[] = [];
  for (const userId of ids) people.push(await signedIn(store, userId));
  return { teamId: team.id, people, conversations };
}

async function strangers(store: Store, count: number): Promise<Seeded> {
  const people: Member[] = [];
  const conversations: ConversationId[] = [];
  let teamId: TeamId | undefined;
  for (let n = 0; n < count; n += 1) {
    const userId = await register(store, n);
    const { team, welcome } = await store.teams.create(
      { name: 'Bench', welcome: 'Welcome.' },
      await guard(store, userId, NOTHING),
      Date.now(),
    );
    people.push(await signedIn(store, userId));
    conversations.push(welcome);
    teamId ??= team.id;
  }
  return { teamId: teamId ?? never(), people, conversations };
}

async function signedIn(store: Store, userId: UserId): Promise<Member> {
  return { userId, cookie: `session=${await signIn(store, userId)}` };
}

async function register(store: Store, n: number): Promise<UserId> {
  const draft = { name: `Person ${n}`, email: `person${n}@example.org`, passwordHash: randomBytes(16).toString('hex') };
  return (await store.users.register(draft, Date.now())).user.id;
}

async function invite(store: Store, owner: UserId, teamId: TeamId): Promise<string> {
  const tokenHash = hashToken(randomBytes(16).toString('hex'));
  const draft = { teamId, role: 'member' as const, tokenHash, expiresAt: Date.now() + 3600_000 };
  await store.invites.create(draft, await guard(store, owner, { kind: 'team', teamId }), Date.now());
  return tokenHash;
}

/** The token of a new session. */
async function signIn(store: Store, userId: UserId): Promise<string> {
  const { token, hash } = mintToken();
  const now = Date.now();
  const row: SessionRow = {
    id: hash,
    handle: newSessionHandle(),
    userId,
    createdAt: now,
    lastUsedAt: now,
    expiresAt: now + SESSION.idleMs,
    ip: '127.0.0.1',
    agent: 'bench',
  };
  await store.sessions.insert(row);
  return token;
}

/** The one who seeds may do all of it. */
async function guard(store: Store, userId: UserId, ref: Ref): Promise<Guard> {
  const credential = { kind: 'session' as const, id: hashToken(await signIn(store, userId)) };
  return { credential, userId, ref, check: () => [] };
}

function never(): never {
  throw new Error('at least one person');
}
