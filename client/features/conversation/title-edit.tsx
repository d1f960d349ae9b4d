import { useState, type KeyboardEvent } from 'react';
import { TEXT } from '../../../shared/limits.ts';
import { takeFocus } from '../../ui/take-focus.ts';
import { useSay } from '../../ui/toast.tsx';
import { problemOf } from '../app/problem.ts';
import { useWorkspace } from '../app/workspace.ts';
import { usePart, useRoom } from './room.ts';
import css from './conversation-header.module.css';

/** The title; a press renames it. */
export function TitleEdit() {
  const { mayWrite } = useRoom();
  const title = usePart((state) => state.conversation.title);
  const [renaming, rename] = useState(false);
  if (renaming) return <TitleInput title={title} onDone={() => rename(false)} />;
  return (
    <h1 className={css.title}>
      {mayWrite ? (
        <button type="button" className={css.titleButton} title="Rename" onClick={() => rename(true)}>
          {title}
        </button>
      ) : (
        <span className={css.titleButton}>{title}</span>
      )}
    </h1>
  );
}

function TitleInput({ title, onDone }: { title: string; onDone(): void }) {
  const { parley } = useWorkspace();
  const { id } = useRoom();
  const say = useSay();
  const [text, setText] = useState(title);
  const save = () => {
    onDone();
    const wanted = text.trim();
    if (wanted === '' || wanted === title) return;
    void parley.api.conversation.update.mutate({ conversationId: id, title: wanted }).catch((error: unknown) => say(problemOf(error).say));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') save();
    if (event.key !== 'Escape') return;
    event.preventDefault();
    onDone();
  };
  return (
    <>
      <h1 className="said">{title}</h1>
      <input
        className={css.titleInput}
        aria-label="Title"
        ref={takeFocus}
        maxLength={TEXT.titleMaxChars}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onFocus={(event) => event.target.select()}
        onBlur={save}
        onKeyDown={onKeyDown}
      />
    </>
  );
}
