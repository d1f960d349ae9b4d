/** folder_paths: every folder with itself and all above it, so that a share above is found without climbing. Everything here runs inside a transaction. */
import type Sqlite from 'better-sqlite3';
import type { FolderId } from '../../shared/ids.ts';
import type { Database } from './database.ts';

const WANTED = '(select value from json_each(?))';
const CLIMB = `insert into folder_paths (folder_id, ancestor_id)
  with recursive up (folder_id, ancestor_id) as (
    select id, id from folders where id in ${WANTED}
    union select up.folder_id, f.parent_id from up join folders f on f.id = up.ancestor_id where f.parent_id is not null)
  select folder_id, ancestor_id from up`;

export interface FolderPaths {
  /** After the parents of these folders were set: no other way may lead through them. */
  lay(folderIds: FolderId[]): void;
  /** The folder and all below it. */
  below(folderId: FolderId): FolderId[];
  /** A folder at the top is 1 deep. */
  depthOf(folderId: FolderId): number;
  /** Levels of the folder and what is below it: 1 when that is nothing. */
  heightOf(folderId: FolderId): number;
}

export function folderPaths({ file }: Database): FolderPaths {
  const forget = file.prepare<[string]>(`delete from folder_paths where folder_id in ${WANTED}`);
  const climb = file.prepare<[string]>(CLIMB);
  const below = file.prepare<[FolderId], { id: FolderId }>('select folder_id as id from folder_paths where ancestor_id = ?');
  const depth = counting(file, 'select count(*) as levels from folder_paths where folder_id = ?');
  const deepest = counting(
    file,
    `select max((select count(*) from folder_paths each where each.folder_id = p.folder_id)) as levels from folder_paths p where p.ancestor_id = ?`,
  );

  return {
    lay(folderIds) {
      const ids = JSON.stringify(folderIds);
      forget.run(ids);
      climb.run(ids);
    },
    below: (folderId) => below.all(folderId).map((row) => row.id),
    depthOf: depth,
    heightOf: (folderId) => deepest(folderId) - depth(folderId) + 1,
  };
}

function counting(file: Sqlite.Database, sql: string): (folderId: FolderId) => number {
  const query = file.prepare<[FolderId], { levels: number }>(sql);
  return (folderId) => query.get(folderId)?.levels ?? 0;
}
