/**
 * Who sees which conversation, in SQL: says what `decide` says (ACCESS-4). It is about the conversation in `root`, which is the one asked about or the one
 * that a thread hangs in, and the member in `memberships`. Private is private: what is shared above reaches only what is open to the team.
 */
import { sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { Relation, Role, Visibility } from '../../shared/access.ts';
import type { Subject } from '../../shared/schemas/access.ts';
import { conversations, memberships, users } from './schema.ts';

export const root = alias(conversations, 'root');
export const isRoot = sql`${root.id} = coalesce(${conversations.parentConversationId}, ${conversations.id})`;

/** Whoever cannot sign in sees nothing. A literal, for a bound value would be planned for anew (given.ts). */
export const isActive = sql`${users.status} = 'active'`;

/** How the conversation itself was shared with the member. */
export const givenTo = sql<Relation | null>`(select cs.relation from conversation_shares as cs
  where cs.conversation_id = ${root.id} and cs.user_id = ${memberships.userId})`;
/** The best of how the folders it is in were shared with the member: "editor" comes before "viewer". The few above it are looked through first. */
export const above = sql<Relation | null>`(select min(fs.relation) from folder_paths as p
  cross join folder_shares as fs on fs.folder_id = p.ancestor_id and fs.user_id = ${memberships.userId} where p.folder_id = ${root.folderId})`;
export const isKeeper = sql<number>`${root.createdBy} = ${memberships.userId}`;

export const mayRead = sql`(${isKeeper} or (${root.visibility} = 'team' and (${memberships.role} <> 'guest' or ${above} is not null))
  or ${givenTo} is not null)`;

/** The folder it is in, for a member who sees that folder. A thread is in none. */
export const folderSeen = sql<
  string | null
>`case when ${memberships.role} <> 'guest' or ${above} is not null then ${conversations.folderId} end`;

/** All that a change of folders can change about how a member sees a conversation. */
export const sightOf = sql<string>`coalesce(${conversations.folderId}, '') || ' ' || case when ${memberships.role} = 'guest' then coalesce(${above}, '') else '' end`;

export const reachColumns = { role: memberships.role, visibility: root.visibility, isKeeper, given: givenTo, above };

export interface Reach {
  role: Role;
  visibility: Visibility;
  isKeeper: number;
  given: Relation | null;
  above: Relation | null;
}

/** The best way in which it reaches somebody who may read it, and whether they may take part by that; of equal ones the first. */
export function wayOf({ role, visibility, isKeeper: keeper, given: own, above: fromAbove }: Reach): Pick<Subject, 'via' | 'writes'> {
  const open = visibility === 'team';
  const isMember = role !== 'guest';
  if (isMember && keeper === 1) return { via: 'maker', writes: true };
  if (isMember && open) return { via: 'team', writes: true };
  if (own === 'editor') return { via: 'shared', writes: true };
  if (open && fromAbove === 'editor') return { via: 'folder', writes: true };
  if (keeper === 1) return { via: 'maker', writes: false };
  return { via: own ? 'shared' : 'folder', writes: false };
}
