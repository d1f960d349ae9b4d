import type { TeamId } from '../../../shared/ids.ts';
import type { Member } from '../../../shared/schemas/identity.ts';
import type { Parley } from '../../sdk/types.ts';
import { useCall, type Asked } from './use-call.ts';
import { useInbox, useWorkspace } from './workspace.ts';

/** Everybody in the team, asked again whenever the server tells that they changed. */
export function useMembers(teamId: TeamId): Asked<Member[]> {
  const { parley, shared } = useWorkspace();
  const revision = useInbox((inbox) => inbox?.membersRevision.get(teamId) ?? 0);
  const key = `members ${teamId}`;
  return useCall(key, () => shared.ask(key, revision, () => allMembers(parley, teamId)), revision);
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
