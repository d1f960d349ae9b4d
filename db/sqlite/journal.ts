import type Sqlite from 'better-sqlite3';
import type { Channel } from '../../shared/events.ts';
import type { GenerationId } from '../../shared/ids.ts';
import type { Journal } from '../store.ts';

/** Not in the migrations: journal.db holds only what a crash may leave behind, and is empty whenever nothing is being written. */
const TABLE = `create table if not exists pieces (
  generation_id text not null, channel text not null, position integer not null, text text not null,
  primary key (generation_id, channel, position)
) without rowid`;

interface Piece {
  position: number;
  text: string;
}

export function openJournal(file: Sqlite.Database): Journal {
  file.exec(TABLE);
  const append = file.prepare<[GenerationId, Channel, number, string]>(
    'insert into pieces values (?, ?, ?, ?) on conflict do update set text = excluded.text',
  );
  const read = file.prepare<[GenerationId, Channel], Piece>(
    'select position, text from pieces where generation_id = ? and channel = ? order by position',
  );
  const drop = file.prepare<[GenerationId]>('delete from pieces where generation_id = ?');
  const prune = file.prepare<[string]>('delete from pieces where generation_id not in (select value from json_each(?))');

  return {
    async append(generationId, channel, from, text) {
      append.run(generationId, channel, from, text);
    },
    async read(generationId) {
      return { thinking: joined(read.all(generationId, 'thinking')), text: joined(read.all(generationId, 'text')) };
    },
    async drop(generationId) {
      drop.run(generationId);
    },
    async prune(open) {
      prune.run(JSON.stringify(open));
    },
  };
}

/** Pieces one after the other. What two hold both is taken once; behind a gap nothing is certain, so nothing is taken. */
function joined(pieces: Piece[]): string {
  const start = pieces[0]?.position ?? 0;
  let text = '';
  for (const piece of pieces) {
    const held = start + text.length - piece.position;
    if (held < 0) break;
    text += piece.text.slice(held);
  }
  return text;
}
