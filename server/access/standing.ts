/**
 * What somebody is in a place: their role in the team, narrowed or widened by how the folder or the conversation reaches them. Every way is looked
 * at and the best counts; no way at all means that the place does not exist for them.
 */
import { type Facts, type Relation, type Role, ROLES } from '../../shared/access.ts';
import type { UserId } from '../../shared/ids.ts';
import { reaches } from './rules.ts';

export interface Standing {
  role: Role;
  /** How the place reaches them, for whoever has to explain it. */
  via: 'team' | 'maker' | 'open' | 'shared' | 'folder';
}

export function standingOf(userId: UserId, facts: Facts): Standing | undefined {
  const role = facts.team?.role;
  if (!role) return undefined;
  if (facts.conversation) return best(waysToConversation(userId, role, facts.conversation));
  if (facts.folder) return best(waysToFolder(role, facts.folder));
  return { role, via: 'team' };
}

/** Private is private: what is shared above reaches only what is open to the team. */
function waysToConversation(userId: UserId, role: Role, conversation: NonNullable<Facts['conversation']>): Standing[] {
  const { keeper, visibility, shared, sharedAbove } = conversation;
  const ways: Standing[] = [];
  if (keeper === userId) ways.push({ role, via: 'maker' });
  if (visibility === 'team' && reaches(role, 'member')) ways.push({ role, via: 'open' });
  if (shared) ways.push({ role: given(shared, role), via: 'shared' });
  if (visibility === 'team' && sharedAbove) ways.push({ role: given(sharedAbove, role), via: 'folder' });
  return ways;
}

function waysToFolder(role: Role, { shared }: NonNullable<Facts['folder']>): Standing[] {
  const ways: Standing[] = [];
  if (reaches(role, 'member')) ways.push({ role, via: 'open' });
  if (shared) ways.push({ role: given(shared, role), via: 'shared' });
  return ways;
}

/** A viewer only reads, whatever their role; an editor is at least what a member is. */
function given(relation: Relation, role: Role): Role {
  if (relation === 'viewer') return 'guest';
  return reaches(role, 'member') ? role : 'member';
}

/** The first of the best. */
function best(ways: readonly Standing[]): Standing | undefined {
  return ways.reduce<Standing | undefined>(
    (most, way) => (most && ROLES.indexOf(most.role) <= ROLES.indexOf(way.role) ? most : way),
    undefined,
  );
}
