/**
 * One person's inbox: state first, then what changed, by key. Changes are gathered for a moment and read from the store when they are sent, so an inbox
 * holds keys, never contents, and shows only what its person may see at that moment.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { InboxEvent } from '../../shared/events.ts';
import type { ConversationId, TeamId, UserId } from '../../shared/ids.ts';
import { decideNow } from '../access/gate.ts';
import type { Principal } from '../auth/principal.ts';
import type { App } from '../ports.ts';
import type { InboxNudge } from './bus.ts';
import { nextFrame } from './cursor.ts';
import type { Connection } from './live.ts';
import { roomToSend } from './room-to-send.ts';
import { Wake } from './wake.ts';

const GATHER_MS = 40;
const MAX_CONVERSATIONS_PER_TEAM = 200;
/** Threads with news, the newest: who has more of them reads those first. */
const MAX_THREADS = 500;

export interface InboxFrame {
  id: string;
  events: InboxEvent[];
}

/** Ends when the person or the connection does; refuses what `inbox.read` refuses, also later. */
export function inboxFeed(app: App, connection: Connection, who: Principal, signal: AbortSignal): AsyncIterator<InboxFrame, void> {
  return new Inbox(app, connection, who, signal);
}

/** An iterator by hand: a generator would hold its last frame while it waits, and the first is as large as the inbox. */
class Inbox implements AsyncIterator<InboxFrame, void> {
  readonly #app: App;
  readonly #connection: Connection;
  readonly #who: Principal;
  readonly #signal: AbortSignal;
  readonly #wake = new Wake();
  #due: Due | undefined = Due.everything();
  #state: 'new' | 'running' | 'over' = 'new';
  #leave: (() => void) | undefined;

  constructor(app: App, connection: Connection, who: Principal, signal: AbortSignal) {
    this.#app = app;
    this.#connection = connection;
    this.#who = who;
    this.#signal = signal;
  }

  async next(): Promise<IteratorResult<InboxFrame, void>> {
    try {
      if (this.#state === 'new') this.#begin();
      while (this.#state === 'running' && (await roomToSend(this.#app.live, this.#connection, this.#signal))) {
        const events = await this.#changes();
        decideNow(this.#app, this.#who, 'inbox.read', { kind: 'nothing' });
        if (events.length > 0) return { done: false, value: { id: `inbox.${nextFrame()}`, events } };
        await this.#wake.wait(this.#signal);
        await pause(GATHER_MS, undefined, { signal: this.#signal }).catch(() => undefined);
      }
    } catch (error) {
      this.#end();
      throw error;
    }
    this.#end();
    return OVER;
  }

  return(): Promise<IteratorResult<InboxFrame, void>> {
    this.#end();
    return Promise.resolve(OVER);
  }

  #begin(): void {
    const { userId, name } = this.#who;
    this.#state = 'running';
    const unlisten = this.#app.bus.onInbox(userId, (nudge) => this.#hear(nudge));
    const leave = this.#app.presence.arrive({ userId, name });
    this.#leave = () => {
      unlisten();
      leave();
    };
  }

  #end(): void {
    this.#state = 'over';
    this.#leave?.();
    this.#leave = undefined;
    this.#wake.call();
  }

  #hear(nudge: InboxNudge): void {
    this.#due ??= new Due();
    this.#due.add(nudge);
    this.#wake.call();
  }

  async #everything(): Promise<InboxEvent[]> {
    const { store, presence } = this.#app;
    const teams = await store.teams.listOf(this.#who.userId);
    const conversations = await store.conversations.inboxOf(this.#who.userId, MAX_CONVERSATIONS_PER_TEAM);
    const threads = await store.threads.newsOf(this.#who.userId, MAX_THREADS);
    const folders = [];
    for (const { id } of teams) folders.push(...(await store.folders.listOf(id, this.#who.userId)));
    const online = [];
    for (const { id } of teams)
      online.push({ teamId: id, userIds: (await store.teams.memberIds(id)).filter((userId) => presence.isOnline(userId)) });
    return [{ type: 'inbox.state', teams, folders, conversations, threads, online }];
  }

  async #changes(): Promise<InboxEvent[]> {
    const due = this.#due;
    this.#due = undefined;
    if (!due || this.#signal.aborted) return [];
    if (due.everything) return this.#everything();
    const teams = due.teams.size + due.members.size + due.presence.size > 0 ? await this.#app.store.teams.listOf(this.#who.userId) : [];
    const mine = new Set(teams.map(({ id }) => id));
    return [
      ...teams.filter(({ id }) => due.teams.has(id)).map((team) => ({ type: 'team.changed' as const, team })),
      ...[...due.members].filter((teamId) => mine.has(teamId)).map((teamId) => ({ type: 'member.changed' as const, teamId })),
      ...(await this.#folders(due.folders)),
      ...(await this.#conversations(due.conversations)),
      ...[...due.presence.values()].filter(({ teamId }) => mine.has(teamId)).map((change) => ({ type: 'presence' as const, ...change })),
      ...(due.models ? [{ type: 'models.changed' as const }] : []),
    ];
  }

  async #folders(teamIds: ReadonlySet<TeamId>): Promise<InboxEvent[]> {
    const events: InboxEvent[] = [];
    for (const teamId of teamIds)
      events.push({ type: 'folders.changed', teamId, folders: await this.#app.store.folders.listOf(teamId, this.#who.userId) });
    return events;
  }

  async #conversations(ids: ReadonlySet<ConversationId>): Promise<InboxEvent[]> {
    const events: InboxEvent[] = [];
    for (const conversationId of ids) events.push(await this.#conversation(conversationId));
    return events;
  }

  async #conversation(conversationId: ConversationId): Promise<InboxEvent> {
    const { conversations, threads } = this.#app.store;
    const thread = await threads.news(conversationId, this.#who.userId);
    if (thread) return { type: 'thread.changed', thread };
    const conversation = await conversations.seenBy(conversationId, this.#who.userId);
    if (!conversation) return { type: 'conversation.removed', conversationId };
    return conversation.threadOf ? { type: 'thread.removed', conversationId } : { type: 'conversation.changed', conversation };
  }
}

/** What has to be looked at again. */
class Due {
  readonly conversations = new Set<ConversationId>();
  readonly folders = new Set<TeamId>();
  readonly teams = new Set<TeamId>();
  readonly members = new Set<TeamId>();
  readonly presence = new Map<string, { teamId: TeamId; userId: UserId; online: boolean }>();
  models = false;
  everything = false;

  static everything(): Due {
    const due = new Due();
    due.everything = true;
    return due;
  }

  add(nudge: InboxNudge): void {
    switch (nudge.topic) {
      case 'conversation':
      case 'gone':
        this.conversations.add(nudge.conversationId);
        return;
      case 'folders':
        this.folders.add(nudge.teamId);
        return;
      case 'everything':
        this.everything = true;
        return;
      case 'team':
        this.teams.add(nudge.teamId);
        return;
      case 'members':
        this.members.add(nudge.teamId);
        return;
      case 'presence': {
        const { teamId, userId, online } = nudge;
        this.presence.set(`${teamId} ${userId}`, { teamId, userId, online });
        return;
      }
      case 'models':
        this.models = true;
    }
  }
}

const OVER = { done: true, value: undefined } as const;
