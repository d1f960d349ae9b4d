import { useMemo } from 'react';
import type { TeamId } from '../../../shared/ids.ts';
import { folderTree, type Tree } from '../../store/inbox-folders.ts';
import { useInbox } from './workspace.ts';

const NONE = [] as const;

/** The folders and conversations of a team, as they stand in the sidebar. */
export function useTree(teamId: TeamId): Tree {
  const folders = useInbox((inbox) => inbox?.folders) ?? NONE;
  const conversations = useInbox((inbox) => inbox?.conversations) ?? NONE;
  return useMemo(() => folderTree({ folders, conversations }, teamId), [folders, conversations, teamId]);
}
