/** Everything a person can reach, kept by key: an event replaces its part, so a repeated one changes nothing that is seen. */
import type { InboxEvent, ThreadNews } from '../../shared/events.ts';
import type { ConversationId, TeamId, UserId } from '../../shared/ids.ts';
import type { Conversation, Folder } from '../../shared/schemas/conversation.ts';
import type { Team } from '../../shared/schemas/identity.ts';

export interface InboxState {
  /** By name. */
  teams: readonly Team[];
  /** Of all teams, newest activity first. */
  conversations: readonly Conversation[];
  /** What is new in threads, newest first, by thread; a thread in which nothing is new is not there. */
  threads: ReadonlyMap<ConversationId, ThreadNews>;
  /** The same summed up for the conversations they hang in. */
  threadsIn: ReadonlyMap<ConversationId, Unread>;
  /** Of all teams, in no order: `folderTree` brings them into one. */
  folders: readonly Folder[];
  online: ReadonlyMap<TeamId, ReadonlySet<UserId>>;
  /** Grow when the list of members, or of models, has to be asked for again. */
  membersRevision: ReadonlyMap<TeamId, number>;
  modelsRevision: number;
}

export interface Unread {
  unread: number;
  mentions: number;
}

export const emptyInbox: InboxState = {
  teams: [],
  conversations: [],
  threads: new Map(),
  threadsIn: new Map(),
  folders: [],
  online: new Map(),
  membersRevision: new Map(),
  modelsRevision: 0,
};

export function applyInboxEvent(state: InboxState, event: InboxEvent): InboxState {
  switch (event.type) {
    case 'inbox.state':
      return begin(state, event);
    case 'team.changed':
      return { ...state, teams: byName([...state.teams.filter(({ id }) => id !== event.team.id), event.team]) };
    case 'conversation.changed':
      return { ...state, conversations: newestFirst([...without(state, event.conversation.id), event.conversation]) };
    case 'conversation.removed':
      return { ...state, conversations: without(state, event.conversationId), ...withThreads(threadsWithout(state, event.conversationId)) };
    case 'thread.changed':
      return { ...state, ...withThreads([...threadsWithout(state, event.thread.conversationId), event.thread]) };
    case 'thread.removed':
      return state.threads.has(event.conversationId) ? { ...state, ...withThreads(threadsWithout(state, event.conversationId)) } : state;
    case 'folders.changed':
      return { ...state, folders: [...state.folders.filter(({ teamId }) => teamId !== event.teamId), ...event.folders] };
    case 'member.changed':
      return {
        ...state,
        membersRevision: new Map(state.membersRevision).set(event.teamId, (state.membersRevision.get(event.teamId) ?? 0) + 1),
      };
    case 'models.changed':
      return { ...state, modelsRevision: state.modelsRevision + 1 };
    case 'presence':
      return { ...state, online: present(state.online, event) };
  }
}

/** After a reconnect anything may have changed: lists that are asked for are asked for again. */
function begin(state: InboxState, event: Extract<InboxEvent, { type: 'inbox.state' }>): InboxState {
  const { teams, conversations, threads, folders, online } = event;
  return {
    teams: byName(teams),
    conversations: newestFirst(conversations),
    ...withThreads(threads),
    folders,
    online: new Map(online.map(({ teamId, userIds }) => [teamId, new Set(userIds)])),
    membersRevision: new Map(teams.map(({ id }) => [id, (state.membersRevision.get(id) ?? 0) + 1])),
    modelsRevision: state.modelsRevision + 1,
  };
}

function present(
  online: InboxState['online'],
  { teamId, userId, online: isThere }: Extract<InboxEvent, { type: 'presence' }>,
): InboxState['online'] {
  const people = new Set(online.get(teamId));
  if (isThere) people.add(userId);
  else people.delete(userId);
  return new Map(online).set(teamId, people);
}

function without(state: InboxState, id: ConversationId): Conversation[] {
  return state.conversations.filter((conversation) => conversation.id !== id);
}

/** A thread goes with its conversation. */
function threadsWithout({ threads }: InboxState, id: ConversationId): ThreadNews[] {
  return [...threads.values()].filter((each) => each.conversationId !== id && each.threadOf.conversationId !== id);
}

function withThreads(threads: readonly ThreadNews[]): Pick<InboxState, 'threads' | 'threadsIn'> {
  const newest = threads.toSorted((a, b) => compare(b.newsAt, a.newsAt) || compare(a.conversationId, b.conversationId));
  const inside = Map.groupBy(newest, ({ threadOf }) => threadOf.conversationId);
  return {
    threads: new Map(newest.map((each) => [each.conversationId, each])),
    threadsIn: new Map([...inside].map(([id, held]) => [id, sumOf(held)])),
  };
}

/** Of everything together. */
export function sumOf(parts: readonly Unread[]): Unread {
  return {
    unread: parts.reduce((sum, each) => sum + each.unread, 0),
    mentions: parts.reduce((sum, each) => sum + each.mentions, 0),
  };
}

/** ISO times compare as text; equal times keep a fixed order by id. */
function newestFirst(conversations: readonly Conversation[]): Conversation[] {
  return conversations.toSorted((a, b) => compare(b.updatedAt, a.updatedAt) || compare(a.id, b.id));
}

function byName(teams: readonly Team[]): Team[] {
  return teams.toSorted((a, b) => a.name.localeCompare(b.name) || compare(a.id, b.id));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
