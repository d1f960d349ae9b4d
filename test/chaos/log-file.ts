/** The database itself, read beside the running server: the log and the generations as they are stored. */
import path from 'node:path';
import Sqlite from 'better-sqlite3';
import type { ConversationId, UserId } from '../../shared/ids.ts';

export interface LoggedRow {
  seq: number;
  type: string;
  generationId: string | null;
  userId: UserId | null;
}

export interface GenerationRow {
  id: string;
  outcome: string | null;
}

export class LogFile implements Disposable {
  readonly #file: Sqlite.Database;

  constructor(folder: string) {
    this.#file = new Sqlite(path.join(folder, 'parley.db'), { readonly: true, timeout: 5_000 });
  }

  events(conversationId: ConversationId): LoggedRow[] {
    return this.#file
      .prepare<[string], LoggedRow>(
        'select seq, type, generation_id as generationId, user_id as userId from events where conversation_id = ? order by seq',
      )
      .all(conversationId);
  }

  head(conversationId: ConversationId): number | undefined {
    return this.#file.prepare<[string], { head: number }>('select head_seq as head from conversations where id = ?').get(conversationId)
      ?.head;
  }

  generations(conversationId: ConversationId): GenerationRow[] {
    return this.#file.prepare<[string], GenerationRow>('select id, outcome from generations where conversation_id = ?').all(conversationId);
  }

  /** Of the whole server. */
  openGenerations(): number {
    return this.#file.prepare<[], { open: number }>('select count(*) as open from generations where ended_at is null').get()?.open ?? 0;
  }

  /** Types of the events after that number that came of what this person did there. */
  doneBy(conversationId: ConversationId, userId: UserId, afterSeq: number): string[] {
    return this.#file
      .prepare<{ conversationId: string; userId: string; afterSeq: number }, { type: string }>(
        `select e.type from events e left join messages m on m.id = e.message_id left join generations g on g.id = e.generation_id
         where e.conversation_id = @conversationId and e.seq > @afterSeq and (
           (e.user_id = @userId and e.type not in ('member.joined', 'member.left'))
           or (m.author_id = @userId and e.type in ('message.posted', 'message.edited'))
           or (g.requested_by = @userId and e.type = 'reply.started'))`,
      )
      .all({ conversationId, userId, afterSeq })
      .map(({ type }) => type);
  }

  isWhole(): boolean {
    return this.#file.pragma('integrity_check', { simple: true }) === 'ok';
  }

  [Symbol.dispose](): void {
    this.#file.close();
  }
}

/** Pieces of replies that wait for an end, while no server runs. */
export function piecesLeft(folder: string): number {
  const file = new Sqlite(path.join(folder, 'journal.db'), { readonly: true });
  try {
    return file.prepare<[], { left: number }>('select count(*) as left from pieces').get()?.left ?? 0;
  } finally {
    file.close();
  }
}
