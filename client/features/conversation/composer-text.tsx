import { useState, type KeyboardEvent, type SyntheticEvent } from 'react';
import type { GenerationId } from '../../../shared/ids.ts';
import type { Row } from '../../store/timeline.ts';
import { GrowingText } from '../../ui/growing-text.tsx';
import { OptionList, optionId } from '../../ui/options.tsx';
import { usePreferences } from '../app/preferences.ts';
import { count } from '../app/times.ts';
import { useMedia } from '../app/use-media.ts';
import { useWorkspace } from '../app/workspace.ts';
import type { Command } from './commands.ts';
import { composerId } from './composer-focus.ts';
import { useDraftText } from './draft.ts';
import { lastOwn } from './newest.ts';
import { usePart, useRoom } from './room.ts';
import { sends } from './sends.ts';
import { useAnsweringModel } from './use-answering-model.ts';
import { useSuggestions, type Suggestions } from './use-suggestions.tsx';
import { useTyping } from './use-typing.ts';
import css from './composer.module.css';

interface ComposerTextProps {
  rows: readonly Row[];
  commands: readonly Command[];
  writing: GenerationId | undefined;
  onSend(text: string): void;
  onFiles(files: Iterable<File>): void;
}

/** The field, and above it what may be meant by what was begun in it. */
export function ComposerText({ rows, commands, writing, onSend, onFiles }: ComposerTextProps) {
  const { me } = useWorkspace();
  const { id, draft, deeds } = useRoom();
  const { sendKey } = usePreferences();
  const text = useDraftText(draft);
  const typed = useTyping(id);
  const [cursor, setCursor] = useState<number>();
  const [composing, setComposing] = useState(false);
  const hasPointer = useMedia('(hover: hover)');
  const placeholder = usePlaceholder();
  const suggestions = useSuggestions({
    text,
    at: composing ? undefined : cursor,
    area: () => document.querySelector<HTMLTextAreaElement>(`#${composerId(id)}`),
    commands,
    onPickPerson: (person) => draft.pick(person),
    onWhole: onSend,
  });

  const follow = ({ currentTarget: { selectionStart, selectionEnd } }: SyntheticEvent<HTMLTextAreaElement>) =>
    setCursor(selectionStart === selectionEnd ? selectionStart : undefined);
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (composing || event.nativeEvent.isComposing) return;
    if (suggestions?.onKeyDown(event) === true) return;
    if (sends(event, sendKey)) {
      event.preventDefault();
      onSend(text);
    } else if (text === '' && event.key === 'ArrowUp') {
      const own = lastOwn(rows, me.id);
      if (own === undefined) return;
      event.preventDefault();
      deeds.setEditing(own);
    } else if (text === '' && event.key === 'Escape' && writing !== undefined) {
      event.preventDefault();
      deeds.stop(writing);
    }
  };
  return (
    <>
      {suggestions !== undefined && <Above suggestions={suggestions} />}
      <GrowingText
        id={composerId(id)}
        aria-label="Message"
        placeholder={placeholder}
        takesFocus={hasPointer}
        value={text}
        aria-autocomplete="list"
        aria-haspopup="listbox"
        aria-controls={suggestions?.id}
        aria-activedescendant={suggestions && optionId(suggestions.id, suggestions.cursor.active)}
        onChange={(event) => {
          draft.set(event.target.value);
          typed(event.target.value);
          follow(event);
        }}
        onSelect={follow}
        onPaste={(event) => {
          const { files, types } = event.clipboardData;
          // Some programs copy a picture of a text beside the text.
          if (files.length === 0 || types.includes('text/plain')) return;
          event.preventDefault();
          onFiles(files);
        }}
        onBlur={() => setCursor(undefined)}
        onCompositionStart={() => setComposing(true)}
        onCompositionEnd={() => setComposing(false)}
        onKeyDown={onKeyDown}
      />
    </>
  );
}

function Above({ suggestions: { id, label, options, cursor, pick } }: { suggestions: Suggestions }) {
  return (
    <div className={css.above}>
      <OptionList id={id} label={label} options={options} cursor={cursor} onPick={pick} className={css.choices} />
      <span className="said" role="status">
        {options.length === 1 ? '1 suggestion' : `${count(options.length)} suggestions`}
      </span>
    </div>
  );
}

function usePlaceholder(): string {
  const answers = usePart((state) => state.conversation.answers);
  const isThread = usePart((state) => state.conversation.threadOf !== undefined);
  const { name } = useAnsweringModel();
  if (isThread) return answers === 'always' ? `Reply here, to the team and ${name}` : `Reply here, or ask @${name}`;
  return answers === 'always' ? `Write to the team and ${name}` : `Write to the team, or ask @${name}`;
}
