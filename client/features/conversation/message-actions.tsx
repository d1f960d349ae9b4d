import Ellipsis from 'lucide-react/icons/ellipsis';
import SmilePlus from 'lucide-react/icons/smile-plus';
import { lazy, Suspense, useRef, useState, type RefObject } from 'react';
import type { Message } from '../../../shared/schemas/conversation.ts';
import { classes } from '../../ui/classes.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu, MenuItem, MenuLine } from '../../ui/menu.tsx';
import { useRoom } from './room.ts';
import { useMessageActions, type MessageAction } from './use-message-actions.tsx';
import css from './row.module.css';

const EmojiPopover = lazy(async () => ({ default: (await import('./emoji-popover.tsx')).EmojiPopover }));

/** So many are at hand; the rest is one press further. */
const AT_HAND: ReadonlySet<MessageAction['name']> = new Set(['thread', 'again', 'continue', 'edit', 'quote']);

interface MessageActionsProps {
  message: Message;
  row: RefObject<HTMLElement | null>;
  /** Whether one is choosing a reaction. */
  picking: boolean;
  onPicking(picking: boolean): void;
}

/** What can be done with a message, while it has the pointer or the focus. */
export function MessageActions({ message, row, picking, onPicking }: MessageActionsProps) {
  const { mayWrite } = useRoom();
  const [open, setOpen] = useState(false);
  const actions = useMessageActions(message);
  const next = (name: MessageAction['name']) => name === 'again' || name === 'continue';
  return (
    <div className={classes(css.actions, (open || picking) && css.open)}>
      {mayWrite && <React message={message} row={row} open={picking} onOpenChange={onPicking} />}
      {actions
        .filter(({ name }) => AT_HAND.has(name))
        .map(({ name, label, icon, keys, act }) => (
          <IconButton
            key={name}
            size="small"
            label={label}
            className={next(name) ? css.next : undefined}
            onClick={act}
            {...(keys !== undefined && { keys })}
          >
            {icon}
          </IconButton>
        ))}
      <Menu
        label="More"
        onOpenChange={setOpen}
        trigger={
          <IconButton size="small" label="More about this message">
            <Ellipsis size={15} />
          </IconButton>
        }
      >
        {actions
          .filter(({ name }) => !AT_HAND.has(name))
          .map(({ name, label, icon, act }) => (
            <Item key={name} name={name} label={label} icon={icon} act={act} />
          ))}
      </Menu>
    </div>
  );
}

function Item({ name, label, icon, act }: MessageAction) {
  const danger = name === 'delete';
  return (
    <>
      {danger && <MenuLine />}
      <MenuItem danger={danger} icon={icon} onSelect={act}>
        {label}
      </MenuItem>
    </>
  );
}

/** The button, and the emoji over it. */
function React({
  message,
  row,
  open,
  onOpenChange,
}: {
  message: Message;
  row: RefObject<HTMLElement | null>;
  open: boolean;
  onOpenChange(open: boolean): void;
}) {
  const button = useRef<HTMLButtonElement>(null);
  return (
    <>
      <IconButton
        ref={button}
        size="small"
        label="React"
        keys="R"
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => onOpenChange(!open)}
      >
        <SmilePlus size={15} />
      </IconButton>
      {open && (
        <Suspense>
          <EmojiPopover message={message} row={row} button={button} onClose={() => onOpenChange(false)} />
        </Suspense>
      )}
    </>
  );
}
