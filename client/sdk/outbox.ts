/**
 * Messages on their way (SEND-3). In order per conversation, one at a time, under the same clientKey however often it takes, so that the server
 * stores each once (SEND-1). A lost connection changes nothing but time; a refusal waits for the person.
 */
import type { ConversationId } from '../../shared/ids.ts';
import type { Generation, Message } from '../../shared/schemas/conversation.ts';
import { ConnectionLost, ParleyRefusal } from './errors.ts';
import { Listeners } from './listeners.ts';
import { pause } from './pause.ts';
import { passesInMs } from './subscription.ts';
import type { FileToSend, OutboxFile, OutboxItem, OutboxStorage, SendOptions, Upload } from './types.ts';

export interface Sent {
  message: Message;
  reply?: Generation;
}

/** What a message is posted with besides itself: the bytes of its files, and where to note that they are on the server. */
export interface Luggage {
  held(key: string): FileToSend | Upload | undefined;
  note(files: readonly OutboxFile[]): void;
}

type Post = (item: OutboxItem, luggage: Luggage) => Promise<Sent>;

type Standing = { state: 'waiting' } | { state: 'sending' } | { state: 'refused'; reason: ParleyRefusal['reason']; say: string };

export class Outbox {
  readonly #post: Post;
  /** Files by their key, as long as their message is here. */
  readonly #held = new Map<string, FileToSend | Upload>();
  readonly #storage: OutboxStorage | undefined;
  readonly #forget: (key: string) => void;
  readonly #listeners = new Listeners();
  readonly #stop = new AbortController();
  readonly #promises = new Map<string, PromiseWithResolvers<Sent>>();
  readonly #busy = new Set<ConversationId>();
  /** Acknowledged, or shown by a feed, but not both yet: an item leaves when the conversation on screen has its message. */
  readonly #acknowledged = new Set<string>();
  readonly #seen = new Set<string>();
  readonly #watchers = new Map<ConversationId, number>();
  #items: readonly OutboxItem[];

  /** `forget` hears the key of each file whose message has left or was discarded. */
  constructor(post: Post, storage: OutboxStorage | undefined, forget: (key: string) => void = () => undefined) {
    this.#post = post;
    this.#storage = storage;
    this.#forget = forget;
    this.#items = (storage?.load() ?? []).map((item) => (item.state === 'refused' ? item : inState(item, { state: 'waiting' })));
  }

  get items(): readonly OutboxItem[] {
    return this.#items;
  }

