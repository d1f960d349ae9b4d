import { useMemo } from 'react';
import type { TeamId } from '../../../shared/ids.ts';
import { folderTree, type Tree } from '../../store/inbox-folders.ts';
import type { InboxState } from '../../store/inbox-state.ts';
import { useInbox } from './workspace.ts';

const NONE = [] as const;
const NOTHING: InboxState['threadsIn'] = new Map();

/** The folders and conversations of a team, as they stand in the sidebar. */
export function useTree(teamId: TeamId): Tree {
  const folders = useInbox((inbox) => inbox?.folders) ?? NONE;
  const conversations = useInbox((inbox) => inbox?.conversations) ?? NONE;
  const threadsIn = useInbox((inbox) => inbox?.threadsIn) ?? NOTHING;
  return useMemo(() => folderTree({ folders, conversations, threadsIn }, teamId), [folders, conversations, threadsIn, teamId]);
}
