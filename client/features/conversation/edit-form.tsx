import { useState, type KeyboardEvent } from 'react';
import { TEXT } from '../../../shared/limits.ts';
import type { Message } from '../../../shared/schemas/conversation.ts';
import { Button } from '../../ui/button.tsx';
import { GrowingText } from '../../ui/growing-text.tsx';
import { usePreferences } from '../app/preferences.ts';
import { ProblemNotice } from '../app/problem-notice.tsx';
import { useAct } from '../app/use-call.ts';
import { focusComposer } from './composer-focus.ts';
import { usePart, useRoom } from './room.ts';
import { sends } from './sends.ts';
import { TooLong } from './too-long.tsx';
import css from './edit-form.module.css';

/** One's own message, in place of its text. One that was answered can be asked again with the new text. */
export function EditForm({ message }: { message: Message }) {
  const { id, deeds } = useRoom();
  const { sendKey } = usePreferences();
  const [text, setText] = useState(message.text);
  const wasAnswered = usePart((state) =>
    [...state.byId.values()].some(({ parentId, author }) => parentId === message.id && author.kind === 'model'),
  );
  const able = (text.trim() !== '' || message.attachments !== undefined) && text.length <= TEXT.messageMaxChars;
  const done = () => {
    deeds.setEditing(undefined);
    focusComposer(id);
  };
  const save = useAct(async (again: boolean) => {
    if (again) await deeds.editAndAsk(message.id, text);
    else if (text !== message.text) await deeds.edit(message.id, text);
    done();
  });
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key === 'Escape' && !event.nativeEvent.isComposing) {
      event.stopPropagation();
      event.preventDefault();
      done();
    } else if (sends(event, sendKey)) {
      event.preventDefault();
      if (able && !save.busy) void save.run(false);
    }
  };
  return (
    <div className={css.edit}>
      <div className={css.box}>
        <GrowingText
          aria-label="Edit your message"
          takesFocus
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
        />
      </div>
      {save.problem && <ProblemNotice problem={save.problem} />}
      <div className={css.actions}>
        <Button size="small" kind="primary" busy={save.busy} disabled={!able} onClick={() => void save.run(false)}>
          Save
        </Button>
        {wasAnswered && (
          <Button size="small" busy={save.busy} disabled={!able} onClick={() => void save.run(true)}>
            Save and answer again
          </Button>
        )}
        <Button size="small" kind="quiet" onClick={done}>
          Cancel
        </Button>
        <TooLong chars={text.length} />
      </div>
    </div>
  );
}
