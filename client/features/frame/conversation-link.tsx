import Lock from 'lucide-react/icons/lock';
import { memo, type ComponentProps } from 'react';
import { Link, useLocation } from 'wouter';
import type { Conversation } from '../../../shared/schemas/conversation.ts';
import { classes } from '../../ui/classes.ts';
import { paths } from '../app/paths.ts';
import { useAttention } from '../app/use-media.ts';
import { useWorkspace } from '../app/workspace.ts';
import { Badges } from './badges.tsx';
import { useFrame } from './frame-context.ts';
import { useThreadsIn } from './use-threads.ts';
import css from './sidebar.module.css';

interface ConversationLinkProps extends Pick<ComponentProps<'a'>, 'draggable' | 'onDragStart' | 'onKeyDown'> {
  conversation: Conversation;
}

/** Bold with a count while there is something unread in it or in a thread of it, a moving dot while a reply is written. */
export const ConversationLink = memo(function ConversationLink({ conversation, ...rest }: ConversationLinkProps) {
  const [path] = useLocation();
  const { me } = useWorkspace();
  const { closeDrawer } = useFrame();
  const to = paths.conversation(conversation.teamId, conversation.id);
  const here = path === to;
  const read = useAttention() && here;
  const threads = useThreadsIn(conversation.id);
  const unread = (read ? 0 : conversation.unread) + threads.unread;
  const mentions = (read ? 0 : conversation.mentions) + threads.mentions;
  return (
    <Link
      href={to}
      className={classes(css.item, here && css.here, unread > 0 && css.unread)}
      aria-current={here ? 'page' : undefined}
      onClick={closeDrawer}
      {...rest}
    >
      <span className={css.title}>{conversation.title}</span>
      {conversation.visibility === 'private' && (
        <Lock size={12} className={css.lock} aria-label={privately(conversation, conversation.createdBy === me.id)} role="img" />
      )}
      <Badges unread={unread} mentions={mentions} writing={conversation.writing} />
    </Link>
  );
});

function privately({ shared }: Conversation, mine: boolean): string {
  if (!mine) return 'Private, shared with you';
  if (shared === 0) return 'Only you';
  return shared === 1 ? 'You and 1 more' : `You and ${shared} more`;
}
