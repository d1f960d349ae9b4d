/** Where a list goes on. Opaque outside; a cursor that this list never gave is refused VALIDATION. */
import { refuse } from '../../shared/errors.ts';
import { type ConversationId, conversationId, type UserId, userId } from '../../shared/ids.ts';
import type { ListPosition } from './conversation-view.ts';

export function conversationCursor({ updatedAt, id }: ListPosition): string {
  return seal(`c.${updatedAt}.${id}`);
}

export function parseConversationCursor(cursor: string): ListPosition {
  const [, updatedAt, id] = /^c\.(\d{1,16})\.([^.]+)$/.exec(open(cursor)) ?? [];
  const parsed = conversationId.safeParse(id);
  if (!updatedAt || !parsed.success) return refuseCursor();
  return { updatedAt: Number(updatedAt), id: parsed.data };
}

/** The last member shown. A name would be longer than a cursor may be, so it is looked up. */
export function memberCursor(last: UserId): string {
  return seal(`m.${last}`);
}

export function parseMemberCursor(cursor: string): UserId {
  const parsed = userId.safeParse(/^m\.(.+)$/.exec(open(cursor))?.[1]);
  return parsed.success ? parsed.data : refuseCursor();
}

export function auditCursor(seq: number): string {
  return seal(`a.${seq}`);
}

export function parseAuditCursor(cursor: string): number {
  const [, seq] = /^a\.(\d{1,16})$/.exec(open(cursor)) ?? [];
  return seq === undefined ? refuseCursor() : Number(seq);
}

/** The last conversation shown of a list by id. */
export function idCursor(last: ConversationId): string {
  return seal(`i.${last}`);
}

export function parseIdCursor(cursor: string): ConversationId {
  const parsed = conversationId.safeParse(/^i\.(.+)$/.exec(open(cursor))?.[1]);
  return parsed.success ? parsed.data : refuseCursor();
}

export function refuseCursor(): never {
  refuse('VALIDATION', undefined, { fields: [{ path: ['cursor'], message: 'not a cursor of this list' }] });
}

const seal = (text: string) => Buffer.from(text).toString('base64url');
const open = (cursor: string) => Buffer.from(cursor, 'base64url').toString();
