import ArrowUp from 'lucide-react/icons/arrow-up';
import Square from 'lucide-react/icons/square';
import { useState, type KeyboardEvent } from 'react';
import { TEXT } from '../../../shared/limits.ts';
import { lastShownReply, type Row } from '../../store/timeline.ts';
import { GrowingText } from '../../ui/growing-text.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { usePreferences } from '../app/preferences.ts';
import { count } from '../app/times.ts';
import { useMedia } from '../app/use-media.ts';
import { useWorkspace } from '../app/workspace.ts';
import { AnswersSwitch } from './answers-switch.tsx';
import { lastOwn, newestWriting } from './newest.ts';
import { usePart, useRoom } from './room.ts';
import { sends } from './sends.ts';
import { useAnsweringModel } from './use-answering-model.ts';
import { useDraft } from './use-draft.ts';
import { useTyping } from './use-typing.ts';
import css from './composer.module.css';

/** Where one writes. Works without a connection: what is sent then leaves later, in order. */
export function Composer({ rows, onSent }: { rows: readonly Row[]; onSent(): void }) {
  const { me } = useWorkspace();
  const { id, deeds } = useRoom();
  const { sendKey } = usePreferences();
  const [text, setText] = useDraft(id);
  const [composing, setComposing] = useState(false);
  const typed = useTyping(id);
  const writing = usePart((state) => newestWriting(state.generations));
  const hasPointer = useMedia('(hover: hover)');
  const placeholder = usePlaceholder();
  const over = text.length > TEXT.messageMaxChars;
  const empty = text.trim() === '';

  const send = () => {
    if (empty || over) return;
    deeds.send(text, lastShownReply(rows));
    setText('');
    onSent();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (sends(event, sendKey)) {
      event.preventDefault();
      if (!composing) send();
    } else if (text === '' && event.key === 'ArrowUp') {
      const own = lastOwn(rows, me.id);
      if (own !== undefined) deeds.setEditing(own);
      if (own !== undefined) event.preventDefault();
    } else if (text === '' && event.key === 'Escape' && writing !== undefined) {
      deeds.stop(writing);
    }
  };
  return (
    <div className={css.composer}>
      <GrowingText
        id="composer"
        aria-label="Message"
        placeholder={placeholder}
        takesFocus={hasPointer}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          typed(event.target.value);
        }}
        onCompositionStart={() => setComposing(true)}
        onCompositionEnd={() => setComposing(false)}
        onKeyDown={onKeyDown}
      />
      <div className={css.bar}>
        <AnswersSwitch />
        {text.length > TEXT.messageMaxChars * 0.9 && (
          <span className={over ? `${css.count} ${css.over}` : css.count} role="status">
            {count(text.length)} of {count(TEXT.messageMaxChars)}
          </span>
        )}
        {writing !== undefined && (
          <IconButton
            label="Stop the reply"
            keys={empty ? 'Esc' : ''}
            className={`${css.round} ${css.stop}`}
            onClick={() => deeds.stop(writing)}
          >
            <Square size={13} fill="currentColor" />
          </IconButton>
        )}
        <IconButton label="Send" tone="accent" className={css.round} disabled={empty || over} onClick={send}>
          <ArrowUp size={18} />
        </IconButton>
      </div>
    </div>
  );
}

function usePlaceholder(): string {
  const answers = usePart((state) => state.conversation.answers);
  const { name } = useAnsweringModel();
  return answers === 'always' ? `Write to the team and ${name}` : `Write to the team, or ask @${name}`;
}
