/** Everything the store's suites share: real stores in temp folders, people in them, guards that let in or refuse, and other processes. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { openStore } from '../../db/open.ts';
import type { SessionRow, Store } from '../../db/store.ts';
import { decide } from '../../server/access/decide.ts';
import type { Action, Facts, Guard, Ref, Role } from '../../shared/access.ts';
import { Refusal, type Reason, refuse } from '../../shared/errors.ts';
import {
  type ConversationId,
  type FileId,
  type FolderId,
  type GenerationId,
  type InviteId,
  type MessageId,
  type SessionHandle,
  sessionHandle,
  type TeamId,
  type UserId,
} from '../../shared/ids.ts';
import type { Team, User } from '../../shared/schemas/identity.ts';

export const T0 = Date.parse('2026-01-01T00:00:00.000Z');
export const HOUR_MS = 3600_000;
export const DAY_MS = 24 * HOUR_MS;

/** A folder that goes with the test. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'parley-store-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export async function openTemp(): Promise<{ store: Store; folder: string }> {
  const folder = join(tempFolder(), 'data');
  const store = await openStore(folder);
  onTestFinished(() => store.close());
  return { store, folder };
}

export const to = {
  nothing: { kind: 'nothing' } as const,
  team: (teamId: TeamId): Ref => ({ kind: 'team', teamId }),
  folder: (folderId: FolderId): Ref => ({ kind: 'folder', folderId }),
  conversation: (conversationId: ConversationId): Ref => ({ kind: 'conversation', conversationId }),
  message: (messageId: MessageId): Ref => ({ kind: 'message', messageId }),
  generation: (generationId: GenerationId): Ref => ({ kind: 'generation', generationId }),
  invite: (inviteId: InviteId): Ref => ({ kind: 'invite', inviteId }),
  file: (fileId: FileId): Ref => ({ kind: 'file', fileId }),
  member: (member: { teamId: TeamId; userId: UserId }): Ref => ({ kind: 'member', ...member }),
};

/** What a door does with everybody who comes. */
export interface Person {
  user: User;
  sessionId: string;
  /** A guard that lets in. */
  may(ref: Ref): Guard;
  /** A guard whose answer turned to no by the time the write begins. */
  mayNot(ref: Ref, seen?: (facts: Facts) => void): Guard;
}

let counter = 0;
export const unique = (what: string) => `${what}-${(counter += 1)}`;

/** Registers somebody and signs them in. */
export async function person(store: Store, name = unique('Person'), invite?: { inviteHash: string }): Promise<Person> {
  const draft = { name, email: `${unique('mail')}@example.org`, passwordHash: `hash of ${name}`, ...invite };
  const { user } = await store.users.register(draft, T0);
  const sessionId = sha256(unique('token'));
  const one: Person = {
    user,
    sessionId,
    may: (ref) => ({ credential: { kind: 'session', id: sessionId }, userId: user.id, ref, check: () => [] }),
    mayNot: (ref, seen) => ({
      ...one.may(ref),
      check(facts) {
        seen?.(facts);
        throw new Refusal('SESSION_REVOKED');
      },
    }),
  };
  await signIn(store, one);
  return one;
}

/** A guard that decides as the server does. */
export function deciding(who: Person, action: Action, ref: Ref): Guard {
  const check: Guard['check'] = (facts) => {
    const decision = decide({ userId: who.user.id }, action, ref, facts, T0);
    return decision.allow ? decision.path : refuse(decision.code);
  };
  return { ...who.may(ref), check };
}

/** Brings back the session that a change of membership ended. */
export async function signIn(store: Store, who: Person, now = T0): Promise<void> {
  await store.sessions.insert(session(who, { id: who.sessionId, now }));
}

export function session(who: Person, more: { id?: string; now?: number; expiresAt?: number } = {}): SessionRow {
  const { id = sha256(unique('token')), now = T0, expiresAt = now + 14 * DAY_MS } = more;
  return { id, handle: handleOf(id), userId: who.user.id, createdAt: now, lastUsedAt: now, expiresAt, ip: '127.0.0.1', agent: 'test' };
}

export function handleOf(sessionId: string): SessionHandle {
  return sessionHandle.parse(sha256(sessionId).slice(0, 20));
}

export interface House {
  store: Store;
  folder: string;
  owner: Person;
  team: Team;
  welcome: ConversationId;
  /** Somebody new, through an invite. */
  joined(name?: string): Promise<Person>;
}

