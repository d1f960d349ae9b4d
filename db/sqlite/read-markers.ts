import { and, eq, sql } from 'drizzle-orm';
import type { ConversationId, UserId } from '../../shared/ids.ts';
import type { Database } from './database.ts';
import { readMarkers } from './schema.ts';

/** Moves a person's marker forward, never back; returns whether it moved. `seq` is not past the head. */
export function moveMarker({ sql: db }: Database, marker: { userId: UserId; conversationId: ConversationId; seq: number }): boolean {
  const key = and(eq(readMarkers.userId, marker.userId), eq(readMarkers.conversationId, marker.conversationId));
  const before = db.select({ seq: readMarkers.seq }).from(readMarkers).where(key).get()?.seq ?? 0;
  if (marker.seq <= before) return false;
  db.insert(readMarkers)
    .values(marker)
    .onConflictDoUpdate({ target: [readMarkers.userId, readMarkers.conversationId], set: { seq: sql`excluded.seq` } })
    .run();
  return true;
}
