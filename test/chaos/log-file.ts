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

  isWhole(): boolean {
    return this.#file.pragma('integrity_check', { simple: true }) === 'ok';
  }

  [Symbol.dispose](): void {
    this.#file.close();
  }
}
