import { useMemo, type KeyboardEvent } from 'react';
import type { Message } from '../../../shared/schemas/conversation.ts';
import { hasReacted } from '../../store/reactions.ts';
import { useWorkspace } from '../app/workspace.ts';
import { EMOJI, emojiName } from './emoji.ts';
import { usePart } from './room.ts';
import css from './reactions.module.css';

/** A few emoji, and those that are in use here besides. Arrows go between them. */
export function EmojiPicker({ message, onPick }: { message: Message; onPick(emoji: string): void }) {
  const { me } = useWorkspace();
  const choices = useChoices();
  return (
    // oxlint-disable-next-line jsx-a11y/interactive-supports-focus -- the keys go between the buttons in it
    <div className={css.picker} role="toolbar" aria-label="Reactions" onKeyDown={moveFocus}>
      {choices.map((emoji, index) => (
        <button
          key={emoji}
          type="button"
          className={css.pick}
          tabIndex={index === 0 ? 0 : -1}
          aria-label={emojiName(emoji)}
          title={emojiName(emoji)}
          aria-pressed={hasReacted(message.reactions, emoji, me.id)}
          onClick={() => onPick(emoji)}
        >
          {emoji}
        </button>
      ))}
    </div>
  );
}

function useChoices(): string[] {
  const messages = usePart((state) => state.messages);
  return useMemo(() => {
    const used = messages.flatMap(({ reactions = [] }) => reactions.map(({ emoji }) => emoji));
    return [...new Set([...EMOJI.map(({ emoji }) => emoji), ...used.toReversed()])].slice(0, EMOJI.length + 8);
  }, [messages]);
}

function moveFocus(event: KeyboardEvent<HTMLDivElement>): void {
  const all = [...event.currentTarget.querySelectorAll('button')];
  const at = all.findIndex((button) => button === document.activeElement);
  const perRow = all.filter((button) => button.offsetTop === all[0]?.offsetTop).length;
  const to = {
    ArrowRight: at + 1,
    ArrowLeft: at - 1,
    ArrowDown: at + perRow,
    ArrowUp: at - perRow,
    Home: 0,
    End: all.length - 1,
  }[event.key];
  if (to === undefined || at === -1) return;
  event.preventDefault();
  event.stopPropagation();
  all[to]?.focus();
}
