import { useMemo } from 'react';
import type { ThreadNews } from '../../../shared/events.ts';
import type { ConversationId, TeamId } from '../../../shared/ids.ts';
import type { Unread } from '../../store/inbox-state.ts';
import { useInbox } from '../app/workspace.ts';

const NONE: ReadonlyMap<ConversationId, ThreadNews> = new Map();
const NOTHING: Unread = { unread: 0, mentions: 0 };

/** The threads of a team with something new, newest first. */
export function useThreads(teamId: TeamId): ThreadNews[] {
  const threads = useInbox((inbox) => inbox?.threads) ?? NONE;
  return useMemo(() => [...threads.values()].filter((each) => each.teamId === teamId), [threads, teamId]);
}

/** What is new in the threads of a conversation. */
export function useThreadsIn(id: ConversationId): Unread {
  return useInbox((inbox) => inbox?.threadsIn.get(id)) ?? NOTHING;
}
