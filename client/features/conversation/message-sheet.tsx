import type { Message } from '../../../shared/schemas/conversation.ts';
import { classes } from '../../ui/classes.ts';
import { Modal } from '../../ui/modal.tsx';
import { atTime } from '../app/times.ts';
import { EmojiPicker } from './emoji-picker.tsx';
import { useRoom } from './room.ts';
import { useMessageActions } from './use-message-actions.tsx';
import css from './message-sheet.module.css';

/** What can be done with a message, where nothing hovers: opened by its button or by a long press. */
export function MessageSheet({ message, open, onOpenChange }: { message: Message; open: boolean; onOpenChange(open: boolean): void }) {
  const { author, createdAt } = message;
  return (
    <Modal open={open} onOpenChange={onOpenChange} title={`${author.kind === 'user' ? author.name : author.model}, ${atTime(createdAt)}`}>
      <Choices message={message} onDone={() => onOpenChange(false)} />
    </Modal>
  );
}

function Choices({ message, onDone }: { message: Message; onDone(): void }) {
  const { deeds, mayWrite } = useRoom();
  const actions = useMessageActions(message);
  const then = (act: () => void) => () => {
    onDone();
    // After the sheet gave the focus back, so that whatever opens next can take it.
    setTimeout(act);
  };
  return (
    <>
      {mayWrite && <EmojiPicker message={message} onPick={(emoji) => then(() => deeds.react(message, emoji))()} />}
      <ul className={css.list}>
        {actions.map(({ name, label, icon, act }) => (
          <li key={name}>
            <button type="button" className={classes(css.action, name === 'delete' && css.danger)} onClick={then(act)}>
              {icon}
              {label}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
