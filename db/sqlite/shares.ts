/** Single people whom a folder or a conversation is shared with: the same for both. Everything that writes runs inside a transaction. */
import type { Relation } from '../../shared/access.ts';
import { refuse } from '../../shared/errors.ts';
import type { TeamId, UserId } from '../../shared/ids.ts';
import { SHARES } from '../../shared/limits.ts';
import type { Share } from '../../shared/schemas/conversation.ts';
import type { Database } from './database.ts';

interface Shareable {
  shares: 'conversation_shares' | 'folder_shares';
  things: 'conversations' | 'folders';
  id: 'conversation_id' | 'folder_id';
}
export const OF_CONVERSATION: Shareable = { shares: 'conversation_shares', things: 'conversations', id: 'conversation_id' };
export const OF_FOLDER: Shareable = { shares: 'folder_shares', things: 'folders', id: 'folder_id' };

interface Giving {
  teamId: TeamId;
  userId: UserId;
  relation: Relation | null;
}

/** By name; only people who are in the team. */
export function sharesOf({ file }: Database, { shares, things, id }: Shareable, thingId: string): Share[] {
  return file
    .prepare<[string], Share>(
      `select u.id as userId, u.name, m.role, s.relation from ${shares} s join ${things} t on t.id = s.${id}
       join memberships m on m.team_id = t.team_id and m.user_id = s.user_id join users u on u.id = s.user_id
       where s.${id} = ? order by u.name collate nocase, u.id`,
    )
    .all(thingId);
}

/** NOT_FOUND for somebody who is not in the team; null takes back what was given. */
export function giveTo(database: Database, { shares, id }: Shareable, thingId: string, { teamId, userId, relation }: Giving): void {
  const { file } = database;
  if (!file.prepare('select 1 from memberships where team_id = ? and user_id = ?').get(teamId, userId)) refuse('NOT_FOUND');
  file.prepare(`delete from ${shares} where ${id} = ? and user_id = ?`).run(thingId, userId);
  database.accessChanged();
  if (!relation) return;
  const held = file.prepare<[string], { held: number }>(`select count(*) as held from ${shares} where ${id} = ?`).get(thingId);
  if (held && held.held >= SHARES.maxPerThing) refuse('QUOTA_EXCEEDED', `At most ${SHARES.maxPerThing} people. Take somebody out first.`);
  file.prepare(`insert into ${shares} (${id}, user_id, relation) values (?, ?, ?)`).run(thingId, userId, relation);
}
