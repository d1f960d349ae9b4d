import Lock from 'lucide-react/icons/lock';
import { memo } from 'react';
import { Link, useLocation } from 'wouter';
import type { Conversation } from '../../../shared/schemas/conversation.ts';
import { classes } from '../../ui/classes.ts';
import { paths } from '../app/paths.ts';
import { useAttention } from '../app/use-media.ts';
import { useFrame } from './frame-context.ts';
import css from './sidebar.module.css';

/** Bold with a count while there is something unread, a moving dot while a reply is written. */
export const ConversationLink = memo(function ConversationLink({ conversation }: { conversation: Conversation }) {
  const [path] = useLocation();
  const { closeDrawer } = useFrame();
  const to = paths.conversation(conversation.teamId, conversation.id);
  const here = path === to;
  const attention = useAttention();
  const unread = here && attention ? 0 : conversation.unread;
  return (
    <Link
      href={to}
      className={classes(css.item, here && css.here, unread > 0 && css.unread)}
      aria-current={here ? 'page' : undefined}
      onClick={closeDrawer}
    >
      <span className={css.title}>{conversation.title}</span>
      {conversation.visibility === 'private' && <Lock size={12} className={css.lock} aria-label="Only you" role="img" />}
      {conversation.writing && <span className={css.writing} role="img" aria-label="A reply is being written" />}
      {unread > 0 && (
        <span className={css.count}>
          {unread > 99 ? '99+' : unread}
          <span className="said"> unread</span>
        </span>
      )}
    </Link>
  );
});
