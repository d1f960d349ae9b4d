import Copy from 'lucide-react/icons/copy';
import Check from 'lucide-react/icons/check';
import Ellipsis from 'lucide-react/icons/ellipsis';
import GitFork from 'lucide-react/icons/git-fork';
import Pencil from 'lucide-react/icons/pencil';
import Trash from 'lucide-react/icons/trash-2';
import { useState } from 'react';
import type { Message } from '../../../shared/schemas/conversation.ts';
import { classes } from '../../ui/classes.ts';
import { useCopy } from '../../ui/copy-button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu, MenuItem, MenuLine } from '../../ui/menu.tsx';
import { reaches } from '../app/may.ts';
import { ReplyNext } from './reply-foot.tsx';
import { useRoom } from './room.ts';
import css from './row.module.css';

/** What can be done with a message, while it has the pointer or the focus. */
export function MessageActions({ message, mine, mayEdit }: { message: Message; mine: boolean; mayEdit: boolean }) {
  const { team, deeds, mayWrite, store } = useRoom();
  const { copied, copy } = useCopy();
  const [open, setOpen] = useState(false);
  const mayRemove = mayWrite && (mine || reaches(team.role, 'moderator'));
  const copyText = () => copy(store.get()?.byId.get(message.id)?.text ?? message.text);
  return (
    <div className={classes(css.actions, open && css.open)}>
      <IconButton size="small" label={copied ? 'Copied' : 'Copy the text'} onClick={copyText}>
        {copied ? <Check size={15} /> : <Copy size={15} />}
      </IconButton>
      {message.generation !== undefined && 'endedAt' in message.generation && (
        <span className={css.next}>
          <ReplyNext message={message} />
        </span>
      )}
      {mayEdit && (
        <IconButton size="small" label="Edit" keys="E" onClick={() => deeds.setEditing(message.id)}>
          <Pencil size={15} />
        </IconButton>
      )}
      <Menu
        label="More"
        onOpenChange={setOpen}
        trigger={
          <IconButton size="small" label="More about this message">
            <Ellipsis size={15} />
          </IconButton>
        }
      >
        <MenuItem icon={<GitFork size={15} />} onSelect={() => deeds.fork(message.id)}>
          Fork from here
        </MenuItem>
        {mayRemove && (
          <>
            <MenuLine />
            <MenuItem danger icon={<Trash size={15} />} onSelect={() => deeds.remove(message)}>
              Delete
            </MenuItem>
          </>
        )}
      </Menu>
    </div>
  );
}
