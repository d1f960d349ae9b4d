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

export interface InboxFrame {
  id: string;
  events: InboxEvent[];
}

export async function* inboxFeed(app: App, connection: Connection, who: Principal, signal: AbortSignal): AsyncGenerator<InboxFrame> {
  const inbox = new Inbox(app, who);
  const unlisten = app.bus.onInbox(who.userId, (nudge) => inbox.hear(nudge));
  const leave = app.presence.arrive({ userId: who.userId, name: who.name });
  try {
    let events = await inbox.state();
    while (await roomToSend(app.live, connection, signal)) {
      decideNow(app, who, 'inbox.read', { kind: 'nothing' });
      if (events.length > 0) yield { id: `inbox.${nextFrame()}`, events };
      await inbox.wake.wait(signal);
      await pause(GATHER_MS, undefined, { signal }).catch(() => undefined);
      events = signal.aborted ? [] : await inbox.changes();
    }
  } finally {
    unlisten();
    leave();
  }
}

class Inbox {
  readonly wake = new Wake();
  readonly #app: App;
  readonly #who: Principal;
  #due = new Due();

  constructor(app: App, who: Principal) {
    this.#app = app;
    this.#who = who;
  }

  hear(nudge: InboxNudge): void {
    this.#due.add(nudge);
    this.wake.call();
  }

  async state(): Promise<InboxEvent[]> {
    const { store, presence } = this.#app;
    const teams = await store.teams.listOf(this.#who.userId);
    const conversations = await store.conversations.inboxOf(this.#who.userId, MAX_CONVERSATIONS_PER_TEAM);
    const folders = [];
    for (const { id } of teams) folders.push(...(await store.folders.listOf(id, this.#who.userId)));
    const online = [];
    for (const { id } of teams)
      online.push({ teamId: id, userIds: (await store.teams.memberIds(id)).filter((userId) => presence.isOnline(userId)) });
    return [{ type: 'inbox.state', teams, folders, conversations, online }];
  }

  async changes(): Promise<InboxEvent[]> {
    const due = this.#due;
    this.#due = new Due();
    if (due.everything) return this.state();
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
    for (const conversationId of ids) {
      const conversation = await this.#app.store.conversations.seenBy(conversationId, this.#who.userId);
      // A thread is shown by the message it hangs on.
      if (conversation?.threadOf) continue;
      events.push(conversation ? { type: 'conversation.changed', conversation } : { type: 'conversation.removed', conversationId });
    }
    return events;
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
