import type { TeamId } from '../../../shared/ids.ts';
import type { Member } from '../../../shared/schemas/identity.ts';
import type { Parley } from '../../sdk/types.ts';
import { reaches } from './may.ts';
import { useCall, type Asked } from './use-call.ts';
import { useInbox, useWorkspace } from './workspace.ts';

/** Everybody in the team, asked again whenever the server tells that they changed. Guests do not see who is there: nobody, for them. */
export function useMembers(teamId: TeamId): Asked<Member[]> {
  const { parley, shared } = useWorkspace();
  const revision = useInbox((inbox) => inbox?.membersRevision.get(teamId) ?? 0);
  const role = useInbox((inbox) => inbox?.teams.find(({ id }) => id === teamId)?.role) ?? 'guest';
  const key = `members ${teamId} ${reaches(role, 'member')}`;
  const ask = () => shared.ask(key, revision, () => allMembers(parley, teamId));
  return useCall(key, reaches(role, 'member') ? ask : nobody, revision);
}

async function nobody(): Promise<Member[]> {
  return [];
}

async function allMembers(parley: Parley, teamId: TeamId): Promise<Member[]> {
  const members: Member[] = [];
  let cursor: string | undefined;
  do {
    const page = await parley.api.member.list.query({ teamId, limit: 100, ...(cursor !== undefined && { cursor }) });
    members.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return members;
}
