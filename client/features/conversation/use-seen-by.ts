import { count } from '../app/times.ts';
import { useInboxConversation } from '../app/workspace.ts';
import { usePart, useRoom } from './room.ts';

/** Who sees this conversation, in a few words. */
export function useSeenBy(): string {
  const { team, id } = useRoom();
  const opened = usePart((state) => state.conversation);
  // The inbox hears of shares, the conversation itself does not.
  const { shared } = useInboxConversation(id) ?? opened;
  if (opened.visibility === 'team') return `Everybody in ${team.name}`;
  return shared === 0 ? 'Only who began it' : `Who began it and ${count(shared)} more`;
}
