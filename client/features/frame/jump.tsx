import { useId, useState, type KeyboardEvent } from 'react';
import { matching } from '../../store/suggest.ts';
import type { Team } from '../../../shared/schemas/identity.ts';
import { Modal } from '../../ui/modal.tsx';
import { OptionList, optionId, useCursor } from '../../ui/options.tsx';
import { useTargets } from './use-targets.tsx';
import css from './jump.module.css';

const SHOWN = 50;

/** Anywhere by a few letters, and what can be done from everywhere. Arrows go through what was found, Enter takes it. */
export function Jump({ team, open, onOpenChange }: { team: Team; open: boolean; onOpenChange(open: boolean): void }) {
  return (
    <Modal open={open} onOpenChange={onOpenChange} title="Jump to" wide>
      <JumpList team={team} onDone={() => onOpenChange(false)} />
    </Modal>
  );
}

function JumpList({ team, onDone }: { team: Team; onDone(): void }) {
  const [text, setText] = useState('');
  const id = useId();
  const targets = useTargets(team);
  const found = matching(targets, text.trim(), ({ label, detail }) => `${label} ${detail}`).slice(0, SHOWN);
  const cursor = useCursor(found);
  const take = (index: number) => {
    const target = found[index];
    if (target === undefined) return;
    onDone();
    // After the dialog gave the focus back, so that whatever opens next can take it.
    setTimeout(target.go);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || cursor.move(event) || event.key !== 'Enter') return;
    event.preventDefault();
    take(cursor.active);
  };
  return (
    <div className={css.jump}>
      <input
        className={css.field}
        role="combobox"
        aria-label="Name of a conversation, a place or a command"
        aria-autocomplete="list"
        aria-expanded={found.length > 0}
        aria-controls={id}
        aria-activedescendant={found.length > 0 ? optionId(id, cursor.active) : undefined}
        placeholder="Conversation, place or command"
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <OptionList id={id} label="Found" className={css.list} options={found} cursor={cursor} onPick={take} />
      <p className={found.length === 0 ? css.none : 'said'} role="status">
        {found.length === 0 ? 'Nothing is called like that.' : `${found.length} found`}
      </p>
    </div>
  );
}
