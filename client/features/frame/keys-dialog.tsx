import { KeyHint } from '../../ui/key-hint.tsx';
import { Modal } from '../../ui/modal.tsx';
import css from './keys-dialog.module.css';

const KEYS: [string, string][] = [
  ['Ctrl K', 'Jump anywhere by its name (⌘ K on a Mac)'],
  ['N', 'New conversation'],
  ['Alt ↑', 'Previous conversation'],
  ['Alt ↓', 'Next conversation'],
  ['Alt Shift ↑', 'Previous unread'],
  ['Alt Shift ↓', 'Next unread'],
  ['↑', 'Edit your last message, in an empty composer'],
  ['Esc', 'Stop the reply, in an empty composer'],
  ['E', 'Edit the message that has the focus'],
  ['?', 'These keys'],
];

export function KeysDialog({ open, onOpenChange }: { open: boolean; onOpenChange(open: boolean): void }) {
  return (
    <Modal open={open} onOpenChange={onOpenChange} title="Keys">
      <dl className={css.keys}>
        {KEYS.map(([keys, does]) => (
          <div key={keys} className={css.row}>
            <dt>
              <KeyHint keys={keys} />
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
