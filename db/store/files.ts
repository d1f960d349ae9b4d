import type { FileHandle } from 'node:fs/promises';
import type { Guard } from '../../shared/access.ts';
import type { ConversationId, FileId } from '../../shared/ids.ts';
import type { Attachment } from '../../shared/schemas/conversation.ts';

/** Bytes that are on disk and belong to no file yet: `add` or `discard` them. */
export interface Received {
  blob: string;
  size: number;
  kind: Pick<Attachment, 'type' | 'mime' | 'width' | 'height'>;
}

/** A file to read from: `handle` is closed by whoever reads. `version` names its bytes, which never change. */
export interface OpenedFile {
  file: Attachment;
  version: string;
  handle: FileHandle;
}

/** Files of messages. One is uploaded for a conversation, and sent with one message there (`messages.append`), once, by whoever uploaded it. */
export interface Files {
  /** Writes bytes to disk and finds what they are. TOO_LARGE as soon as it is, VALIDATION for none, STORAGE_FULL. */
  receive(bytes: AsyncIterable<Uint8Array>): Promise<Received>;
  /** QUOTA_EXCEEDED when as much of this person waits to be sent as may. */
  add(draft: { conversationId: ConversationId; name: string; received: Received }, guard: Guard, now: number): Promise<Attachment>;
  /** Of what was received and cannot be added. */
  discard(received: Received): Promise<void>;
  /** NOT_FOUND also when the bytes are gone. */
  open(fileId: FileId, guard: Guard): Promise<OpenedFile>;
  /** The caller's own, while it is not sent: NOT_FOUND otherwise. */
  remove(fileId: FileId, guard: Guard): Promise<void>;
  /** For a model. Undefined when it is gone. */
  bytes(fileId: FileId): Promise<Uint8Array | undefined>;
  /** Of those that were not sent within FILES.unsentMs. */
  collect(now: number): Promise<void>;
}
