import { KeyHint } from '../../ui/key-hint.tsx';
import { usePreferences, type SendKey } from '../app/preferences.ts';
import { COMMANDS } from '../conversation/commands.ts';
import css from './keys-dialog.module.css';

type Keys = [keys: string, does: string][];

const EVERYWHERE: Keys = [
  ['Ctrl K', 'Jump anywhere, or do something (⌘ K on a Mac)'],
  ['N', 'New conversation'],
  ['Alt ↑', 'Previous conversation'],
  ['Alt ↓', 'Next conversation'],
  ['Alt Shift ↑', 'Previous unread'],
  ['Alt Shift ↓', 'Next unread'],
  ['Esc', 'Close what is on top'],
  ['?', 'These keys'],
];

const WRITING: Keys = [
  ['@', 'Name a person, or a model that answers'],
  ['/', 'Commands, below'],
  ['↑', 'Edit your last message, in an empty composer'],
  ['Esc', 'Stop the reply, in an empty composer'],
];

const MESSAGE: Keys = [
  ['↑', 'The message before'],
  ['↓', 'The message after'],
  ['E', 'Edit it, if it is yours'],
  ['R', 'React'],
  ['T', 'Reply in a thread'],
  ['Q', 'Quote it'],
];

const SENDING: Record<SendKey, Keys> = {
  enter: [
    ['Enter', 'Send'],
    ['Shift Enter', 'New line'],
  ],
  'mod-enter': [
    ['Ctrl Enter', 'Send (⌘ Enter on a Mac)'],
    ['Enter', 'New line'],
  ],
};

export function KeysList() {
  const { sendKey } = usePreferences();
  return (
    <>
      <Part title="Everywhere" keys={EVERYWHERE} />
      <Part title="While you write" keys={[...SENDING[sendKey], ...WRITING]} />
      <Part title="On a message that has the focus" keys={MESSAGE} />
      <Part title="Commands" keys={Object.entries(COMMANDS).map(([name, does]) => [`/${name}`, does])} />
    </>
  );
}

function Part({ title, keys }: { title: string; keys: Keys }) {
  return (
    <section>
      <h3 className={css.title}>{title}</h3>
      <dl className={css.keys}>
        {keys.map(([key, does]) => (
          <div key={key + does} className={css.row}>
            <dt>
              <KeyHint keys={key} />
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
