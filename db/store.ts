/**
 * The door to everything Parley remembers. A method is one whole action: it decides again inside its own transaction (`guard`, ACCESS-7),
 * changes, writes the events of the change with their `seq`, and returns what others must be told. Nothing is told here.
 *
 * Expected refusals are thrown as `Refusal`. Times are milliseconds since 1970 going in (`now`) and ISO 8601 in shapes coming out.
 * Signatures are async so that another engine can stand behind them; `facts` and `accessRevision` alone are not: a decision and the send
 * that follows it must be one stretch without an await (DESIGN 4.2).
 */
import type { Credential, Facts, Ref } from '../shared/access.ts';
import type { UserId } from '../shared/ids.ts';
import type { Accounts } from './store/accounts.ts';
import type { Audit } from './store/audit.ts';
import type { Conversations } from './store/conversations.ts';
import type { Events, Limits } from './store/events.ts';
import type { Files } from './store/files.ts';
import type { Folders } from './store/folders.ts';
import type { Generations, Journal } from './store/generations.ts';
import type { Sessions, Users } from './store/identity.ts';
import type { Messages } from './store/messages.ts';
import type { Invites, Members, Teams } from './store/teams.ts';
import type { Threads } from './store/threads.ts';

export type { Accounts, Taken } from './store/accounts.ts';
export type { Audit, AuditDraft } from './store/audit.ts';
export type { Conversations, Opened, StoredConversation } from './store/conversations.ts';
export type { Events, LimitRule, Limits } from './store/events.ts';
export type { Files, OpenedFile, Received } from './store/files.ts';
export type { Audiences, Folders } from './store/folders.ts';
export type { EndKind, Generations, Journal } from './store/generations.ts';
export type { SessionRow, Sessions, Users } from './store/identity.ts';
export type { Messages, PageFrom } from './store/messages.ts';
export type { Change, Ended, LoggedEvent, StoredGeneration, StoredMessage } from './store/shapes.ts';
export type { Invites, Members, Parted, Teams } from './store/teams.ts';
export type { Threads } from './store/threads.ts';

/** The starts of a server on this data, by their marks. */
export interface Runs {
  readonly current: string;
  /** False for one after the copy that this data was put back from, and for those before the last thousand: what it told is not to be carried on from. */
  knows(mark: string): boolean;
}

export interface Store {
  /** Random per database. */
  readonly epoch: string;
  readonly runs: Runs;
  facts(credential: Credential, ref: Ref): Facts;
  /** The same about somebody who is not calling: without a session. */
  factsOf(userId: UserId, ref: Ref): Facts;
  /** Grows in the transaction of every change that can take access away (sessions, people, members, teams, conversations). Equal number, equal facts. */
  accessRevision(): number;
  readonly users: Users;
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly teams: Teams;
  readonly members: Members;
  readonly invites: Invites;
  readonly folders: Folders;
  readonly conversations: Conversations;
  readonly messages: Messages;
  readonly threads: Threads;
  readonly files: Files;
  readonly generations: Generations;
  readonly audit: Audit;
  readonly journal: Journal;
  readonly events: Events;
  readonly limits: Limits;
  /** Throws when the database cannot be read. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
