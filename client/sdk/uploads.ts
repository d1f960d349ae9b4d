/** Files on their way to the server: loaded when the first is sent. Each goes on by itself over lost connections, few at a time; a refusal waits for the person. */
import type { ConversationId, FileId } from '../../shared/ids.ts';
import { FILES } from '../../shared/limits.ts';
import type { Attachment } from '../../shared/schemas/conversation.ts';
import type { Connection } from './connection.ts';
import { ParleyRefusal } from './errors.ts';
import { Listeners } from './listeners.ts';
import { type Luggage, newKey, type Sent } from './outbox.ts';
import { Patience } from './pause.ts';
import { passesInMs } from './subscription.ts';
import { transfer } from './transfer.ts';
import type { FileToSend, OutboxFile, OutboxItem, Upload, UploadState } from './types.ts';

/** One less than a server takes of one person. */
const AT_ONCE = FILES.uploadsAtOnce - 1;
/** A session that was renewed while a file was on its way lets it in the next time. */
const MAX_TRIES_SIGNED_OUT = 2;

export interface UploadsParts {
  /** Where files are, with a slash at its end. */
  url: string;
  /** With the cookies of this client. */
  request: typeof fetch;
  connection: Connection;
  signal: AbortSignal;
}

export class Uploads {
  readonly #parts: UploadsParts;
  readonly #all = new Map<string, OneUpload>();
  readonly #turns: (() => void)[] = [];
  #running = 0;

  constructor(parts: UploadsParts) {
    this.#parts = parts;
  }

  find(key: string): Upload | undefined {
    return this.#all.get(key);
  }

  /** Its message has left, or it is not to be sent: its bytes are let go of. */
  forget(key: string): void {
    this.#all.delete(key);
  }

  begin(conversationId: ConversationId, file: FileToSend, key = newKey()): Upload {
    return this.#begin(conversationId, file, key);
  }

