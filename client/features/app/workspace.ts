import { createContext, useCallback, useContext, useSyncExternalStore } from 'react';
import type { ConversationId, TeamId, UserId } from '../../../shared/ids.ts';
import type { Conversation } from '../../../shared/schemas/conversation.ts';
import type { Receipt, Team, User } from '../../../shared/schemas/identity.ts';
import type { ConnectionState, Parley } from '../../sdk/types.ts';
import type { InboxState } from '../../store/inbox-state.ts';
import type { Observable } from '../../store/observable.ts';
import type { Closed } from './session.ts';
import type { Shared } from './shared.ts';

/** What every screen inside stands on: who one is, the client, the inbox. */
export interface Workspace {
  parley: Parley;
  me: User;
  /** As they were when one came; as they are, the inbox knows. */
  teams: readonly Team[];
  inbox: Observable<InboxState | undefined>;
  /** Questions that several parts of the screen ask at once are asked once. */
  shared: Shared;
  /** One's own name changed. */
  renewed(user: User): void;
  signOut(): void;
  /** The person disabled or deleted their account. */
  closed(how: Closed): void;
  /** The person left or deleted a team: the whole page says so, with the receipt, until they go on. */
  farewell(said: Farewell): void;
}

/** What a person did with a team of theirs, and what ended with it. */
export interface Farewell {
  title: string;
  about: string;
  receipt: Receipt;
}

export const WorkspaceContext = createContext<Workspace | undefined>(undefined);

export function useWorkspace(): Workspace {
  const workspace = useContext(WorkspaceContext);
  if (workspace === undefined) throw new Error('This part of the app needs somebody who is signed in.');
  return workspace;
}

/** A part of the inbox; drawn again only when that part changes. `select` gives the same part for the same state. */
export function useInbox<Part>(select: (inbox: InboxState | undefined) => Part): Part {
  const { inbox } = useWorkspace();
  return useSyncExternalStore(inbox.subscribe, () => select(inbox.get()));
}

const NOBODY: ReadonlySet<UserId> = new Set();

export function useOnline(teamId: TeamId): ReadonlySet<UserId> {
  return useInbox((inbox) => inbox?.online.get(teamId) ?? NOBODY);
}

/** The conversation as the inbox knows it: with what is unread by this person. */
export function useInboxConversation(id: ConversationId): Conversation | undefined {
  const find = useCallback((inbox: InboxState | undefined) => inbox?.conversations.find((each) => each.id === id), [id]);
  return useInbox(find);
}

export function useConnection(): ConnectionState {
  const { connection } = useWorkspace().parley;
  return useSyncExternalStore(
    (listener) => connection.subscribe(listener),
    () => connection.current,
  );
}
