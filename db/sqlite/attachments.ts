import { and, count, eq, isNull, lt, sql, sum } from 'drizzle-orm';
import { refuse } from '../../shared/errors.ts';
import type { ConversationId, FileId, MessageId, UserId } from '../../shared/ids.ts';
import { FILES } from '../../shared/limits.ts';
import type { Attachment } from '../../shared/schemas/conversation.ts';
import type { Blobs } from '../blobs/blobs.ts';
import type { Files } from '../store.ts';
import type { Database } from './database.ts';
import type { Engine } from './engine.ts';
import type { InConversation } from './guard.ts';
import { newId } from './new-id.ts';
import { files } from './schema-files.ts';

export function openFiles({ database, enter }: Engine, blobs: Blobs): Files {
  const { sql: db, write } = database;
  const byId = (id: FileId) => db.select().from(files).where(eq(files.id, id)).get();
  tidy(database, blobs);

  return {
    receive: (bytes) => blobs.write(bytes),
    async add({ conversationId, ...draft }, guard, now) {
      return write(() => add(database, draft, enter.conversation(guard, conversationId), now));
    },
    async discard({ blob }) {
      blobs.remove([blob]);
      await blobs.removed();
    },
    async open(fileId, guard) {
      enter.file(guard, fileId);
      const row = byId(fileId) ?? refuse('NOT_FOUND');
      const handle = (await blobs.open(row.blob)) ?? refuse('NOT_FOUND', 'The bytes of this file are gone from the server.');
      return { file: toAttachment(row), version: row.blob, handle };
    },
    async remove(fileId, guard) {
      write(() => {
        const { user, file } = enter.file(guard, fileId);
        if (file.sent || file.uploadedBy !== user.id) refuse('NOT_FOUND');
        db.delete(files).where(eq(files.id, fileId)).run();
        database.accessChanged();
      });
    },
    async bytes(fileId) {
      const row = byId(fileId);
      return row && blobs.read(row.blob);
    },
    async collect(now) {
      const old = and(isNull(files.messageId), lt(files.createdAt, now - FILES.unsentMs));
      write(() => db.delete(files).where(old).run());
    },
  };
}

/** Brings folder and rows together after whatever came between them, and from now on lets bytes go with their last row. */
function tidy({ file, sql: db, onCommit }: Database, blobs: Blobs): void {
  const known = db.selectDistinct({ blob: files.blob }).from(files).all();
  const there = blobs.sweep(new Set(known.map(({ blob }) => blob)));
  // What a message says it has stays: that its bytes are gone (an incomplete backup) is told to whoever asks for them.
  const lost = db.select({ id: files.id, blob: files.blob }).from(files).where(isNull(files.messageId)).all();
  for (const { id } of lost.filter(({ blob }) => !there.has(blob))) db.delete(files).where(eq(files.id, id)).run();

  file.exec('create temp table dropped (blob text primary key)');
  file.exec('create temp trigger file_dropped after delete on main.files begin insert or ignore into dropped values (old.blob); end');
  const dropped = file.prepare<[], string>('select blob from dropped where blob not in (select blob from files)').pluck();
  const some = file.prepare('select 1 from dropped limit 1');
  onCommit(() => {
    if (!some.get()) return;
    blobs.remove(dropped.all());
    file.exec('delete from dropped');
  });
}

type Draft = Omit<Parameters<Files['add']>[0], 'conversationId'>;

function add(database: Database, { name, received }: Draft, { user, conversation }: InConversation, now: number): Attachment {
  mustHaveRoom(database, user.id, received.size);
  const { blob, size, kind } = received;
  const row = {
    id: newId<FileId>(),
    blob,
    conversationId: conversation.id,
    messageId: null,
    uploadedBy: user.id,
    position: 0,
    size,
    type: kind.type,
    mime: kind.mime,
    width: kind.width ?? null,
    height: kind.height ?? null,
    createdAt: now,
    name,
  };
  database.sql.insert(files).values(row).run();
  return toAttachment(row);
}

function mustHaveRoom({ sql: db }: Database, userId: UserId, size: number): void {
  const unsent = and(eq(files.uploadedBy, userId), isNull(files.messageId));
  const held = db
    .select({ files: count(), bytes: sum(files.size) })
    .from(files)
    .where(unsent)
    .get();
  if ((held?.files ?? 0) < FILES.maxUnsent && Number(held?.bytes ?? 0) + size <= FILES.maxUnsentBytes) return;
  refuse('QUOTA_EXCEEDED', 'You have attached much that is not sent yet. Send some of it, or remove it.');
}

/** Sends these files with this message: those alone that the writer uploaded for this conversation and has not sent. Inside a transaction. */
export function attach(
  { sql: db }: Database,
  to: { conversationId: ConversationId; messageId: MessageId; userId: UserId },
  fileIds: readonly FileId[],
): void {
  const { conversationId, messageId, userId } = to;
  fileIds.forEach((fileId, position) => {
    const own = and(eq(files.id, fileId), eq(files.uploadedBy, userId), eq(files.conversationId, conversationId), isNull(files.messageId));
    if (db.update(files).set({ messageId, position }).where(own).run().changes === 0) refuse('FILE_GONE');
  });
}

/** The files of a message that is deleted. Inside a transaction. */
export function detach({ sql: db }: Database, messageId: MessageId): void {
  db.delete(files).where(eq(files.messageId, messageId)).run();
}

/** What was not sent by somebody who is gone. Inside a transaction. */
export function dropUnsentOf({ sql: db }: Database, userId: UserId): void {
  db.delete(files)
    .where(and(eq(files.uploadedBy, userId), isNull(files.messageId)))
    .run();
}

/** The same files for the copy of a message; the bytes are there once. Inside a transaction. */
export function copyFiles({ sql: db }: Database, from: MessageId, to: { messageId: MessageId; conversationId: ConversationId }): void {
  const rows = db.select().from(files).where(eq(files.messageId, from)).all();
  for (const row of rows)
    db.insert(files)
      .values({ ...row, ...to, id: newId<FileId>() })
      .run();
}

type Shown = Pick<typeof files.$inferSelect, 'id' | 'name' | 'type' | 'mime' | 'size' | 'width' | 'height'>;

function toAttachment({ id, name, type, mime, size, width, height }: Shown): Attachment {
  return { id, name, type, mime, size, ...(width !== null && { width }), ...(height !== null && { height }) };
}

/** The files of a message as JSON, null when it has none; for a query of messages. */
export const attachedColumn = sql<
  string | null
>`(select json_group_array(json_array(f.id, f.name, f.type, f.mime, f.size, f.width, f.height)) from
  (select * from files where message_id = messages.id order by position) as f having count(*) > 0)`;

type AttachedRow = [FileId, string, Attachment['type'], string, number, number | null, number | null];

export function attachmentsIn(column: string): Attachment[] {
  return (JSON.parse(column) as AttachedRow[]).map(([id, name, type, mime, size, width, height]) =>
    toAttachment({ id, name, type, mime, size, width, height }),
  );
}
