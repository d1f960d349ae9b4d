import { useState, type KeyboardEvent } from 'react';
import { TEXT } from '../../../shared/limits.ts';
import type { Message } from '../../../shared/schemas/conversation.ts';
import { Button } from '../../ui/button.tsx';
import { GrowingText } from '../../ui/growing-text.tsx';
import { usePreferences } from '../app/preferences.ts';
import { ProblemNotice } from '../app/problem-notice.tsx';
import { useAct } from '../app/use-call.ts';
import { focusComposer } from './composer-focus.ts';
import { useRoom } from './room.ts';
import { sends } from './sends.ts';
import css from './edit-form.module.css';

/** One's own message, in place of its text. */
export function EditForm({ message }: { message: Message }) {
  const { deeds } = useRoom();
  const { sendKey } = usePreferences();
  const [text, setText] = useState(message.text);
  const done = () => {
    deeds.setEditing(undefined);
    focusComposer();
  };
  const save = useAct(async () => {
    if (text.trim() !== '' && text !== message.text) await deeds.edit(message.id, text);
    done();
  });
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key === 'Escape' && !event.nativeEvent.isComposing) {
      event.stopPropagation();
      done();
    } else if (sends(event, sendKey)) {
      event.preventDefault();
      void save.run();
    }
  };
  return (
    <div className={css.edit}>
      <div className={css.box}>
        <GrowingText
          aria-label="Edit your message"
          takesFocus
          maxLength={TEXT.messageMaxChars}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
        />
      </div>
      {save.problem && <ProblemNotice problem={save.problem} />}
      <div className={css.actions}>
        <Button size="small" kind="primary" busy={save.busy} disabled={text.trim() === ''} onClick={() => void save.run()}>
          Save
        </Button>
        <Button size="small" kind="quiet" onClick={done}>
          Cancel
        </Button>
      </div>
    </div>
  );
}
