import MessageSquareText from 'lucide-react/icons/message-square-text';
import type { Message } from '../../../shared/schemas/conversation.ts';
import { count, since } from '../app/times.ts';
import { useInbox } from '../app/workspace.ts';
import { useRoom } from './room.ts';
import css from './reactions.module.css';

/** Under a message: the way to what hangs on it, and how much of that is new to whoever takes part. */
export function ThreadLine({ message }: { message: Message }) {
  const { deeds } = useRoom();
  const { thread } = message;
  const fresh = useInbox((inbox) => (thread && inbox?.threads.get(thread.conversationId)?.unread) ?? 0);
  if (thread === undefined || thread.replies === 0) return null;
  return (
    <button type="button" className={css.thread} onClick={() => deeds.openThread(message)}>
      <MessageSquareText size={14} />
      {thread.replies === 1 ? '1 reply' : `${count(thread.replies)} replies`}
      {fresh > 0 && <span className={css.fresh}>{count(fresh)} new</span>}
      {thread.lastAt !== undefined && <span className={css.last}>{since(thread.lastAt)}</span>}
    </button>
  );
}
