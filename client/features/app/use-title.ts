import { useEffect } from 'react';
import { sumOf, type InboxState } from '../../store/inbox-state.ts';
import { useInbox } from './workspace.ts';

/** What the tab of the browser says: what is unread, then where one is. */
export function useTitle(...parts: string[]): void {
  const unread = useInbox(unreadOf);
  const title = [...parts.filter((part) => part !== ''), 'Parley'].join(' · ');
  useEffect(() => {
    document.title = unread === 0 ? title : `(${unread}) ${title}`;
    return () => {
      document.title = 'Parley';
    };
  }, [title, unread]);
}

function unreadOf(inbox: InboxState | undefined): number {
  if (inbox === undefined) return 0;
  return sumOf([...inbox.conversations, ...inbox.threadsIn.values()]).unread;
}
