import { useMemo } from 'react';
import type { ConversationId } from '../../../shared/ids.ts';
import type { Person } from '../../../shared/schemas/conversation.ts';
import type { Team } from '../../../shared/schemas/identity.ts';
import type { Parley } from '../../sdk/types.ts';
import { reaches } from '../app/may.ts';
import { useCall } from '../app/use-call.ts';
import { useInbox, useInboxConversation, useWorkspace } from '../app/workspace.ts';

const NOBODY: readonly Person[] = [];

/** Who sees the conversation and can be named in it, asked again when that may have changed. Guests are not told: nobody, for them. */
export function useAudience(team: Team, id: ConversationId): readonly Person[] {
  const { parley, me } = useWorkspace();
  const members = useInbox((inbox) => inbox?.membersRevision.get(team.id) ?? 0);
  const known = useInboxConversation(id);
  const seenAs = `${known?.visibility ?? ''} ${known?.folderId ?? ''} ${known?.shared ?? 0}`;
  const { answer } = useCall(`audience ${id} ${seenAs}`, () => (reaches(team.role, 'member') ? everybody(parley, id) : nobody()), members);
  // Oneself is there also while nothing is known yet.
  return useMemo(
    () => (answer === undefined || answer.length === 0 ? [{ userId: me.id, name: me.name }] : answer),
    [answer, me.id, me.name],
  );
}

async function nobody(): Promise<readonly Person[]> {
  return NOBODY;
}

async function everybody(parley: Parley, conversationId: ConversationId): Promise<readonly Person[]> {
  const people: Person[] = [];
  let cursor: string | undefined;
  do {
    const page = await parley.api.access.listSubjects.query({ conversationId, limit: 100, ...(cursor !== undefined && { cursor }) });
    people.push(...page.items.map(({ userId, name }) => ({ userId, name })));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return people;
}
