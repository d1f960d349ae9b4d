/** The public shape of the typed client. Runs in browsers and Node; knows nothing of React. */
import type { TRPCClient } from '@trpc/client';
import type { Router } from '../../server/rpc/router.ts';
import type { Reason, RefusalDetails } from '../../shared/errors.ts';
import type { ConversationEvent, InboxEvent } from '../../shared/events.ts';
import type { ConversationId, FileId, MessageId, UserId } from '../../shared/ids.ts';
import type { Attachment, conversationOpen, Generation, Message } from '../../shared/schemas/conversation.ts';
import type { Team, User } from '../../shared/schemas/identity.ts';
import type { z } from 'zod';

export interface ParleyOptions {
  /** Where the server is, e.g. http://127.0.0.1:3000. In a browser: the page's own origin unless told. */
  url?: string;
  /** Node only: a session cookie kept from an earlier run (`parley.cookie()`). Browsers hold their own. */
  cookie?: string;
  /** Where unsent messages wait; memory unless told. The web app gives one over sessionStorage (SEND-3). */
  outbox?: OutboxStorage;
}

export interface OutboxStorage {
  load(): OutboxItem[];
  save(items: OutboxItem[]): void;
}

export type Opened = z.infer<typeof conversationOpen.output>;

/** What `events()` yields: first `opened`, again after a `resync`; between them every event once, in order (RESUME-1). */
export type FeedEvent = ({ type: 'opened' } & Opened) | ConversationEvent;

/** What became of one's place in a team: no longer in it, another role, shut out until restored, or there is no such team any more. */
export type PlaceChange = 'parted' | 'changed' | 'suspended' | 'deleted';

/** Why access ended: one's place in a team, or the account itself. */
export type AccessChange = { kind: PlaceChange; teamId: string } | { kind: 'disabled' };

export type ConnectionState =
  | { state: 'idle' }
  | { state: 'connecting'; since: number; attempt: number; nextTryAt?: number }
  | { state: 'open' }
  /** It will not come back by itself: the session ended (4401). */
  | {
      state: 'ended';
      reason: 'SESSION_REVOKED';
      /** When a membership or the account is why. */
      because?: AccessChange;
    };

/** What can be sent with a message: in a browser what an input, a drop or the clipboard gives; anywhere bytes with a name. */
export type FileToSend = File | { readonly name: string; readonly data: Blob | Uint8Array<ArrayBuffer> };

/** Where a file on its way stands. `waiting` leaves by itself; `refused` needs a retry, or is not to be sent. */
export type UploadState =
  | { state: 'waiting' }
  | { state: 'sending'; sentBytes: number }
  | { state: 'done'; attachment: Attachment }
  | { state: 'refused'; reason: Reason; say: string };

/** A file on its way to the server, begun before its message is sent. */
export interface Upload {
  readonly key: string;
  readonly name: string;
  readonly size: number;
  readonly blob: Blob;
  /** A new object after each change. */
  readonly current: UploadState;
  subscribe(listener: () => void): () => void;
  retry(): void;
  /** It is not to be sent: ends it, and takes it back from the server. */
  discard(): void;
}

/** A file of a message on its way. Its bytes live as long as the page; what was uploaded before (`id`) outlives it. */
export interface OutboxFile {
  key: string;
  name: string;
  size: number;
  id?: FileId;
}

/** A message on its way. `waiting` leaves by itself, in order per conversation; `refused` needs Retry or Discard. */
export type OutboxItem = {
  clientKey: string;
  conversationId: ConversationId;
  text: string;
  parentId?: MessageId;
  model?: string | null;
  mentions?: readonly UserId[];
  files?: readonly OutboxFile[];
  queuedAt: string;
} & ({ state: 'waiting' } | { state: 'sending' } | { state: 'refused'; reason: Reason; say: string });

export interface SendOptions {
  /** Left out: what the conversation's setting says; null: nobody answers. */
  model?: string | null;
  parentId?: MessageId;
  /** Whom the text names; the name itself stands in it as `@Name`. */
  mentions?: readonly UserId[];
  /** Uploaded before the message leaves, unless they are already. */
  files?: readonly (FileToSend | Upload)[];
  /** Makes the send idempotent; made up when left out. */
  clientKey?: string;
}

export interface ConversationHandle {
  /** Everything that happens here, from now until `signal` aborts or access ends (then it throws ParleyRefusal). Resumes by itself. */
  events(options?: { signal?: AbortSignal; limit?: number }): AsyncIterable<FeedEvent>;
  /** Resolves once the message is stored for good; waits in the outbox while there is no connection. Throws ParleyRefusal. */
  send(text: string, options?: SendOptions): Promise<{ message: Message; reply?: Generation }>;
  /** Begins to upload a file for a message that is still being written; `send` takes it. */
  upload(file: FileToSend): Promise<Upload>;
  /** Sends and yields the reply's text as it is written. Throws ParleyRefusal; a reply that ends other than done throws ReplyEnded. */
  ask(text: string, options?: SendOptions & { signal?: AbortSignal }): AsyncIterable<string>;
}

export interface Parley {
  /** The whole router, typed. Calls that set the session cookie travel over HTTP, the rest over one WebSocket. */
  readonly api: TRPCClient<Router>;
  conversation(id: string): ConversationHandle;
  /** A file of the outbox, while this page has its bytes. */
  upload(key: string): Upload | undefined;
  /** This person's inbox: first `inbox.state`, again after every reconnect. */
  inbox(options?: { signal?: AbortSignal }): AsyncIterable<InboxEvent>;
  register(input: {
    name: string;
    email: string;
    password: string;
    inviteToken?: string;
  }): Promise<{ user: User; team?: Team | undefined }>;
  signIn(input: { email: string; password: string }): Promise<{ user: User }>;
  signOut(): Promise<void>;
  readonly connection: {
    readonly current: ConnectionState;
    subscribe(listener: () => void): () => void;
    /** Do not wait for the next try. */
    retryNow(): void;
  };
  readonly outbox: {
    /** A new array after each change. */
    readonly items: readonly OutboxItem[];
    subscribe(listener: () => void): () => void;
    retry(clientKey: string): void;
    discard(clientKey: string): void;
  };
  /** Node: the session cookie to keep for the next run. */
  cookie(): string | undefined;
  close(): Promise<void>;
}

export interface RefusalShape extends RefusalDetails {
  reason: Reason;
  message: string;
  requestId?: string;
}