  /**
   * Posts a message with the ids of its files, once all of them are on the server. Files that were collected there because they waited too long go once more, as
   * long as this page has their bytes.
   */
  async deliver(item: OutboxItem, luggage: Luggage, post: (ids: FileId[]) => Promise<Sent>): Promise<Sent> {
    try {
      return await post(await this.#idsOf(item, luggage));
    } catch (error) {
      const ours = (item.files ?? []).flatMap(({ key }) => this.#all.get(key) ?? []);
      const gone = error instanceof ParleyRefusal && error.reason === 'FILE_GONE';
      if (!gone || ours.length === 0 || ours.length < (item.files ?? []).length) throw error;
      for (const upload of ours) upload.again();
      return post(await this.#idsOf({ ...item, files: ours.map(({ key, name, size }) => ({ key, name, size })) }, luggage));
    }
  }

  async #idsOf({ conversationId, files = [] }: OutboxItem, { held, note }: Luggage): Promise<FileId[]> {
    const ids = await Promise.all(files.map((file) => this.#idOf(conversationId, file, held(file.key))));
    note(files.map((file, at) => ({ ...file, ...(ids[at] && { id: ids[at] }) })));
    return ids;
  }

  async #idOf(conversationId: ConversationId, { id, key, name }: OutboxFile, held: FileToSend | Upload | undefined): Promise<FileId> {
    if (id !== undefined) return id;
    const known = this.#all.get(key) ?? (held && !('key' in held) ? this.#begin(conversationId, held, key) : undefined);
    if (!known)
      throw new ParleyRefusal({ reason: 'FILE_GONE', message: `“${name}” had not left when the page was reloaded. Attach it again.` });
    if (known.current.state === 'refused') known.retry();
    return (await known.done()).id;
  }

  #begin(conversationId: ConversationId, file: FileToSend, key: string): OneUpload {
    const upload = new OneUpload(conversationId, file, key, {
      ...this.#parts,
      turn: (work) => this.#turn(work),
      forget: () => this.forget(key),
    });
    this.#all.set(key, upload);
    return upload;
  }

  async #turn(work: () => Promise<void>): Promise<void> {
    while (this.#running >= AT_ONCE) await new Promise<void>((resolve) => this.#turns.push(resolve));
    this.#running += 1;
    try {
      await work();
    } finally {
      this.#running -= 1;
      this.#turns.shift()?.();
    }
  }
}

interface OneParts extends UploadsParts {
  /** Runs work when there is room for it. */
  turn(work: () => Promise<void>): Promise<void>;
  forget(): void;
}

class OneUpload implements Upload {
  readonly key: string;
  readonly name: string;
  readonly blob: Blob;
  readonly #to: ConversationId;
  readonly #parts: OneParts;
  readonly #listeners = new Listeners();
  #current: UploadState = { state: 'waiting' };
  #discarded = new AbortController();

  constructor(to: ConversationId, file: FileToSend, key: string, parts: OneParts) {
    this.key = key;
    this.name = file.name;
    this.blob = file instanceof Blob ? file : new Blob([file.data]);
    this.#to = to;
    this.#parts = parts;
    this.again();
  }

  get size(): number {
    return this.blob.size;
  }

  get current(): UploadState {
    return this.#current;
  }

  subscribe(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  retry(): void {
    if (this.#current.state === 'refused') this.again();
  }

  discard(): void {
    this.#discarded.abort();
    this.#parts.forget();
    if (this.#current.state !== 'done') return;
    // What cannot be taken back is collected after a day.
    void this.#parts.request(this.#parts.url + this.#current.attachment.id, { method: 'DELETE' }).catch(() => undefined);
  }

  /** From the beginning, whatever became of it. */
  again(): void {
    const refusal = refusalOf(this.blob);
    if (refusal) return this.#set(refusal);
    this.#set({ state: 'waiting' });
    void this.#parts.turn(() => this.#run());
  }

  /** Throws what it is refused with. */
  async done(): Promise<Attachment> {
    for (;;) {
      const { current } = this;
      if (current.state === 'done') return current.attachment;
      if (current.state === 'refused') throw new ParleyRefusal({ reason: current.reason, message: current.say });
      await this.#change();
    }
  }

  #change(): Promise<void> {
    return new Promise((resolve) => {
      const stop = this.subscribe(() => {
        stop();
        resolve();
      });
    });
  }

  async #run(): Promise<void> {
    const { connection, signal: closed } = this.#parts;
    const signal = AbortSignal.any([closed, this.#discarded.signal]);
    const patience = new Patience((listener) => connection.onHurry(listener));
    for (let signedOut = 0; !signal.aborted;) {
      try {
        this.#set({ state: 'sending', sentBytes: 0 });
        return this.#set({ state: 'done', attachment: await this.#transfer(signal) });
      } catch (error) {
        if (signal.aborted) return;
        const waitMs = passesInMs(error);
        if (waitMs === undefined && (signedOut += 1) > MAX_TRIES_SIGNED_OUT) return this.#refused(error);
        if (waitMs === undefined && !(await this.#isSignedIn(error))) return this.#refused(error);
        this.#set({ state: 'waiting' });
        await patience.wait(signal, waitMs);
      }
    }
  }

  #transfer(signal: AbortSignal): Promise<Attachment> {
    const { url, request } = this.#parts;
    const progress = (sentBytes: number) => this.#set({ state: 'sending', sentBytes });
    return transfer({ url: url + this.#to, name: this.name, blob: this.blob, request, signal, progress });
  }

  /** A refusal for want of a session is believed only when HTTP says so again: it may have been renewed a moment ago. */
  async #isSignedIn(error: unknown): Promise<boolean> {
    return error instanceof ParleyRefusal && error.reason === 'SESSION_REVOKED' && this.#parts.connection.verify();
  }

  #refused(error: unknown): void {
    const { reason, message } = error instanceof ParleyRefusal ? error : { reason: 'INTERNAL' as const, message: String(error) };
    this.#set({ state: 'refused', reason, say: message });
  }

  #set(state: UploadState): void {
    this.#current = state;
    this.#listeners.tell();
  }
}

/** What the server would refuse is said at once. */
function refusalOf({ size }: Blob): UploadState | undefined {
  if (size > FILES.maxBytes)
    return { state: 'refused', reason: 'TOO_LARGE', say: `A file has at most ${FILES.maxBytes / 1024 / 1024} MB.` };
  return size === 0 ? { state: 'refused', reason: 'VALIDATION', say: 'This file is empty.' } : undefined;
}