  subscribe(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  /** Sends what an earlier page left unsent. */
  begin(): void {
    for (const id of new Set(this.#items.map(({ conversationId }) => conversationId))) this.#pump(id);
  }

  /** Resolves once the message is stored for good. Throws ParleyRefusal; an AbortError when it is discarded; ConnectionLost when the client is closed first. */
  send(
    conversationId: ConversationId,
    text: string,
    { clientKey = newKey(), parentId, model, mentions = [], files = [] }: SendOptions = {},
  ): Promise<Sent> {
    const running = this.#promises.get(clientKey);
    if (running) return running.promise;
    const waiting = Promise.withResolvers<Sent>();
    // Who does not wait for it sees the item instead.
    waiting.promise.catch(() => undefined);
    if (this.#stop.signal.aborted) {
      waiting.reject(new ConnectionLost('closed'));
      return waiting.promise;
    }
    this.#promises.set(clientKey, waiting);
    const queuedAt = new Date().toISOString();
    const item = {
      clientKey,
      conversationId,
      text,
      queuedAt,
      ...(parentId !== undefined && { parentId }),
      ...(model !== undefined && { model }),
      ...(mentions.length > 0 && { mentions }),
      ...(files.length > 0 && { files: files.map((file) => this.#hold(file)) }),
    };
    if (!this.#find(clientKey)) this.#set([...this.#items, { ...item, state: 'waiting' }]);
    this.retry(clientKey);
    return waiting.promise;
  }

  retry(clientKey: string): void {
    const item = this.#find(clientKey);
    if (!item) return;
    if (item.state !== 'sending' || this.#acknowledged.delete(clientKey)) this.#stand(clientKey, { state: 'waiting' });
    this.#pump(item.conversationId);
  }

  discard(clientKey: string): void {
    this.#remove(clientKey);
    this.#settle(clientKey, (waiting) => waiting.reject(new DOMException('The message was discarded.', 'AbortError')));
  }

  /** Somebody reads this conversation: sent items stay until `seen`, so that nothing flickers. Returns how to leave. */
  watch(conversationId: ConversationId): () => void {
    this.#watchers.set(conversationId, (this.#watchers.get(conversationId) ?? 0) + 1);
    return () => {
      const left = (this.#watchers.get(conversationId) ?? 1) - 1;
      if (left > 0) this.#watchers.set(conversationId, left);
      else {
        this.#watchers.delete(conversationId);
        for (const { clientKey } of this.#items.filter(
          (item) => item.conversationId === conversationId && this.#acknowledged.has(item.clientKey),
        ))
          this.#remove(clientKey);
      }
    };
  }

  /** A reader has the message with this key. */
  seen(clientKey: string | undefined): void {
    if (clientKey === undefined || !this.#find(clientKey)) return;
    if (this.#acknowledged.has(clientKey)) this.#remove(clientKey);
    else this.#seen.add(clientKey);
  }

  /** Unsent items stay in the storage. */
  stop(): void {
    this.#stop.abort();
    for (const clientKey of [...this.#promises.keys()]) this.#settle(clientKey, (waiting) => waiting.reject(new ConnectionLost('closed')));
  }

  #pump(conversationId: ConversationId): void {
    if (this.#busy.has(conversationId) || this.#stop.signal.aborted) return;
    const item = this.#items.find((each) => each.conversationId === conversationId && each.state === 'waiting');
    if (!item) return;
    this.#busy.add(conversationId);
    this.#stand(item.clientKey, { state: 'sending' });
    void this.#deliver(item).then(() => {
      this.#busy.delete(conversationId);
      this.#pump(conversationId);
    });
  }

  async #deliver(item: OutboxItem): Promise<void> {
    try {
      const luggage: Luggage = {
        held: (key) => this.#held.get(key),
        note: (files) => this.#change(item.clientKey, (each) => ({ ...each, files })),
      };
      this.#accepted(item, await this.#post(item, luggage));
    } catch (error) {
      await this.#failed(item, error);
    }
  }

  #accepted({ clientKey, conversationId }: OutboxItem, sent: Sent): void {
    if (this.#watchers.has(conversationId) && !this.#seen.has(clientKey)) this.#acknowledged.add(clientKey);
    else this.#remove(clientKey);
    this.#settle(clientKey, (waiting) => waiting.resolve(sent));
  }

  async #failed({ clientKey }: OutboxItem, error: unknown): Promise<void> {
    if (this.#stop.signal.aborted) return;
    const waitMs = passesInMs(error);
    if (waitMs !== undefined) {
      if (waitMs > 0) await pause(waitMs, this.#stop.signal);
      return this.#stand(clientKey, { state: 'waiting' });
    }
    const { reason, message } = error instanceof ParleyRefusal ? error : { reason: 'INTERNAL' as const, message: String(error) };
    this.#stand(clientKey, { state: 'refused', reason, say: message });
    this.#settle(clientKey, (waiting) => waiting.reject(error));
  }

  #settle(clientKey: string, how: (waiting: PromiseWithResolvers<Sent>) => void): void {
    const waiting = this.#promises.get(clientKey);
    this.#promises.delete(clientKey);
    if (waiting) how(waiting);
  }

  #find(clientKey: string): OutboxItem | undefined {
    return this.#items.find((item) => item.clientKey === clientKey);
  }

  #stand(clientKey: string, standing: Standing): void {
    this.#change(clientKey, (item) => inState(item, standing));
  }

  #change(clientKey: string, change: (item: OutboxItem) => OutboxItem): void {
    this.#set(this.#items.map((item) => (item.clientKey === clientKey ? change(item) : item)));
  }

  #hold(file: FileToSend | Upload): OutboxFile {
    const key = 'key' in file ? file.key : newKey();
    const size = 'size' in file ? file.size : sizeOf(file.data);
    this.#held.set(key, file);
    const id = 'current' in file && file.current.state === 'done' ? { id: file.current.attachment.id } : {};
    return { key, name: file.name, size, ...id };
  }

  #remove(clientKey: string): void {
    this.#acknowledged.delete(clientKey);
    this.#seen.delete(clientKey);
    for (const { key } of this.#find(clientKey)?.files ?? []) {
      this.#held.delete(key);
      this.#forget(key);
    }
    this.#set(this.#items.filter((item) => item.clientKey !== clientKey));
  }

  #set(items: readonly OutboxItem[]): void {
    this.#items = items;
    this.#storage?.save([...items]);
    this.#listeners.tell();
  }
}

function inState(
  { clientKey, conversationId, text, queuedAt, parentId, model, mentions, files }: OutboxItem,
  standing: Standing,
): OutboxItem {
  return {
    clientKey,
    conversationId,
    text,
    queuedAt,
    ...(parentId !== undefined && { parentId }),
    ...(model !== undefined && { model }),
    ...(mentions !== undefined && { mentions }),
    ...(files !== undefined && { files }),
    ...standing,
  };
}

function sizeOf(data: Blob | Uint8Array): number {
  return data instanceof Blob ? data.size : data.byteLength;
}

/** 128 random bits. `randomUUID` is missing in pages that came over plain http from another machine. */
export function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
