import Ellipsis from 'lucide-react/icons/ellipsis';
import FolderInput from 'lucide-react/icons/folder-input';
import Share from 'lucide-react/icons/share-2';
import { useRef, type KeyboardEvent } from 'react';
import type { Conversation } from '../../../shared/schemas/conversation.ts';
import type { Team } from '../../../shared/schemas/identity.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { mayArrange } from '../app/may.ts';
import { useWorkspace } from '../app/workspace.ts';
import { ConversationLink } from './conversation-link.tsx';
import { useFrame } from './frame-context.ts';
import { dragging } from './use-drag.ts';
import css from './sidebar.module.css';

/** A conversation with what can be done from here. Its menu is one arrow away, so that Tab goes from one to the next. */
export function ConversationRow({ team, conversation }: { team: Team; conversation: Conversation }) {
  const { me } = useWorkspace();
  const { open } = useFrame();
  const menu = useRef<HTMLButtonElement>(null);
  const movable = mayArrange(team.role, conversation.createdBy === me.id) && conversation.writable;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowRight') return;
    event.preventDefault();
    menu.current?.focus();
  };
  return (
    <li className={css.row}>
      <ConversationLink
        conversation={conversation}
        onKeyDown={onKeyDown}
        draggable={movable}
        {...(movable && { onDragStart: dragging({ kind: 'conversation', id: conversation.id }) })}
      />
      <Menu
        label={conversation.title}
        trigger={
          <IconButton ref={menu} label={`More about ${conversation.title}`} size="small" tabIndex={-1} tipped={false} className={css.more}>
            <Ellipsis size={15} />
          </IconButton>
        }
      >
        <MenuItem icon={<Share size={15} />} onSelect={() => open({ kind: 'shareConversation', conversationId: conversation.id })}>
          Share
        </MenuItem>
        {movable && (
          <MenuItem icon={<FolderInput size={15} />} onSelect={() => open({ kind: 'moveConversation', conversationId: conversation.id })}>
            Move to a folder
          </MenuItem>
        )}
      </Menu>
    </li>
  );
}
