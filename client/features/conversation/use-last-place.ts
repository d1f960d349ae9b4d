import { useEffect } from 'react';
import type { ConversationId, TeamId } from '../../../shared/ids.ts';
import { keep } from '../app/session-storage.ts';

/** Remembers in this tab where one was, for the next visit of the team or of `/`. */
export function useLastPlace(team: TeamId, id: ConversationId): void {
  useEffect(() => {
    keep('last', id);
    keep(`last.${team}`, id);
  }, [team, id]);
}