/** A store with one team and its owner. */
export async function house(): Promise<House> {
  const { store, folder } = await openTemp();
  const owner = await person(store, 'Olga');
  const { team, welcome } = await store.teams.create({ name: 'Team', welcome: 'Hello from the guide.' }, owner.may(to.nothing), T0);
  await signIn(store, owner);
  const joined = async (name?: string) => person(store, name, { inviteHash: await inviteTo(store, owner, team.id) });
  return { store, folder, owner, team, welcome, joined };
}

export async function inviteTo(store: Store, issuer: Person, teamId: TeamId, now = T0, role: Role = 'member'): Promise<string> {
  const tokenHash = sha256(unique('invite'));
  await store.invites.create({ teamId, role, tokenHash, expiresAt: now + 7 * DAY_MS }, issuer.may(to.team(teamId)), now);
  return tokenHash;
}

export async function conversationOf({ store, team }: House, by: Person, visibility: 'team' | 'private' = 'team') {
  return store.conversations.create({ teamId: team.id, visibility }, by.may(to.team(team.id)), T0);
}

/** A file that waits to be sent there. */
export async function upload(
  store: Store,
  by: Person,
  conversationId: ConversationId,
  text: string | Uint8Array = 'some text',
  name = 'notes.txt',
) {
  const received = await store.files.receive(pieces(text));
  return store.files.add({ conversationId, name, received }, by.may(to.conversation(conversationId)), T0);
}

export async function* pieces(...parts: (string | Uint8Array)[]): AsyncGenerator<Uint8Array, void, undefined> {
  for (const part of parts) yield typeof part === 'string' ? Buffer.from(part) : part;
}

/** Says something, in a conversation; `model` answers. */
export async function say(
  store: Store,
  by: Person,
  conversationId: ConversationId,
  text: string,
  more: { model?: string; parentId?: MessageId; now?: number; attachments?: FileId[] } = {},
) {
  const { model, parentId, now = T0, attachments } = more;
  const draft = {
    conversationId,
    clientKey: unique('key'),
    text,
    ...(parentId && { parentId }),
    ...(model && { reply: { model } }),
    ...(attachments && { attachments }),
  };
  return store.messages.append(draft, by.may(to.conversation(conversationId)), now);
}

/** Says something and gets a finished answer; returns both messages. */
export async function ask(store: Store, by: Person, conversationId: ConversationId, text: string, answer: string) {
  const { message, generation } = await say(store, by, conversationId, text, { model: 'tiny' });
  if (!generation) throw new Error('nobody answers');
  await store.generations.end(generation.id, { outcome: 'done', thinking: '', text: answer }, T0);
  return { question: message, answer: generation.messageId, generation };
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The reason a promise is refused with; anything but a refusal is thrown on. */
export async function refusal(work: Promise<unknown>): Promise<Reason> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Refusal) return error.reason;
    throw error;
  }
  throw new Error('was not refused');
}

/** Everything on disk. Reading in the process that holds the databases is fine here: no other process competes for their locks. */
export function bytesOf(folder: string): Buffer {
  const names = readdirSync(folder).filter((name) => /\.db(-wal)?$/u.test(name));
  return Buffer.concat(names.toSorted().map((name) => readFileSync(join(folder, name))));
}

const childFile = fileURLToPath(new URL('./store-child.ts', import.meta.url));

export interface Child {
  process: ChildProcess;
  /** The next line it prints; undefined when it ended. */
  line(): Promise<string | undefined>;
  /** Ends it the hard way and waits until it is gone. */
  kill(): Promise<void>;
  /** Tells it to close its store, and waits. */
  stop(): Promise<void>;
}

/** Another process that opens a store: see store-child.ts. */
export function child(task: string, folder: string): Child {
  const process_ = spawn(process.execPath, [childFile, task, folder], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(process_, 'exit');
  const lines = createInterface({ input: process_.stdout })[Symbol.asyncIterator]();
  const kill = async () => {
    process_.kill('SIGKILL');
    await ended;
  };
  onTestFinished(kill);
  return {
    process: process_,
    line: async () => (await lines.next()).value,
    kill,
    async stop() {
      process_.stdin.end();
      await ended;
    },
  };
}

export function hasFile(folder: string, name: string): boolean {
  return existsSync(join(folder, name));
}
