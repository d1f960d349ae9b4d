import { createTRPCClient, createWSClient, httpLink, splitLink, type TRPCClient, TRPCClientError, wsLink } from '@trpc/client';
import { WebSocket } from 'ws';
import type { Router } from '../../server/rpc/router.ts';
import type { Conversation } from '../../shared/schemas/conversation.ts';
import type { Team, User } from '../../shared/schemas/identity.ts';
import type { ConversationEvent, InboxEvent } from '../../shared/events.ts';
import type { Reason } from '../../shared/errors.ts';
import { Watch } from './watch.ts';

export const PASSWORD = 'a long walk by the sea 7';

/** Somebody with a stock tRPC client: sockets and HTTP with a cookie, none of our own client code. */
export class Person {
  readonly url: string;
  user: User;
  /** The session cookie, as `name=value`. */
  cookie: string;
  #team: Team | undefined;
  #welcome: Conversation | undefined;
  #client: { api: TRPCClient<Router>; close(): void } | undefined;
  readonly #watches: { stop(): void }[] = [];

  private constructor(url: string, user: User, cookie: string) {
    this.url = url;
    this.user = user;
    this.cookie = cookie;
  }

  static async register(url: string, name: string, email: string): Promise<Person> {
    const { body, cookie } = await post<{ user: User }>(url, 'auth.register', { name, email, password: PASSWORD });
    if (!cookie) throw new Error('no cookie');
    return new Person(url, body.user, cookie);
  }

  /** Somebody whose session was issued by other means than a password. */
  static signedIn(url: string, user: User, cookie: string): Person {
    return new Person(url, user, cookie);
  }

  /** The same account on another device. */
  async again(): Promise<Person> {
    const { body, cookie } = await post<{ user: User }>(this.url, 'auth.signIn', { email: this.user.email, password: PASSWORD });
    if (!cookie) throw new Error('no cookie');
    const person = new Person(this.url, body.user, cookie);
    person.#team = this.#team;
    person.#welcome = this.#welcome;
    return person;
  }

  get team(): Team {
    if (!this.#team) throw new Error(`${this.user.name} has no team`);
    return this.#team;
  }

  get welcome(): Conversation {
    if (!this.#welcome) throw new Error(`${this.user.name} has no team`);
    return this.#welcome;
  }

  /** Calls over one WebSocket, dialled when first used. */
  get api(): TRPCClient<Router> {
    this.#client ??= socketClient(this.url, this.cookie);
    return this.#client.api;
  }

  /** A call over HTTP; a new session cookie is kept. */
  async http<Answer>(path: string, input?: unknown): Promise<Answer> {
    const { body, cookie } = await post<Answer>(this.url, path, input, this.cookie);
    if (cookie !== undefined && cookie !== this.cookie) {
      this.cookie = cookie;
      this.hangUp();
    }
    return body;
  }

  async createTeam(name: string): Promise<void> {
    const { team } = await this.http<{ team: Team }>('team.create', { name });
    await this.#settle(team);
  }

  async accept(inviteUrl: string): Promise<void> {
    const { team } = await this.http<{ team: Team }>('invite.accept', { token: inviteUrl.split('/').at(-1) });
    await this.#settle(team);
  }

  async #settle(team: Team): Promise<void> {
    this.#team = team;
    const { items } = await this.api.conversation.list.query({ teamId: team.id });
    this.#welcome = items[0];
  }

  /** Follows a conversation live. Without a cursor: from now on. */
  watch(conversationId: Conversation['id'], lastEventId?: string): Watch<ConversationEvent> {
    const watch = new Watch<ConversationEvent>();
    const { unsubscribe } = this.api.conversation.live.subscribe(
      { conversationId, ...(lastEventId !== undefined && { lastEventId }) },
      {
        onStarted: () => watch.started(),
        onData: ({ id, data }) => watch.take(id, data.events),
        onError: (error) => watch.fail(error),
        onComplete: () => watch.complete(),
      },
    );
    watch.stop = unsubscribe;
    this.#watches.push(watch);
    return watch;
  }

  /** Follows this person's inbox live. */
  inbox(): Watch<InboxEvent> {
    const watch = new Watch<InboxEvent>();
    const { unsubscribe } = this.api.inbox.live.subscribe(undefined, {
      onStarted: () => watch.started(),
      onData: ({ id, data }) => watch.take(id, data.events),
      onError: (error) => watch.fail(error),
      onComplete: () => watch.complete(),
    });
    watch.stop = unsubscribe;
    this.#watches.push(watch);
    return watch;
  }

  /** Closes the socket; the next call dials a new one. */
  hangUp(): void {
    this.#client?.close();
    this.#client = undefined;
  }

  leave(): void {
    for (const watch of this.#watches) watch.stop();
    this.hangUp();
  }
}

/** What a call was refused with. Fails when it was not. */
export async function refusal(call: Promise<unknown>): Promise<{ reason: Reason; message: string; retryAfter?: number }> {
  try {
    await call;
  } catch (error) {
    if (error instanceof TRPCClientError) return error.data as { reason: Reason; message: string };
    throw error;
  }
  throw new Error('this was to be refused');
}

export class HttpRefusal extends Error {
  readonly status: number;
  readonly data: { reason: Reason; message: string };

  constructor(status: number, data: { reason: Reason; message: string }) {
    super(`${status} ${data.reason}: ${data.message}`);
    this.status = status;
    this.data = data;
  }
}

export async function post<Answer>(
  url: string,
  path: string,
  input?: unknown,
  cookie?: string,
): Promise<{ body: Answer; cookie?: string }> {
  const response = await fetch(`${url}/trpc/${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...(cookie && { cookie }) },
    body: JSON.stringify(input ?? {}),
  });
  const answer = (await response.json()) as { result?: { data: Answer }; error?: { data: HttpRefusal['data'] } };
  if (answer.error || !answer.result)
    throw new HttpRefusal(response.status, answer.error?.data ?? { reason: 'INTERNAL', message: 'no answer' });
  const set = response.headers.getSetCookie().at(-1)?.split(';')[0];
  return { body: answer.result.data, ...(set !== undefined && { cookie: set }) };
}

function socketClient(url: string, cookie: string): { api: TRPCClient<Router>; close(): void } {
  class CookieSocket extends WebSocket {
    constructor(address: string | URL) {
      super(address, { headers: { cookie } });
      // A socket that is refused or cut shows as a failed call; nothing else has to hear of it.
      this.on('error', () => undefined);
    }
  }
  const client = createWSClient({
    url: `${url.replace(/^http/, 'ws')}/trpc`,
    WebSocket: CookieSocket as unknown as typeof globalThis.WebSocket,
    retryDelayMs: () => 50,
  });
  const api = createTRPCClient<Router>({
    links: [
      splitLink({
        condition: ({ path }) => path === 'system.setup' || path === 'invite.preview',
        true: httpLink({ url: `${url}/trpc`, headers: { cookie } }),
        false: wsLink({ client }),
      }),
    ],
  });
  return { api, close: () => void client.close() };
}
