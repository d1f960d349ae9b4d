import type { GenerationId, MessageId, UserId } from '../../../shared/ids.ts';
import type { Row } from '../../store/timeline.ts';
import type { Writing } from '../../store/replies.ts';

/** The reply that began last of those that are being written. */
export function newestWriting(generations: ReadonlyMap<GenerationId, Writing>): GenerationId | undefined {
  return [...generations.keys()].at(-1);
}

/** One's own last message that can still be edited. */
export function lastOwn(rows: readonly Row[], me: UserId): MessageId | undefined {
  const row = rows.findLast(
    (each) =>
      each.kind === 'message' &&
      each.message.author.kind === 'user' &&
      each.message.author.userId === me &&
      each.message.deletedAt === undefined,
  );
  return row?.kind === 'message' ? row.message.id : undefined;
}
